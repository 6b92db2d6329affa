"""What takes long with a film, done by a worker. Doing it twice does no harm."""

import logging
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus, task

from attune.core.journey import FilmState
from attune.web.audit import actions as audit
from attune.web.films import keys, moving, retention, store
from attune.web.films.bucket import BucketError
from attune.web.films.models import Film
from attune.web.films.preparing import (
    FilmRefusedError,
    PreparingError,
    WallsError,
    prepare,
    summing,
)

log = logging.getLogger("attune.films")

EVERY = 1.0  # seconds between two notes of progress


class GoneError(Exception):
    """The film was deleted while it was being prepared, or somebody stopped it."""


class LaterError(Exception):
    """It is no fault of the film that it can't be prepared now: the same task waits."""

    again_after = timedelta(minutes=1)  # the worker lets it run again then, and counts no try


class Told:
    """Writes progress to the film's row, each time in a transaction of its own."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self.told_at = 0.0

    def __call__(self, done: float, total: float) -> None:
        now = monotonic()
        if now - self.told_at < EVERY:
            return
        self.told_at = now
        if not _waiting(self.film.pk).update(done_seconds=done, total_seconds=total):
            raise GoneError


def _waiting(film_id: UUID) -> Any:
    """The film's row as long as it is to be prepared, and nobody has stopped that."""
    return Film.objects.filter(pk=film_id, state=FilmState.PREPARING).exclude(
        held=Film.Held.STOPPED
    )


@task(queue_name="films")
def ingest(film_id: str) -> None:
    """Make proxy, poster, frame table and all else of a film that has arrived."""
    with scopes_disabled():
        film = _waiting(UUID(film_id)).select_related("case__service").first()
    if film is None:
        return  # deleted, stopped, or prepared already
    with scope(service=film.case.service):
        if not store.has_room_for(film.size or 0):
            _hold(film, Film.Held.ROOM)
        _hold(film, Film.Held.NOTHING)
        _prepare(film)


def _hold(film: Film, why: str) -> None:
    """Note what preparing waits for. Raises LaterError when there is something."""
    began = None if why else timezone.now()
    _waiting(film.pk).update(held=why, preparing_since=began)
    if why:
        raise LaterError(why)


def _prepare(film: Film) -> None:
    making = None
    try:
        with (
            store.open_for_read(film.pk, store.ORIGINAL) as again,
            summing(again) as digest,
            store.open_for_read(film.pk, store.ORIGINAL) as source,
        ):
            making = store.making(film.pk)
            facts = prepare(source, making, progress=Told(film))
            sha256 = digest()
        if film.sha256 and film.sha256 != sha256:
            raise PreparingError("The bytes on the disk are not those that arrived.")
        making.keep()
    except BaseException as error:
        if making is not None:
            making.drop()
        _explain(film, error)
    else:
        seconds = float(facts["duration_s"])
        told = {"done_seconds": seconds, "total_seconds": seconds, "sha256": sha256}
        told |= retention.beginning(film.case.service)
        _end(film, state=FilmState.READY, facts=facts, **told)
        if moving.to_move(film.pk):
            move_out.enqueue(str(film.pk))


def _explain(film: Film, error: BaseException) -> None:
    """What broken-off preparing means for the film; raises `error` again when it is to be tried again."""
    if isinstance(error, FilmRefusedError):
        _end(film, state=FilmState.REFUSED, refusal=str(error)[:300])
    elif isinstance(error, WallsError):
        _hold(film, Film.Held.WALLS)
    elif not isinstance(error, Exception) or _waiting(film.pk).exists():
        raise error  # when nobody waits for it any more, it may be because its bytes are gone


@transaction.atomic
def _end(film: Film, **fields: Any) -> None:
    if _waiting(film.pk).update(held=Film.Held.NOTHING, **fields):
        audit.record(
            verb="change",
            thing=film,
            service_id=film.case.service_id,
            person_id=None,
            case_id=film.case_id,
            state=fields["state"],
        )
        if fields["state"] == FilmState.REFUSED:  # its bytes go
            keys.take_if_unused(film.case_id)
            transaction.on_commit(lambda: store.erase(film.pk))


@task(queue_name="films")
def move_out(film_id: str) -> None:
    """Move what is large of a film that is ready into the bucket. While the bucket is away it stays
    here, and the sweep asks again."""
    with scopes_disabled():
        ready = Film.objects.filter(pk=UUID(film_id), state=FilmState.READY).exists()
    if not ready:
        return
    try:
        moving.move_out(UUID(film_id))
    except BucketError as error:
        log.warning("Film %s stays on this machine for now. %s", film_id, error)


def give_up(*, task_result: Any, **kwargs: Any) -> None:
    """A receiver of task_finished: a film whose preparing failed for good says so."""
    failed = task_result.status == TaskResultStatus.FAILED
    if not failed or task_result.task.module_path != ingest.module_path:
        return
    with scopes_disabled():
        film = Film.objects.select_related("case").filter(pk=UUID(task_result.args[0])).first()
        if film is None:
            return
        with suppress(FileNotFoundError):  # it was erased meanwhile
            store.making(film.pk).drop()
        _end(
            film,
            state=FilmState.REFUSED,
            refusal=_(
                "This film could not be prepared, though it was tried several times. "
                "Please check that it plays on the phone or camera, then add it once more; "
                "if it stops again, tell the person who runs Attune for you."
            ),
        )
