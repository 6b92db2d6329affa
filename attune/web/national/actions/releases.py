"""Preparing a release, freezing it, withdrawing it."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from attune.web.national import tasks
from attune.web.national.actions.log import record
from attune.web.national.models import Release, ReleaseDraft, Withdrawal
from attune.web.national.queries import releases as queries
from attune.web.people.queries import Officer

State = ReleaseDraft.State


@transaction.atomic
def prepare(*, by: Officer | None) -> ReleaseDraft:
    """A draft, which a worker counts now. Where one is prepared already, that one. by: None for the clock."""
    draft = queries.open_draft()
    if draft is not None:
        return draft
    draft = ReleaseDraft.objects.create(name=queries.next_name(), by=by.person if by else None)
    record(by=by, verb="prepare", thing=draft)
    if by is not None:
        tasks.count_release.enqueue(str(draft.pk), str(draft.job))
    return draft


@transaction.atomic
def drop(*, by: Officer | None, draft: ReleaseDraft) -> None:
    """The draft is given up, also one that is being counted."""
    alive = (*queries.OPEN, State.REFUSED)
    rows = ReleaseDraft.objects.filter(pk=draft.pk, state__in=alive)
    if rows.update(state=State.DROPPED, job=uuid4(), body=None, reasons={}):
        record(by=by, verb="drop", thing=draft)


@transaction.atomic
def freeze(*, by: Officer | None, draft: ReleaseDraft) -> None:
    """Have it tried by the attacker, and frozen if it holds. Raises ValidationError where it isn't one to freeze."""
    rows = ReleaseDraft.objects.filter(pk=draft.pk, state=State.MADE)
    if not rows.update(state=State.FREEZING, job=(job := uuid4()), done=0):
        raise ValidationError(_("Only a draft that was counted can be frozen."))
    record(by=by, verb="ask-to-freeze", thing=draft)
    draft.refresh_from_db()
    if by is not None:
        tasks.freeze_release.enqueue(str(draft.pk), str(job), str(by.person.pk))


@transaction.atomic
def withdraw(*, by: Officer, release: Release, reason: str) -> Withdrawal:
    """Say that it should not be used any more. What it said stays readable: it was read already."""
    found, made = Withdrawal.objects.get_or_create(
        release=release, defaults={"reason": reason, "by": by.person}
    )
    if made:
        record(by=by, verb="withdraw", thing=release)
    return found
