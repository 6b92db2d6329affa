"""What takes long with a film, done by a worker. Doing it twice does no harm."""

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
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.films.preparing import PreparingError, RefusedError, prepare

EVERY = 1.0  # seconds between two notes of progress
NO_ROOM_WAIT = timedelta(minutes=1)


class GoneError(Exception):
    """The film was deleted while it was being prepared."""


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
        waiting = Film.objects.filter(pk=self.film.pk, state=FilmState.PREPARING)
        if not waiting.update(done_seconds=done, total_seconds=total):
            raise GoneError


@task(queue_name="films")
def ingest(film_id: str) -> None:
    """Make proxy, poster, frame table and peaks of a film that has arrived."""
    with scopes_disabled():
        waiting = Film.objects.filter(pk=film_id, state=FilmState.PREPARING)
        film = waiting.select_related("case__service").first()
    if film is None:
        return  # deleted, or prepared already
    with scope(service=film.case.service):
        if store.has_room_for(film.size):
            _prepare(film)
        else:  # it is no fault of the film: it waits
            ingest.using(run_after=timezone.now() + NO_ROOM_WAIT).enqueue(film_id)


def _prepare(film: Film) -> None:
    source = store.path_for_worker(film.pk, store.ORIGINAL)
    try:
        facts = prepare(source, store.fresh_making_folder(film.pk), progress=Told(film))
        if facts.pop("sha256") != film.sha256:
            raise PreparingError("The bytes on the disk are not those that arrived.")
        store.keep_made(film.pk)
    except RefusedError as refusal:
        store.drop_making(film.pk)
        _end(film, state=FilmState.REFUSED, refusal=str(refusal)[:300])
    except (GoneError, FileNotFoundError):
        if Film.objects.filter(pk=film.pk).exists():
            raise  # files are missing though the film is there: not right, to be tried again
    else:
        seconds = float(facts["duration_s"])
        _end(
            film,
            state=FilmState.READY,
            facts=facts,
            done_seconds=seconds,
            total_seconds=seconds,
        )


@transaction.atomic
def _end(film: Film, **fields: Any) -> None:
    waiting = Film.objects.filter(pk=film.pk, state=FilmState.PREPARING)
    if waiting.update(**fields):
        audit.record(
            verb="change",
            thing=film,
            service_id=film.case.service_id,
            person_id=None,
            case_id=film.case_id,
            state=fields["state"],
        )


def give_up(*, task_result: Any, **kwargs: Any) -> None:
    """A receiver of task_finished: a film whose preparing failed for good says so."""
    failed = task_result.status == TaskResultStatus.FAILED
    if not failed or task_result.task.module_path != ingest.module_path:
        return
    with scopes_disabled():
        film = Film.objects.select_related("case").filter(pk=UUID(task_result.args[0])).first()
        if film is None:
            return
        store.drop_making(film.pk)
        _end(
            film,
            state=FilmState.REFUSED,
            refusal=_(
                "This film could not be prepared, though it was tried several times. "
                "Please check that it plays on the phone or camera, then add it once more; "
                "if it stops again, tell the person who runs Attune for you."
            ),
        )
