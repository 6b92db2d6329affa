"""A worker: runs the tasks that wait in the database, and takes over from workers that died.

Each worker holds a lock on a file of its own for as long as it lives; the system lets go of it when
the worker dies, however that happens. So a task that is marked as running, whose worker's lock can be
taken, is nobody's: it runs again, at most TRIES times in all.
"""

import fcntl
import logging
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

log = logging.getLogger("attune.workers")

TRIES = 3
PAUSE = 0.5  # seconds between two looks into an empty queue
KEPT = timedelta(days=7)  # how long it can be looked up how a task ended
LOOK_ROUND = 60 * 60  # seconds between two clearings of older ones, and between two sweeps
# Put right what was broken off, erase what has expired, remind people of what they were asked, give what is to be given.
SWEEPS = ("sweep_films", "sweep_exports", "sweep_extracts", "send_reminders", "contribute")
SECOND_TRY = timedelta(seconds=5)  # after a failure; a dead worker's task runs again at once
WORKER_ID = re.compile(r"[a-z]+-[0-9a-f]{32}")


class ReleasedError(BaseException):
    """Raised inside a running task when its worker is asked to stop: the task runs again later."""


class UnknownTaskError(RuntimeError):
    """This version of the program has no such task."""


class WorkerDiedError(RuntimeError):
    """The worker of a task ended without a word, each time it was tried."""


def lock_path(worker_id: str) -> Path:
    if not WORKER_ID.fullmatch(worker_id):
        raise ValueError(f"{worker_id!r} names no worker of ours.")
    folder = Path(settings.DATA) / "workers"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{worker_id}.lock"


@contextmanager
def alive(worker_id: str) -> Iterator[None]:
    """Hold the worker's lock; its file goes when the worker ends in good order."""
    path = lock_path(worker_id)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_dead(worker_id: str) -> bool:
    """Whether nobody holds this worker's lock any more."""
    path = lock_path(worker_id)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        path.unlink(missing_ok=True)
        return True
    finally:
        os.close(descriptor)


class Worker:
    """Runs one queue's tasks, one after the other."""

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self.id = f"{queue}-{uuid4().hex}"
        self.stopping = False
        self.in_task = False
        self.cleared_at = 0.0
        self.swept_at = time.monotonic()

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """A signal handler: end at once, and give back the task that is running."""
        if self.stopping:
            return
        self.stopping = True
        if self.in_task:
            raise ReleasedError

    def run(self, *, until_empty: bool = False) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        with alive(self.id):
            while not self.stopping:
                close_old_connections()
                worked = self.turn()
                if until_empty and not worked:
                    return
                if not worked and not self.stopping:
                    time.sleep(PAUSE)

    def turn(self) -> bool:
        """Take over what is nobody's, run one task; False when there was none."""
        self.clear_finished()
        self.take_over()
        row = self.claim()
        if row is None:
            self.sweep()
            return False
        if self.stopping:  # the signal came while we reached for it
            self.release(row)
        else:
            self.run_task(row)
        return True

    def clear_finished(self) -> None:
        """Forget tasks that ended long ago; looked at once an hour."""
        if self.cleared_at and time.monotonic() - self.cleared_at < LOOK_ROUND:
            return
        self.cleared_at = time.monotonic()
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()

    def sweep(self) -> None:
        """What runs by the clock, in the worker that has least to do: once an hour, when it is idle.
        The start of the server has just done it."""
        if self.queue != "default" or time.monotonic() - self.swept_at < LOOK_ROUND:
            return
        self.swept_at = time.monotonic()
        for command in SWEEPS:
            try:
                call_command(command, verbosity=0)
            except Exception:
                log.exception("%s failed; it is tried again in an hour.", command)

    def take_over(self) -> None:
        running = DBTaskResult.objects.running().filter(queue_name=self.queue)
        for row in running:
            if row.worker_ids[-1] != self.id and is_dead(row.worker_ids[-1]):
                log.warning("Task %s lost its worker; it is taken over.", row.pk)
                error = WorkerDiedError("The worker ended without a word.")
                again_or_failed(row, error, wait=timedelta(0))

    def claim(self) -> DBTaskResult | None:
        waiting = DBTaskResult.objects.ready().filter(queue_name=self.queue)
        if not waiting.exists():
            return None
        with transaction.atomic():
            row = waiting.get_locked()
            if row is not None:
                row.claim(self.id)
        return row

    def run_task(self, row: DBTaskResult) -> None:
        backend = backend_of(row)
        if backend is None:
            row.set_failed(UnknownTaskError(row.task_path))
            return
        task_started.send(sender=backend, task_result=row.task_result)
        try:
            try:
                self.in_task = True
                value = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
            finally:
                self.in_task = False
        except ReleasedError:
            self.release(row)
        except Exception as error:
            wait = getattr(error, "again_after", None)
            if wait is not None:  # it is nobody's fault: the same row waits, and no try is counted
                self.release(row, wait=wait)
                return
            log.exception("Task %s failed.", row.pk)
            again_or_failed(row, error, wait=SECOND_TRY)
        else:
            row.set_successful(value)
            task_finished.send(sender=backend, task_result=row.task_result)

    def release(self, row: DBTaskResult, *, wait: timedelta = timedelta(0)) -> None:
        """Give a task back as if it had not been tried; it runs again after `wait`."""
        row.status = TaskResultStatus.READY
        row.worker_ids = row.worker_ids[:-1]
        if wait:
            row.run_after = timezone.now() + wait
        row.save(update_fields=["status", "worker_ids", "run_after"])


def again_or_failed(row: DBTaskResult, error: Exception, *, wait: timedelta) -> None:
    """Let a broken-off task run again, or fail for good after TRIES."""
    with transaction.atomic():
        now = DBTaskResult.objects.select_for_update().get(pk=row.pk)
        if now.status != TaskResultStatus.RUNNING or now.worker_ids != row.worker_ids:
            return  # another worker was faster
        if len(now.worker_ids) < TRIES:
            now.status = TaskResultStatus.READY
            now.run_after = timezone.now() + wait
            now.save(update_fields=["status", "run_after"])
            return
        now.set_failed(error)
        if (backend := backend_of(now)) is not None:
            task_finished.send(sender=backend, task_result=now.task_result)


def backend_of(row: DBTaskResult) -> type | None:
    """None for a task of another version of the program, which this one does not know."""
    try:
        return type(row.task.get_backend())
    except Exception:  # whatever is wrong with one task, the others go on
        log.exception("Task %s, %s, is not one that this version knows.", row.pk, row.task_path)
        return None
