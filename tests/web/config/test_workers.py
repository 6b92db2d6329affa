"""Workers: each task once, none lost with its worker, none tried for ever."""

import fcntl
import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from attune.web.config import workers
from attune.web.config.workers import Worker, alive, is_dead, lock_path
from tests.browser.server import Server
from tests.factories.films import film_bytes
from tests.web.config import work_to_do
from tests.web.config.work_to_do import DONE, STOPS
from tests.web.films.live import Live

GONE = "default-" + "0" * 32


@pytest.fixture(autouse=True)
def nothing_done(settings, tmp_path):
    settings.DATA = tmp_path
    DONE.clear()
    STOPS.clear()


@pytest.fixture
def worker(db):
    worker = Worker("default")
    with alive(worker.id):
        yield worker


def the_row():
    return DBTaskResult.objects.get()


def left_running(*worker_ids):
    """A task that says it runs."""
    work_to_do.note.enqueue("again")
    row = the_row()
    for worker_id in worker_ids:
        row.claim(worker_id)
    return row


def test_worker_runs_what_waits_in_its_queue_in_order(worker):
    for word in ("one", "two"):
        work_to_do.note.enqueue(word)
    work_to_do.note_of_films.enqueue("for another worker")
    assert [worker.turn() for _ in range(3)] == [True, True, False]
    assert DONE == ["one", "two"]
    rows = DBTaskResult.objects.filter(queue_name="default").order_by("enqueued_at")
    assert [(row.status, row.return_value) for row in rows] == [
        (TaskResultStatus.SUCCESSFUL, "one"),
        (TaskResultStatus.SUCCESSFUL, "two"),
    ]


def test_task_for_later_waits(worker):
    later = timezone.now() + timedelta(minutes=1)
    work_to_do.note.using(run_after=later).enqueue("later")
    assert worker.turn() is False
    assert DONE == []


def test_failing_task_is_tried_three_times_and_then_said_to_have_failed(worker, monkeypatch):
    monkeypatch.setattr(workers, "SECOND_TRY", timedelta(0))
    heard = []

    def hear(task_result, **more):
        heard.append(task_result.status)

    task_finished.connect(hear)
    work_to_do.fail.enqueue()
    assert [worker.turn() for _ in range(4)] == [True, True, True, False]
    task_finished.disconnect(hear)
    assert DONE == ["failed"] * 3
    assert heard == [TaskResultStatus.FAILED]
    assert the_row().exception_class_path == "builtins.ValueError"


@pytest.mark.parametrize("path", ["no.such.module.task", "tests.web.config.work_to_do.no_task"])
def test_task_of_another_version_fails_and_the_next_one_runs(worker, path):
    work_to_do.note.enqueue("lost")
    DBTaskResult.objects.update(task_path=path)
    work_to_do.note.enqueue("next")
    assert [worker.turn() for _ in range(3)] == [True, True, False]
    assert DONE == ["next"]
    lost = DBTaskResult.objects.get(task_path=path)
    assert lost.status == TaskResultStatus.FAILED
    assert lost.exception_class_path.endswith("UnknownTaskError")


def test_task_of_another_version_whose_workers_died_is_given_up(worker):
    row = left_running(*("default-" + character * 32 for character in "abc"))
    DBTaskResult.objects.update(task_path="no.such.module.task")
    assert worker.turn() is False
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


def test_failing_task_is_not_tried_again_at_once(worker):
    work_to_do.fail.enqueue()
    assert worker.turn() is True
    assert worker.turn() is False
    wait = the_row().run_after - timezone.now()
    assert timedelta(seconds=3) < wait <= workers.SECOND_TRY


@pytest.mark.parametrize("trace", ["nothing", "an unlocked file"])
def test_task_of_a_dead_worker_runs_again(worker, trace):
    left_running(GONE)
    if trace != "nothing":
        lock_path(GONE).touch()
    assert worker.turn() is True
    assert DONE == ["again"]
    assert the_row().worker_ids == [GONE, worker.id]
    assert not lock_path(GONE).exists()


def test_task_of_a_living_worker_is_left_alone(worker):
    with alive(GONE):
        left_running(GONE)
        assert worker.turn() is False
    assert DONE == []
    assert worker.turn() is True  # now that it is dead


def test_task_that_kills_its_workers_is_given_up(worker):
    left_running(*(f"default-{number:032x}" for number in range(3)))
    assert worker.turn() is False
    assert DONE == []
    row = the_row()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path.endswith("WorkerDiedError")


