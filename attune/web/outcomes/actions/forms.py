"""Forms filled in. Each action is one transaction; answers of one form are one event each time it is
begun, finished, corrected or set aside, not one for each answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.instruments.errors import AnswerError
from attune.core.instruments.model import Answer, Measure, Status
from attune.core.instruments.scoring import Scored, check, risk, score, totals
from attune.web.audit import actions as audit
from attune.web.cases.models import Case
from attune.web.outcomes.models import Alert, Response, Score
from attune.web.outcomes.queries.measures import measure_in
from attune.web.outcomes.queries.plans import Asked
from attune.web.people.actions import record
from attune.web.people.queries import Actor

Way = Response.Way


class FinishedError(Exception):
    """A finished form doesn't change: it can be corrected."""


@transaction.atomic
def begin(
    *,
    case: Case,
    asked: Asked,
    way: str,
    key: UUID,
    by: Actor | None,
    taken_on: date | None = None,
) -> Response:
    """A form for what is asked. `key` is made by whoever begins it: sent twice, it is begun once.
    `by` is None where somebody fills it in by link. Raises ValidationError where the key is that of
    another form."""
    cycle, person, dyad = asked.occasion.cycle, asked.participant, asked.dyad
    response, made = Response.objects.get_or_create(
        pk=key,
        case=case,
        measure=asked.measure.id,
        when=asked.occasion.when,
        cycle=cycle,
        respondent=asked.respondent,
        participant=person,
        dyad=dyad,
        defaults={
            "version": asked.measure.version,
            "sha256": asked.measure.sha256,
            "way": way,
            "taken_on": taken_on or timezone.localdate(),
            "by": by.person if by else None,
        },
    )
    if made:
        _record(by, "create", response, way=way)
    return response


@transaction.atomic
def answer(*, response: Response, answers: Mapping[str, Answer]) -> list[Alert]:
    """Keep these answers of an open form; others of it stay. Gives what needs a person's response.

    Raises FinishedError, and AnswerError in words for an answer that the item can't have.
    """
    response = _to_change(response)
    measure = measure_in(response.measure, response.version)
    check(measure, answers)
    response.answers = response.answers | {item: _plain(said) for item, said in answers.items()}
    response.save(update_fields=["answers"])
    return _raise_alerts(response, measure)


@transaction.atomic
def enter_totals(
    *, response: Response, entered: Mapping[str, float | None], risk_said: bool | None
) -> list[Alert]:
    """Keep totals that were worked out on paper, and what was said to the explicit question of risk.

    Raises FinishedError; AnswerError in words; ValidationError where the question wasn't answered.
    """
    response = _to_change(response)
    measure = measure_in(response.measure, response.version)
    totals(measure, entered)  # complains of what can't be
    if measure.safety.ask and risk_said is None:
        raise ValidationError(_("Say whether there was such an answer: yes or no."))
    response.totals, response.risk_said = dict(entered), risk_said
    response.save(update_fields=["totals", "risk_said"])
    if not risk_said:
        return []
    alert, _made = Alert.objects.get_or_create(
        response=response, item="", defaults={"says": measure.safety.ask}
    )
    return [alert]


@transaction.atomic
def set_day(*, response: Response, taken_on: date) -> None:
    """Say on which day an open form was filled in. Raises FinishedError."""
    response = _to_change(response)
    response.taken_on = taken_on
    response.save(update_fields=["taken_on"])


@transaction.atomic
def finish(*, response: Response, by: Actor | None) -> Response:
    """Close a form and score it. Finishing a finished form changes nothing."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.is_finished:
        return response
    measure = measure_in(response.measure, response.version)
    scored = scored_of(response, measure)
    response.finished_at = timezone.now()
    response.save(update_fields=["finished_at"])
    Score.objects.bulk_create(
        Score(response=response, scale=scale, value=value, sha256=measure.sha256)
        for scale, value in scored.scores.items()
    )
    _raise_alerts(response, measure)
    _record(by, "change", response, finished=True)
    return response


@transaction.atomic
def correct(*, by: Actor, response: Response, reason: str, key: UUID) -> Response:
    """A new open form with the same answers, which takes the place of this one when it is finished."""
    made, new = Response.objects.get_or_create(
        pk=key,
        case_id=response.case_id,
        corrects=response,
        defaults={
            name: getattr(response, name)
            for name in (
                "when", "cycle", "respondent", "participant", "dyad", "measure", "version",
                "sha256", "way", "answers", "totals", "risk_said", "taken_on",
            )
        }
        | {"by": by.person, "reason": reason},
    )  # fmt: skip
    if new:
        record(by=by, verb="create", thing=made, corrects=str(response.pk))
    return made


@transaction.atomic
def set_aside(*, by: Actor, response: Response, reason: str) -> None:
    """This form does not count: a person decided, and said why. It stays to be read."""
    response.set_aside_at, response.set_aside_by = timezone.now(), by.person
    response.set_aside_reason = reason
    response.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_reason"])
    record(by=by, verb="change", thing=response, set_aside=True)


@transaction.atomic
def take_back(*, by: Actor, response: Response) -> None:
    """A form that was set aside counts again."""
    response.set_aside_at, response.set_aside_by, response.set_aside_reason = None, None, ""
    response.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_reason"])
    record(by=by, verb="change", thing=response, set_aside=False)


@transaction.atomic
def acknowledge(*, by: Actor, alert: Alert, did: str) -> None:
    """Somebody by name has seen this answer, and says what they did."""
    if alert.acknowledged_at is None:
        alert.acknowledged_by, alert.acknowledged_at = by.person, timezone.now()
        alert.did = did
        alert.save(update_fields=["acknowledged_by", "acknowledged_at", "did"])
        record(by=by, verb="change", thing=alert, acknowledged=True)


def scored_of(response: Response, measure: Measure) -> Scored:
    """What a form scores now, by its package. Raises AnswerError."""
    if response.totals:
        return totals(measure, response.totals)
    return score(measure, read_answers(response.answers))


def read_answers(kept: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers as they are kept, as the scorer reads them. Raises AnswerError."""
    return {item: _read(item, said) for item, said in kept.items()}


def _read(item: str, said: Any) -> Answer:
    if type(said) is int:
        return said
    try:
        return Status(said)
    except ValueError:
        raise AnswerError(f"Item {item} can't be answered with {said!r}.") from None


def _plain(said: Answer) -> int | str:
    return said if type(said) is int else str(said)


def _to_change(response: Response) -> Response:
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.is_finished:
        raise FinishedError
    return response


def _raise_alerts(response: Response, measure: Measure) -> list[Alert]:
    """A row for each answer that needs a response. One that was changed afterwards stays: a person
    decides what it meant."""
    said = read_answers(response.answers)
    counted = {item.id: item.scored(said.get(item.id, Status.MISSING)) for item in measure.items}
    at_risk = set(risk(measure, counted)) if measure.items else set()
    for alert in measure.safety.alerts:
        if alert.item in at_risk:
            Alert.objects.get_or_create(
                response=response, item=alert.item, defaults={"says": alert.says}
            )
    return list(response.alerts.all())


def _record(by: Actor | None, verb: str, response: Response, **detail: object) -> None:
    """Also for somebody who fills in a form by link, and is no person who signs in."""
    audit.record(
        verb=verb,
        thing=response,
        service_id=response.case.service_id,
        person_id=by.person.pk if by else None,
        case_id=response.case_id,
        **detail,
    )
