"""Preparing a release, and making files for researchers, done by a worker. Doing it twice does no harm."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task

from attune.core.figures.released import read
from attune.web.national import extract_files
from attune.web.national.models import ExtractDraft, LogEntry, Release, ReleaseDraft
from attune.web.national.queries import releases as queries

log = logging.getLogger("attune.national")
State, Making = ReleaseDraft.State, ExtractDraft.State


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


# --- files for researchers --------------------------------------------------------------------------
@task()
def make_extract(draft_id: str, job: str) -> None:
    """Make the file of this draft, whose newest try this is."""
    found = ExtractDraft.objects.filter(pk=draft_id, job=job, state=Making.MAKING).first()
    if found is not None:
        make(found)


def make(draft: ExtractDraft) -> None:
    """The file is ready, or the draft says why not. The file first, then the row that says it is there."""
    from attune.web.national.extracting import NotGivableError, made  # noqa: PLC0415 -- slow to load

    rows = ExtractDraft.objects.filter(pk=draft.pk, job=draft.job, state=Making.MAKING)
    try:
        content, facts = made(draft.agreement, draft.form, lambda step: rows.update(step=step))
        try:
            extract_files.keep(draft.pk, content)
        except OSError as error:
            log.exception("The file of the extract %s was not written.", draft.pk)
            raise NotGivableError(
                _("The file can’t be written here. The disk may be full. Make it again later.")
            ) from error
    except NotGivableError as refusal:
        rows.update(state=Making.REFUSED, refusal=str(refusal))
    else:
        if not rows.update(state=Making.MADE, facts=facts, made_at=timezone.now()):
            extract_files.erase(draft.pk)  # given up meanwhile
    draft.refresh_from_db()


def give_up(*, task_result: Any, **kwargs: Any) -> None:
    """A receiver of task_finished: what failed for good says so."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    path = task_result.task.module_path
    if path == make_extract.module_path:
        rows = ExtractDraft.objects.filter(state=Making.MAKING)
    elif path in (count_release.module_path, freeze_release.module_path):
        rows = ReleaseDraft.objects.filter(state__in=(State.MAKING, State.FREEZING))
    else:
        return
    draft_id, job = task_result.args[:2]
    refusal = _(
        "This could not be done, though it was tried several times. Nothing is lost and nothing left. Try again later, and "
        "tell the person who runs Attune for you."
    )
    rows.filter(pk=draft_id, job=job).update(state="refused", refusal=refusal)
