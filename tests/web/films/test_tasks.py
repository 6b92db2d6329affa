"""The task that prepares a film: from arrived to ready, or to a sentence; twice does no harm."""

import hashlib
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from attune.core.clock import FrameTable
from attune.core.journey import FilmState
from attune.core.media.sandbox.trial import Verdict
from attune.core.vault.errors import DamagedError
from attune.web.audit.models import Event
from attune.web.config.workers import Worker
from attune.web.films import actions, preparing, store, tasks
from attune.web.films.models import CaseKey, Film
from tests.factories.films import arrived_film, film_bytes, names_in


@pytest.fixture
def film(family, cycle) -> Film:
    return arrived_film(family, cycle, film_bytes())


def parts(film):
    return names_in(store.blobs.folder(film.pk))


def prepare(film):
    """As a worker does it: with no scope of anybody's."""
    tasks.ingest.call(str(film.pk))
    film.refresh_from_db()


def test_arrived_film_becomes_ready(film):
    prepare(film)
    assert film.state == FilmState.READY
    assert film.facts["frames"] == 30
    assert film.done_seconds == film.total_seconds == film.facts["duration_s"] == 1.001
    assert parts(film) == ["made", "original"]
    assert film.sha256 == hashlib.sha256(film_bytes()).hexdigest()
    with store.open_for_read(film.pk, store.FRAMES) as file:
        assert len(FrameTable.from_bytes(file.read())) == 30
    last = Event.objects.last()
    assert (last.verb, last.object_id, last.person_id) == ("change", str(film.pk), None)
    assert last.detail == {"state": "ready"}


def test_preparing_again_changes_nothing(film):
    prepare(film)
    events = Event.objects.count()
    with store.open_for_read(film.pk, store.FRAGMENTS) as before:
        prepare(film)
        with store.open_for_read(film.pk, store.FRAGMENTS) as after:
            assert after.salt == before.salt
    assert Event.objects.count() == events


def test_half_made_parts_of_an_earlier_try_are_gone(film):
    store.making(film.pk).append("proxy.frag", b"half a proxy")
    prepare(film)
    assert film.state == FilmState.READY
    assert "making" not in parts(film)
    with store.open_for_read(film.pk, store.FRAGMENTS) as file:
        assert b"half a proxy" not in file.read()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"a text that is called film.mp4", "not a film"), (film_bytes()[:9000], ".")],
)
def test_what_is_no_whole_film_is_refused_and_its_bytes_go(
    family, cycle, content, sentence, films_directory, django_capture_on_commit_callbacks
):
    film = arrived_film(family, cycle, content)
    with django_capture_on_commit_callbacks(execute=True):
        prepare(film)
    assert film.state == FilmState.REFUSED
    assert sentence in film.refusal
    assert names_in(films_directory) == []
    assert not CaseKey.objects.exists()


def test_progress_is_seen_by_others(film, monkeypatch):
    seen = []
    monkeypatch.setattr(tasks, "EVERY", 0)
    told = tasks.Told(film)
    for done in (0.25, 0.5):
        told(done, 2.0)
        film.refresh_from_db()
        seen.append((film.done_seconds, film.total_seconds, film.percent))
    assert seen == [(0.25, 2.0, 12), (0.5, 2.0, 25)]


def test_progress_is_written_about_once_a_second(film, monkeypatch, django_assert_num_queries):
    clock = iter([50.0, 50.2, 50.9, 51.1])
    monkeypatch.setattr(tasks, "monotonic", lambda: next(clock))
    told = tasks.Told(film)
    with django_assert_num_queries(2):
        for done in range(4):
            told(done, 10.0)


def test_film_deleted_before_its_turn_is_no_failure(film):
    film_id = str(film.pk)
    actions.delete_film(film=film)
    assert tasks.ingest.call(film_id) is None


def test_film_deleted_while_it_is_prepared_is_no_failure(
    film, films_directory, monkeypatch, django_capture_on_commit_callbacks
):
    def deleted_meanwhile(source, sink, *, progress):
        with django_capture_on_commit_callbacks(execute=True):
            actions.delete_film(film=Film.objects.get(pk=film.pk))
        progress(0.5, 1.0)

    monkeypatch.setattr(tasks, "prepare", deleted_meanwhile)
    tasks.ingest.call(str(film.pk))
    assert names_in(films_directory) == []