def test_only_one_worker_takes_over(worker):
    row = left_running(GONE)
    error = RuntimeError()
    workers.again_or_failed(row, error, wait=timedelta(0))
    worker.claim()
    workers.again_or_failed(row, error, wait=timedelta(0))  # the slower one
    assert the_row().status == TaskResultStatus.RUNNING
    assert the_row().worker_ids == [GONE, worker.id]


def test_worker_told_to_stop_gives_its_task_back_untried(worker):
    STOPS.append(worker.stop)
    work_to_do.be_told_to_stop.enqueue()
    assert worker.turn() is True
    assert DONE == ["begun"]
    assert the_row().status == TaskResultStatus.READY
    assert the_row().worker_ids == []
    worker.stop()  # a second signal changes nothing


def test_worker_told_to_stop_while_it_reaches_for_a_task_gives_it_back(worker):
    work_to_do.note.enqueue("later")
    worker.stop()
    assert worker.turn() is True
    assert DONE == []
    assert the_row().status == TaskResultStatus.READY


@pytest.mark.django_db
def test_idle_worker_erases_what_expired_once_an_hour(worker, monkeypatch, caplog):
    swept = []
    monkeypatch.setattr(workers, "SWEEPS", ("sweep_films", "no_such_command"))
    real = workers.call_command
    monkeypatch.setattr(
        workers,
        "call_command",
        lambda name, **more: (swept.append(name), real(name, **more)),
    )
    worker.turn()
    assert swept == []  # the start has just done it
    worker.swept_at -= workers.LOOK_ROUND
    worker.turn()
    worker.turn()
    assert swept == ["sweep_films", "no_such_command"]
    assert "no_such_command failed; it is tried again in an hour" in caplog.text
    films = workers.Worker("films")
    films.swept_at -= workers.LOOK_ROUND
    films.turn()
    assert len(swept) == 2


def test_worker_leaves_no_lock_behind():
    with alive(GONE):
        assert not is_dead(GONE)
    assert not lock_path(GONE).exists()
    assert is_dead(GONE)


@pytest.mark.parametrize("name", ["../../x", "default-", "", "db_worker", GONE + "\n"])
def test_names_of_workers_choose_no_path(name):
    with pytest.raises(ValueError, match="no worker of ours"):
        lock_path(name)


# --- real processes -----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def live(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("live") / "data")
    server.start()
    yield Live(server)
    server.stop()


def film_worker(live):
    """Its process; None while it has ended and nobody has noticed."""
    try:
        return live.server.children().get("worker films")
    except IndexError:  # a process without a command line is about to be gone
        return None


def signal_worker(live, number):
    """A signal to the film worker; returns when another has taken its place."""
    before = film_worker(live)
    os.kill(before, number)
    deadline = time.monotonic() + 60
    while film_worker(live) in (before, None):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_film_is_ready_though_its_worker_was_killed_in_the_middle(live):
    film = live.send(film_bytes(seconds=8))
    live.hold_in_the_middle(film)
    signal_worker(live, signal.SIGTERM)  # gives it back: this is no try
    live.hold_in_the_middle(film)
    signal_worker(live, signal.SIGKILL)
    live.wait_for(film, "state = 'ready'")
    assert sorted(path.name for path in live.folder(film).iterdir()) == ["made", "original"]
    ids, status = live.query("SELECT worker_ids, status FROM django_tasks_database_dbtaskresult")
    assert (ids.count("films-"), status) == (2, "SUCCESSFUL")


def test_server_that_stops_leaves_no_worker_and_no_lock(live):
    children = live.server.children()
    assert live.server.stop() == 0
    assert [pid for pid in children.values() if Path(f"/proc/{pid}").exists()] == []
    left = [path.name for path in (live.server.data / "workers").iterdir()]
    assert [name for name in left if not is_dead_at(live.server.data, name)] == []


def is_dead_at(data, name):
    with (data / "workers" / name).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


def test_tasks_that_ended_long_ago_are_forgotten_once_an_hour(worker, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(workers.time, "monotonic", lambda: clock[0])
    for age in (1, 8):
        work_to_do.note.enqueue(str(age))
        assert worker.turn()
        DBTaskResult.objects.filter(args_kwargs__args=[str(age)]).update(
            finished_at=timezone.now() - timedelta(days=age)
        )
    work_to_do.note.using(run_after=timezone.now() + timedelta(days=9)).enqueue("later")
    assert DBTaskResult.objects.count() == 3
    clock[0] += workers.LOOK_ROUND - 1
    worker.turn()
    assert DBTaskResult.objects.count() == 3
    clock[0] += 1
    worker.turn()
    kept = {row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()}
    assert kept == {"1", "later"}
