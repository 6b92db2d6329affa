"""The task that makes a film to give away: from chosen to made, or to a sentence; twice does no
harm, and it ends when it is stopped or somebody takes their consent back."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django_tasks import TaskResultStatus

from attune.core.consent import Purpose
from attune.web.audit.models import Event
from attune.web.exports import actions, tasks
from attune.web.exports.models import Export
from tests.factories.exports import begin_export
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


def test_the_file_is_held_until_it_is_whole(monkeypatch):
    sink = tasks.Gathered()
    sink.append("out.mp4", b"half ")
    sink.append("out.mp4", b"a film")
    assert sink.whole() == b"half a film"
    sink.replace("out.mp4", b"another")
    assert (sink.whole(), sink.size) == (b"another", 7)
    monkeypatch.setattr(tasks, "LARGEST", 8)
    with pytest.raises(tasks.TooLargeError):
        sink.append("out.mp4", b"xx")


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


def give_up(export, status=TaskResultStatus.FAILED):
    args = [str(export.pk), str(export.job)]
    tasks.give_up(task_result=SimpleNamespace(status=status, task=tasks.make_export, args=args))


def test_one_that_failed_for_good_says_so(making):
    give_up(making, TaskResultStatus.SUCCESSFUL)
    assert seen(making) == State.MAKING
    give_up(making)
    assert seen(making) == State.FAILED
    assert "tried several times" in making.refusal


def test_one_that_was_stopped_is_not_said_to_have_failed(family, making):
    job = making.job
    actions.stop(by=family.actor, export=making)
    making.job = job
    give_up(making)
    assert seen(making) == State.ARRANGED
