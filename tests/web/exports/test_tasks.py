"""The task that makes a film to give away: from chosen to made, or to a sentence; twice does no
harm, and it ends when it is stopped or somebody takes their consent back."""

import errno
from types import SimpleNamespace
from uuid import uuid4

import numpy as np
import pytest
from django.conf import settings
from django_tasks import TaskResultStatus

from attune.core.consent import Purpose
from attune.core.journey import FilmState
from attune.core.media.invented import read_frame_number
from attune.web.audit.models import Event
from attune.web.exports import actions, tasks
from attune.web.exports.models import Export
from attune.web.films import store
from attune.web.films.queries import frame_table
from attune.web.films.tasks import ingest
from tests.factories import give_consent, start_cycle
from tests.factories.exports import begin_export
from tests.factories.films import arrived_film, film_bytes, names_in
from tests.factories.reviews import make_moment
from tests.films.oracle import ffmpeg
from tests.web.exports.conftest import withdraw

State = Export.State


@pytest.fixture
def making(family, moments):
    """One whose making has just been asked for."""
    export = begin_export(family, *moments)
    actions.make(by=family.actor, export=export)
    export.refresh_from_db()
    return export


def seen(export):
    export.refresh_from_db()
    return export.state


def test_a_file_that_becomes_too_large_is_not_written_on(making, monkeypatch):
    monkeypatch.setattr(tasks, "LARGEST", 8)
    with store.Exporting(making.home_id, making.pk) as file:
        sink = tasks.Written(file)
        sink.append("out.mp4", b"a fi")
        sink.append("out.mp4", b"lm")
        for write in (sink.append, sink.put_before):
            with pytest.raises(tasks.TooLargeError):
                write("out.mp4", b"xxx")
        with pytest.raises(ValueError, match="from its beginning"):
            sink.replace("out.mp4", b"x")
        sink.put_before("out.mp4", b"xx")
        assert file.size == 8


def test_a_disk_that_becomes_full_ends_it_with_a_sentence(making, monkeypatch):
    monkeypatch.setattr(tasks, "EVERY", 0)
    told = tasks.Told(making)
    told({"done": 1, "total": 7})
    monkeypatch.setattr(store, "free_bytes", lambda: settings.DISK_RESERVE - 1)
    with pytest.raises(tasks.NoRoomError):
        told({"done": 2, "total": 7})


def test_a_disk_that_is_full_is_no_fault_of_the_film(making, monkeypatch):
    def full(number):
        raise OSError(number, "Something is wrong with the disk")

    for number, error in ((errno.ENOSPC, tasks.NoRoomError), (errno.EIO, OSError)):
        with store.Exporting(making.home_id, making.pk) as file:
            monkeypatch.setattr(file, "append", lambda piece, number=number: full(number))
            with pytest.raises(error):
                tasks.Written(file).append("out.mp4", b"piece")


def test_progress_is_seen_by_others(making, monkeypatch):
    monkeypatch.setattr(tasks, "EVERY", 0)
    told = tasks.Told(making)
    told({"something": "else"})
    for done in (1.5, 3.5):
        told({"done": done, "total": 7.0})
        making.refresh_from_db()
        assert (making.done_seconds, making.total_seconds) == (done, 7.0)
    assert making.percent == 50


def test_progress_is_written_about_once_a_second(making, monkeypatch):
    clock = iter([50.0, 50.2, 50.9, 51.1])
    monkeypatch.setattr(tasks, "monotonic", lambda: next(clock))
    told, seen_by_others = tasks.Told(making), []
    for done in range(4):
        told({"done": done, "total": 10.0})
        making.refresh_from_db()
        seen_by_others.append(making.done_seconds)
    assert seen_by_others == [0, 0, 0, 3]


def test_it_ends_when_it_is_stopped(family, making, monkeypatch):
    monkeypatch.setattr(tasks, "EVERY", 0)
    told = tasks.Told(making)
    actions.stop(by=family.actor, export=making)
    with pytest.raises(tasks.OverError):
        told({"done": 1, "total": 7})


def test_it_ends_when_somebody_takes_their_consent_back(family, making, monkeypatch):
    monkeypatch.setattr(tasks, "EVERY", 0)
    told = tasks.Told(making)
    withdraw(family, family.baby)
    with pytest.raises(tasks.OverError):
        told({"done": 1, "total": 7})
    assert seen(making) == State.WITHDRAWN


def test_it_ends_when_a_consent_runs_out_meanwhile(family, making, monkeypatch):
    monkeypatch.setattr(tasks, "EVERY", 0)
    family.baby.consents.filter(purpose=Purpose.COPY).delete()  # as if its last day were over
    with pytest.raises(tasks.OverError):
        tasks.Told(making)({"done": 1, "total": 7})
    assert seen(making) == State.WITHDRAWN
    assert making.refusal.startswith("Bo no longer agrees")
    assert Event.objects.filter(object_id=str(making.pk)).last().detail == {"state": "withdrawn"}


def test_a_try_that_was_replaced_does_nothing(making):
    tasks.make_export.call(str(making.pk), str(uuid4()))
    assert seen(making) == State.MAKING
    assert making.begun_at is None


def test_words_that_no_film_can_hold_end_it_with_a_sentence(making):
    Export.objects.update(line="a\x07b")
    tasks.make_export.call(str(making.pk), str(making.job))
    assert seen(making) == State.FAILED
    assert "one row of text" in making.refusal


