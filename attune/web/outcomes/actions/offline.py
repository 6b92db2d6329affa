"""What was entered without internet arrives: each letter once, however often it is sent."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.instruments.errors import AnswerError
from attune.web.cases.actions import rate_goal
from attune.web.cases.models import Case, GoalRating
from attune.web.outcomes.actions import forms
from attune.web.outcomes.letters import Acknowledged, FilledForm, Letter, RatedGoal
from attune.web.outcomes.models import Alert, Response
from attune.web.outcomes.queries.plans import asked_by_key
from attune.web.outcomes.receipts import OfflineReceipt
from attune.web.people.actions import record
from attune.web.people.queries import Actor


class ConflictError(Exception):
    """Something else is kept under this key: a person has to look, nothing is overwritten."""


def receive(*, by: Actor, case: Case, letter: Letter) -> OfflineReceipt:
    """Keep a letter and give its receipt; for one that is kept already, the same receipt.

    Raises ConflictError, and ValidationError in words where it can't be kept as things are.
    """
    try:
        return _receive(by=by, case=case, letter=letter)
    except IntegrityError as error:  # the key is in use where this service can't see it
        raise ConflictError from error
    except AnswerError as error:
        raise ValidationError(str(error)) from error


@transaction.atomic
def _receive(*, by: Actor, case: Case, letter: Letter) -> OfflineReceipt:
    Case.objects.select_for_update().get(pk=case.pk)  # two at once come one after the other
    kept = OfflineReceipt.objects.filter(pk=letter.id).first()
    if kept is not None:
        if (kept.sha256, kept.case_id) != (letter.sha256, case.pk):
            raise ConflictError
        return kept
    if letter.prepared_by != by.person.pk:
        raise ValidationError(
            _("Somebody else prepared this device. They have to sign in to send it.")
        )
    receipt = OfflineReceipt(
        pk=letter.id, case=case, kind=letter.kind, sha256=letter.sha256, by=by.person
    )
    if isinstance(letter, FilledForm):
        receipt.response = _fill(by, case, letter)
    elif isinstance(letter, RatedGoal):
        receipt.rating = _rate(by, case, letter)
    elif isinstance(letter, Acknowledged):
        receipt.response = _acknowledge(by, case, letter)
    receipt.save(force_insert=True)
    record(
        by=by,
        verb="create",
        thing=receipt,
        kind=receipt.kind,
        device_at=letter.device_at,
        device_day=letter.taken_on.isoformat(),
    )
    return receipt


def _fill(by: Actor, case: Case, letter: FilledForm) -> Response:
    """The form with all its answers, finished. One that is begun for the same in the meantime stays."""
    if Response.objects.filter(pk=letter.id).exists():
        raise ConflictError
    asked = asked_by_key(case, letter.asked)
    if asked is None or (asked.measure.id, asked.measure.version) != (
        letter.measure,
        letter.version,
    ):
        raise ValidationError(
            _("This form isn’t planned for the case any more. Plan it again, then send it again.")
        )
    response = forms.begin(
        case=case,
        asked=asked,
        way=Response.Way.OFFLINE,
        key=letter.id,
        by=by,
        taken_on=_day(case, letter),
    )
    for answers in (*letter.earlier, letter.answers):
        forms.answer(response=response, answers=answers)
    return forms.finish(response=response, by=by)


def _rate(by: Actor, case: Case, letter: RatedGoal) -> GoalRating:
    goal = case.goals.filter(pk=letter.goal).first()
    if goal is None:
        raise ValidationError(_("This goal isn’t in the case any more."))
    return rate_goal(by=by, goal=goal, rating=letter.rating, on=_day(case, letter))


def _acknowledge(by: Actor, case: Case, letter: Acknowledged) -> Response:
    """By name, with what was done; where somebody did so before, their words stay."""
    rows = Alert.objects.select_related("response__case")
    alert = rows.filter(response__case=case, response=letter.form, item=letter.item).first()
    if alert is None:
        raise ValidationError(_("The form that this is about has not arrived yet."))
    forms.acknowledge(by=by, alert=alert, did=letter.did)
    return alert.response


def _day(case: Case, letter: Letter) -> date:
    """The device's day, unless its clock is plainly wrong: then today. What it said is in the log."""
    today = timezone.localdate()
    return letter.taken_on if case.started_on <= letter.taken_on <= today else today


@transaction.atomic
def note_conflict(*, by: Actor, case: Case, letter_id: UUID) -> None:
    """Write down that a device sent something else under a key that is in use."""
    record(by=by, verb="read", thing=case, offline_conflict=str(letter_id))