def test_preparing_that_is_stopped_ends_and_leaves_the_film_whole(film, family, monkeypatch):
    """Stopped at the first word of progress: the real child is at work then."""
    monkeypatch.setattr(tasks, "EVERY", 0)
    real = tasks.Told.__call__
    calls = []

    def told(self, done, total):
        if not calls:
            actions.stop_preparing(film=film, by=family.actor)
        calls.append((done, total))
        real(self, done, total)

    monkeypatch.setattr(tasks.Told, "__call__", told)
    prepare(film)
    assert len(calls) == 1
    assert (film.state, film.held) == (FilmState.PREPARING, Film.Held.STOPPED)
    assert parts(film) == ["original"]
    prepare(film)  # the row of the task that is left does nothing
    assert (film.state, film.held) == (FilmState.PREPARING, Film.Held.STOPPED)
    monkeypatch.undo()
    actions.prepare_again(film=film, by=family.actor)
    prepare(film)
    assert (film.state, film.held) == (FilmState.READY, Film.Held.NOTHING)


def test_bytes_that_changed_on_the_disk_are_not_prepared(film):
    path = store.blobs.folder(film.pk) / "original" / "00000"
    changed = bytearray(path.read_bytes())
    changed[300] ^= 1
    path.write_bytes(changed)
    with pytest.raises(DamagedError):
        prepare(film)
    assert parts(film) == ["original"]
    assert film.state == FilmState.PREPARING


def test_missing_bytes_of_a_film_that_is_there_are_a_failure(film):
    store.erase(film.pk)
    with pytest.raises(FileNotFoundError):
        prepare(film)


def test_film_waits_while_the_disk_is_full_in_one_row(film, settings):
    settings.DISK_RESERVE = store.free_bytes() * 2
    worker = Worker("films")
    worker.clear_finished()
    before = DBTaskResult.objects.get().worker_ids
    assert worker.turn()
    film.refresh_from_db()
    assert (film.state, film.held) == (FilmState.PREPARING, Film.Held.ROOM)
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == ("READY", before)
    assert 50 < row.run_after.timestamp() - time.time() <= 60
    settings.DISK_RESERVE = 1
    prepare(film)
    assert (film.state, film.held) == (FilmState.READY, Film.Held.NOTHING)


def test_film_waits_while_the_walls_do_not_hold(film, monkeypatch):
    bad = Verdict(holds=False, sentence="There is a hole.")
    preparing.tried.cache_clear()
    monkeypatch.setattr(preparing, "try_walls", lambda bait: bad)
    with pytest.raises(tasks.LaterError):
        prepare(film)
    film.refresh_from_db()
    assert (film.state, film.held) == (FilmState.PREPARING, Film.Held.WALLS)
    assert parts(film) == ["original"]
    monkeypatch.undo()
    prepare(film)
    assert film.state == FilmState.READY


def test_time_left_is_told_from_how_it_went(film):
    assert film.seconds_left is None
    film.preparing_since = timezone.now() - timedelta(seconds=30)
    film.done_seconds, film.total_seconds = 10.0, 40.0
    assert film.seconds_left == pytest.approx(90, abs=1)
    film.done_seconds = 41.0
    assert film.seconds_left == 0
    film.held = Film.Held.STOPPED
    assert film.seconds_left is None


def test_film_says_so_when_preparing_failed_for_good(film):
    row = DBTaskResult.objects.get()
    row.set_failed(RuntimeError("three times"))
    with scopes_disabled():
        tasks.give_up(task_result=row.task_result)
    film.refresh_from_db()
    assert film.state == FilmState.REFUSED
    assert "could not be prepared" in film.refusal


def test_only_a_failed_preparing_refuses_a_film(film):
    row = DBTaskResult.objects.get()
    row.set_successful(None)
    tasks.give_up(task_result=row.task_result)
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING
