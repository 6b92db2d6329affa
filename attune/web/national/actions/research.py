"""Recording an agreement with a researcher, ending it; having a file made under it, and giving that."""

from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.web.national import extract_files, tasks
from attune.web.national.actions.log import record
from attune.web.national.models import Extract, ExtractDraft, ResearchAgreement
from attune.web.national.queries import research as queries
from attune.web.national.research import KEPT
from attune.web.people.queries import Officer

State = ExtractDraft.State


@transaction.atomic
def agree(*, by: Officer, key: UUID, **said: object) -> ResearchAgreement:
    """Write down an agreement that was signed; a form that is sent twice writes it once."""
    found, made = ResearchAgreement.objects.get_or_create(
        pk=key, defaults={**said, "recorded_by": by.person}
    )
    if made:
        record(by=by, verb="agree", thing=found)
    return found


@transaction.atomic
def end(*, by: Officer, agreement: ResearchAgreement) -> None:
    """Nothing more is given under it: what was made and still lies here is erased."""
    rows = ResearchAgreement.objects.filter(pk=agreement.pk, ended_at=None)
    if rows.update(ended_at=timezone.now()):
        record(by=by, verb="end", thing=agreement)
        for draft in queries.drafts(agreement):
            _erase(draft)


# --- a file -----------------------------------------------------------------------------------------
@transaction.atomic
def ask(*, by: Officer | None, agreement: ResearchAgreement, form: str) -> ExtractDraft:
    """Have a worker make a file. Where one is being made, that one. by: None for the console, which makes it itself.

    Raises ValidationError where the agreement is over.
    """
    agreement = ResearchAgreement.objects.select_for_update().get(pk=agreement.pk)
    if queries.state(agreement) != "valid":
        raise ValidationError(_("This agreement is over. Nothing can be given under it."))
    now = queries.drafts(agreement).filter(state=State.MAKING).first()
    if now is not None:
        return now
    queries.drafts(agreement).filter(state=State.REFUSED).update(state=State.GONE)
    draft = ExtractDraft.objects.create(
        agreement=agreement, form=form, by=by.person if by else None
    )
    record(by=by, verb="ask-for-extract", thing=draft)
    if by is not None:
        tasks.make_extract.enqueue(str(draft.pk), str(draft.job))
    return draft


@transaction.atomic
def give(*, by: Officer, draft: ExtractDraft) -> tuple[str, BinaryIO]:
    """The file and its name, and the row that says it was given, with its checksum. Raises ValidationError where it isn't here."""
    draft = ExtractDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.state != State.MADE or queries.state(draft.agreement) != "valid":
        raise ValidationError(_("This file is not here any more. It can be made again."))
    try:
        file = extract_files.opened(draft.pk)
    except FileNotFoundError:
        raise ValidationError(
            _("This file is missing on the disk. Erase it here, and make it again.")
        ) from None
    if draft.extract is None:
        told = {name: value for name, value in draft.facts.items() if name != "lost"}
        draft.extract = Extract.objects.create(
            agreement=draft.agreement, form=draft.form, by=by.person, **told
        )
        draft.save(update_fields=["extract"])
    row = draft.extract
    record(by=by, verb="extract", thing=row, episodes=row.episodes, records=row.records)
    ending = "zip" if draft.form == Extract.Form.CSV else draft.form
    return f"extract-{row.at:%Y-%m-%d}-{str(row.pk)[:8]}.{ending}", file


@transaction.atomic
def erase(*, by: Officer, draft: ExtractDraft) -> None:
    """The file is given up, also while it is being made."""
    if _erase(draft):
        record(by=by, verb="erase-extract", thing=draft)


def erase_old() -> int:
    """Erase what lay here for its time, and what a crash left over; by the clock. Returns how many files went."""
    old = ExtractDraft.objects.filter(state=State.MADE, made_at__lt=timezone.now() - KEPT)
    old.update(state=State.GONE)
    alive = ExtractDraft.objects.filter(state__in=(State.MAKING, State.MADE))
    return extract_files.erase_others(set(alive.values_list("pk", flat=True)))


def _erase(draft: ExtractDraft) -> bool:
    """Whether there was something to give up."""
    rows = ExtractDraft.objects.filter(pk=draft.pk).exclude(state=State.GONE)
    transaction.on_commit(lambda: extract_files.erase(draft.pk))
    return bool(rows.update(state=State.GONE))
