"""Reading cases: everything here asks who asks."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from attune.core.consent import Answer, ConsentDecision, ConsentFact, Purpose, decide
from attune.web.cases.models import Case, Consent, Cycle, Goal, HelpingQuestion, Participant
from attune.web.people.queries import Actor


def cases_of(actor: Actor) -> QuerySet[Case]:
    """The actor's own cases, newest first."""
    return Case.objects.filter(workers__person=actor.person)


def require_worker(actor: Actor, case: Case) -> None:
    """Raise PermissionDenied unless the actor, as a caseworker, holds this case."""
    if not actor.is_caseworker or not case.workers.filter(person=actor.person).exists():
        raise PermissionDenied


def open_case(actor: Actor, case_id: UUID) -> Case:
    """A case that the actor holds. 404 when it is not in their service, 403 when not theirs."""
    case = get_object_or_404(Case.objects, pk=case_id)
    require_worker(actor, case)
    return case


def open_in_case(actor: Actor, model, pk: UUID, *related: str):
    """Anything that belongs to a case (it has `.case`), by the same rule as open_case."""
    thing = get_object_or_404(model.objects.select_related("case", *related), pk=pk)
    require_worker(actor, thing.case)
    return thing


def open_cycle(actor: Actor, cycle_id: UUID) -> Cycle:
    return open_in_case(actor, Cycle, cycle_id, "dyad__first", "dyad__second")


def open_participant(actor: Actor, participant_id: UUID) -> Participant:
    return open_in_case(actor, Participant, participant_id)


def open_goal(actor: Actor, goal_id: UUID) -> Goal:
    return open_in_case(actor, Goal, goal_id)


def helping_question(case: Case) -> HelpingQuestion | None:
    """The newest version."""
    return case.helping_questions.last()


def today() -> date:
    """The day it is here, by which consents hold or have run out."""
    return timezone.localdate()


def consent_facts(people: Iterable[UUID]) -> list[ConsentFact]:
    """Every answer of these people, as the core reads them; people are named by key."""
    rows = Consent.objects.filter(participant__in=list(people))
    return [
        ConsentFact(
            person=row.participant_id,
            purpose=Purpose(row.purpose),
            answer=Answer(row.answer),
            on=row.on,
            recorded_at=row.recorded_at,
            until=row.until,
        )
        for row in rows
    ]


def consent_for(participants: Iterable[Participant], purpose: Purpose) -> ConsentDecision:
    """May this happen today with these people? `missing` holds keys of people."""
    people = [person.pk for person in participants]
    return decide(consent_facts(people), people=people, purpose=purpose, today=today())
