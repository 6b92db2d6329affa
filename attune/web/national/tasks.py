"""Preparing a release, done by a worker: counting the draft, and freezing it. Doing it twice does no harm."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from attune.core.figures.released import read
from attune.web.national.models import LogEntry, Release, ReleaseDraft
from attune.web.national.queries import releases as queries

log = logging.getLogger("attune.national")
State = ReleaseDraft.State


@task()
def count_release(draft_id: str, job: str) -> None:
    """Count the draft whose newest try this is."""
    rows = _waiting(draft_id, job, State.MAKING)
    found = rows.first()
    if found is not None:
        count(found)


def count(draft: ReleaseDraft) -> None:
    """The draft becomes one to look at, or says why not."""
    from attune.web.national.preparing import (  # noqa: PLC0415 -- slow to load
        NotReleasableError,
        counted,
    )

    begun = timezone.now()
    try:
        document, reasons = counted(draft.name, _teller(draft))
    except NotReleasableError as refusal:
        _end(draft, state=State.REFUSED, refusal=str(refusal))
        return
    _end(draft, state=State.MADE, body=document.body(), reasons=reasons, counted_at=begun)


@task()
def freeze_release(draft_id: str, job: str, person_id: str) -> None:
    """Freeze the draft whose newest try this is."""
    found = _waiting(draft_id, job, State.FREEZING).first()
    if found is not None:
        freeze(found, UUID(person_id))


def freeze(draft: ReleaseDraft, person_id: UUID | None) -> Release | None:
    """The release, after the attacker tried everything together; None where the draft says why not.

    person_id: who wants it; None for the clock.
    """
    from attune.web.national.preparing import NotReleasableError, tried  # noqa: PLC0415 -- slow to load

    document = read(bytes(draft.body or b""))
    try:
        tried(document, draft.reasons, _teller(draft))
        with transaction.atomic():
            if not _waiting(draft.pk, draft.job, State.FREEZING).select_for_update().exists():
                return None
            if queries.taken_back_since(draft):
                raise NotReleasableError(
                    "Somebody’s records were taken out since this was counted. Count it again."
                )
            return _frozen(draft, document.name, document.previous, person_id)
    except NotReleasableError as refusal:
        _end(draft, state=State.REFUSED, refusal=str(refusal))
        return None


def _frozen(draft: ReleaseDraft, name: str, previous: str, person_id: UUID | None) -> Release:
    body = bytes(draft.body or b"")
    release = Release.objects.create(
        name=name,
        number=queries.last_number() + 1,
        body=body,
        digest=read(body).digest,
        previous=previous,
        reasons=draft.reasons,
        by_id=person_id,
    )
    ReleaseDraft.objects.filter(pk=draft.pk).update(state=State.FROZEN)
    LogEntry.objects.create(
        person_id=person_id,
        verb="freeze",
        object_type=Release._meta.label,
        object_id=str(release.pk),
        detail={"number": release.number, "bytes": len(body)},
    )
    log.info("The release %s is frozen: %s", release.name, release.digest)
    return release


# --- the draft's row --------------------------------------------------------------------------------
def _waiting(draft_id: Any, job: Any, state: str) -> Any:
    return ReleaseDraft.objects.filter(pk=draft_id, job=job, state=state)


def _teller(draft: ReleaseDraft) -> Any:
    def tell(done: int, total: int) -> None:
        ReleaseDraft.objects.filter(pk=draft.pk, job=draft.job).update(done=done, total=total)

    return tell


def _end(draft: ReleaseDraft, **said: Any) -> None:
    """What became of this try; nothing where another began, or the draft was dropped."""
    still = ReleaseDraft.objects.filter(
        pk=draft.pk, job=draft.job, state__in=(State.MAKING, State.FREEZING)
    )
    still.update(**said)
    draft.refresh_from_db()