@pytest.fixture
def filmed(family):
    """A real film of two seconds, whose frames carry their number, with two clips found in it."""
    cycle = start_cycle(family)
    give_consent(family, Purpose.COPY)
    film = arrived_film(family, cycle, film_bytes(seconds=2))
    ingest.call(str(film.pk))
    film.refresh_from_db()
    assert film.state == FilmState.READY, film.refusal
    ticks = frame_table(film.pk).pts
    return [make_moment(film, first=ticks[a], last=ticks[b]) for a, b in ((40, 49), (5, 9))]


def kept(film_id):
    """What lies among the exports of a film, broken-off tries as well."""
    return names_in(store.blobs.folder(film_id) / "exports")


def make_all(family, export):
    actions.make(by=family.actor, export=export)
    export.refresh_from_db()
    tasks.make_export.call(str(export.pk), str(export.job))
    export.refresh_from_db()


def test_the_file_holds_exactly_the_chosen_frames_in_their_order(family, filmed, tmp_path):
    export = begin_export(family, *filmed)
    box = {"left": 10, "top": 20, "width": 20, "height": 30, "at": filmed[0].first}
    export.clips.filter(position=1).update(boxes=[box], follows=False, cover="fill")
    make_all(family, export)
    assert (export.state, export.refusal) == (State.MADE, "")
    path = tmp_path / "gift.mp4"
    with store.open_for_read(export.home_id, store.export(export.pk)) as file:
        path.write_bytes(file.read())
    assert export.size == path.stat().st_size
    raw = ffmpeg("-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    frames = np.frombuffer(raw, np.uint8).reshape(-1, 180, 320)
    assert [read_frame_number(frame) for frame in frames] == [*range(40, 50), *range(5, 10)]
    hidden = [bool(np.ptp(frame[42:84, 36:92]) < 8) for frame in frames]
    assert hidden == [True] * 10 + [False] * 5
    assert "For Ana only" not in str(ffmpeg("-i", path, "-f", "ffmetadata", "-"))
    again = export.made_at
    tasks.make_export.call(str(export.pk), str(export.job))
    export.refresh_from_db()
    assert export.made_at == again


def test_a_yes_that_is_taken_back_at_the_last_moment_leaves_no_file(family, filmed, monkeypatch):
    export = begin_export(family, filmed[0])
    actions.make(by=family.actor, export=export)
    export.refresh_from_db()
    keep = store.Exporting.keep

    def kept_just_then(file):
        keep(file)
        withdraw(family, family.mother)

    monkeypatch.setattr(store.Exporting, "keep", kept_just_then)
    tasks.make_export.call(str(export.pk), str(export.job))
    assert seen(export) == State.WITHDRAWN
    assert kept(filmed[0].film_id) == []


@pytest.mark.parametrize("deed", ["stop", "withdraw"])
def test_what_happens_in_the_middle_ends_the_work_and_leaves_no_file(
    family, filmed, monkeypatch, deed
):
    told = tasks.Told.__call__
    calls = []

    def and_then(self, words):
        if not calls:
            calls.append(words)
            if deed == "stop":
                actions.stop(by=family.actor, export=export)
            else:
                withdraw(family, family.mother)
        told(self, words)

    monkeypatch.setattr(tasks, "EVERY", 0)
    monkeypatch.setattr(tasks.Told, "__call__", and_then)
    export = begin_export(family, filmed[0])
    make_all(family, export)
    assert len(calls) == 1
    assert export.state == (State.ARRANGED if deed == "stop" else State.WITHDRAWN)
    assert kept(filmed[0].film_id) == []


def test_faces_are_looked_for_in_the_clip_alone(family, filmed):
    clip = begin_export(family, filmed[0]).clips.get()
    actions.look_for_faces(by=family.actor, clip=clip)
    tasks.find_faces.call(str(clip.pk))
    clip.refresh_from_db()
    assert clip.faces_state == "found"
    ticks = {box[0] for face in clip.faces.all() for box in face.boxes}
    assert all(clip.first <= tick <= clip.last for tick in ticks)
    for face in clip.faces.all():
        with store.open_for_read(clip.film_id, store.picture(face.pk, "jpg")) as file:
            assert file.read(3) == b"\xff\xd8\xff"
    before = list(clip.faces.all())
    tasks.find_faces.call(str(clip.pk))  # a second worker finds it done
    assert list(clip.faces.all()) == before


def test_a_film_that_would_be_too_large_is_refused_with_a_sentence(family, filmed, monkeypatch):
    monkeypatch.setattr(tasks, "LARGEST", 1000)
    export = begin_export(family, filmed[0])
    make_all(family, export)
    assert export.state == State.FAILED
    assert "too large to give" in export.refusal


def give_up(export, status=TaskResultStatus.FAILED):
    args = [str(export.pk), str(export.job)]
    tasks.give_up(task_result=SimpleNamespace(status=status, task=tasks.make_export, args=args))


def test_one_that_failed_for_good_says_so(making):
    give_up(making, TaskResultStatus.SUCCESSFUL)
    assert seen(making) == State.MAKING
    give_up(making)
    assert seen(making) == State.FAILED
    assert "tried several times" in making.refusal


def test_faces_that_could_not_be_looked_for_say_so(family, moments):
    clip = begin_export(family, *moments).clips.first()
    actions.look_for_faces(by=family.actor, clip=clip)
    result = SimpleNamespace(
        status=TaskResultStatus.FAILED, task=tasks.find_faces, args=[str(clip.pk)]
    )
    tasks.give_up(task_result=result)
    clip.refresh_from_db()
    assert clip.faces_state == "failed"


def test_one_that_was_stopped_is_not_said_to_have_failed(family, making):
    job = making.job
    actions.stop(by=family.actor, export=making)
    making.job = job
    give_up(making)
    assert seen(making) == State.ARRANGED
