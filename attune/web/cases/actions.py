"""Changing cases. Each action is one transaction with one entry in the event log."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from attune.core.consent import Answer, Purpose
from attune.web.audit import actions as audit
from attune.web.cases.models import (
    Case,
    CaseWorker,
    Consent,
    Cycle,
    Dyad,
    Goal,
    GoalRating,
    HelpingQuestion,
    Participant,
)
from attune.web.cases.queries import bound_up
from attune.web.people.actions import record
from attune.web.people.models import Person
from attune.web.people.queries import Actor


def record_read_of_list(*, by: Actor, cases: list[Case]) -> None:
    """One entry for all cases whose names and questions the actor saw in a list."""
    audit.record(
        verb="read",
        thing=by.service,
        service_id=by.service.pk,
        person_id=by.person.pk,
        cases=[str(case.pk) for case in cases],
    )


@transaction.atomic
def start_case(
    *,
    by: Actor,
    label: str,
    context: str,
    engagement: str,
    ordered_note: str = "",
    started_on: date | None = None,
    key: UUID | None = None,
    **facts: str,
) -> Case:
    """A new case in the actor's service, held by the actor. `key` is the form's own: see `_made`.
    facts: what is known for figures: relation, child_age, ethnicity, mode."""
    if made := _made(Case.objects, key):
        return made
    case = Case.objects.create(
        pk=key or uuid4(),
        service=by.service,
        label=label,
        context=context,
        engagement=engagement,
        ordered_note=ordered_note,
        started_on=started_on or timezone.localdate(),
        **facts,
    )
    CaseWorker.objects.create(case=case, person=by.person)
    record(by=by, verb="create", thing=case)
    return case


@transaction.atomic
def change_case(*, by: Actor, case: Case, **fields: object) -> Case:
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=list(fields))
    record(by=by, verb="change", thing=case, fields=sorted(fields))
    return case


@transaction.atomic
def share_case(*, by: Actor, case: Case, person: Person) -> None:
    """Let a colleague hold the case too."""
    CaseWorker.objects.get_or_create(case=case, person=person)
    record(by=by, verb="change", thing=case, shared_with=str(person.pk))


@transaction.atomic
def unshare_case(*, by: Actor, case: Case, person: Person) -> None:
    """A colleague no longer holds the case; the actor still does."""
    case.workers.filter(person=person).delete()
    record(by=by, verb="change", thing=case, unshared_with=str(person.pk))


@transaction.atomic
def end_case(*, by: Actor, case: Case, on: date, note: str, ending: str = "") -> None:
    """ending: "planned" or "unplanned"; empty where nobody said."""
    case.ended_on, case.ending_note, case.ending = on, note, ending
    case.save(update_fields=["ended_on", "ending_note", "ending"])
    record(by=by, verb="change", thing=case, ended=on.isoformat())


@transaction.atomic
def reopen_case(*, by: Actor, case: Case) -> None:
    case.ended_on, case.ending = None, ""
    case.save(update_fields=["ended_on", "ending"])
    record(by=by, verb="change", thing=case, ended=None)


@transaction.atomic
def add_participant(
    *,
    by: Actor,
    case: Case,
    name: str,
    relation: str,
    is_client: bool,
    key: UUID | None = None,
) -> Participant:
    """Someone the case is about. With the client they make a dyad, which is made at once."""
    if made := _made(case.participants, key):
        return made
    participant = Participant.objects.create(
        pk=key or uuid4(), case=case, name=name, relation=relation, is_client=is_client
    )
    for other in case.participants.exclude(pk=participant.pk):
        if participant.is_client != other.is_client:
            client, partner = (participant, other) if is_client else (other, participant)
            Dyad.objects.create(case=case, first=client, second=partner)
    record(by=by, verb="create", thing=participant)
    return participant


@transaction.atomic
def change_participant(
    *, by: Actor, participant: Participant, name: str, relation: str
) -> Participant:
    participant.name, participant.relation = name, relation
    participant.save(update_fields=["name", "relation"])
    record(by=by, verb="change", thing=participant, fields=["name", "relation"])
    return participant


class BoundUpError(Exception):
    """Somebody can't be removed: `by_what` names them, in plain words."""

    def __init__(self, by_what: list[str]) -> None:
        super().__init__(", ".join(by_what))
        self.by_what = by_what


@transaction.atomic
def remove_participant(*, by: Actor, participant: Participant) -> None:
    """Take out someone who was added by mistake, and the pairs they made. Raises BoundUpError when
    anything names them: an answer, a film, a cycle."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    if by_what := bound_up([participant])[participant.pk]:
        raise BoundUpError(by_what)
    record(by=by, verb="erase", thing=participant)
    Dyad.objects.filter(Q(first=participant) | Q(second=participant)).delete()
    participant.delete()


@transaction.atomic
def record_consent(
    *,
    by: Actor,
    participant: Participant,
    purpose: Purpose,
    answer: Answer,
    on: date | None = None,
    until: date | None = None,
    given_by: str = "",
) -> Consent:
    """Write down an answer. A withdrawal is one more answer."""
    consent = Consent.objects.create(
        participant=participant,
        purpose=purpose,
        answer=answer,
        on=on or timezone.localdate(),
        until=until,
        given_by=given_by,
        recorded_by=by.person,
    )
    verb = "withdraw" if answer is Answer.WITHDRAWN else "create"
    record(by=by, verb=verb, thing=consent, purpose=str(purpose), answer=str(answer))
    return consent


@transaction.atomic
def record_answers(
    *,
    by: Actor,
    participant: Participant,
    answers: dict[Purpose, Answer],
    on: date,
    until: date | None,
    given_by: str,
) -> None:
    """What one person answered on one day; `until` is how long each yes holds."""
    for purpose, answer in answers.items():
        record_consent(
            by=by,
            participant=participant,
            purpose=purpose,
            answer=answer,
            on=on,
            until=until if answer is Answer.GIVEN else None,
            given_by=given_by,
        )


@transaction.atomic
def ask_helping_question(*, by: Actor, case: Case, text: str) -> HelpingQuestion:
    """Keep the question as the client says it now; earlier versions stay."""
    _wait_for_turn(case)
    question = HelpingQuestion.objects.create(
        case=case, version=case.helping_questions.count() + 1, text=text, by=by.person
    )
    record(by=by, verb="create", thing=question, version=question.version)
    return question


@transaction.atomic
def set_goal(*, by: Actor, case: Case, text: str, key: UUID | None = None) -> Goal:
    if made := _made(case.goals, key):
        return made
    goal = Goal.objects.create(pk=key or uuid4(), case=case, text=text, by=by.person)
    record(by=by, verb="create", thing=goal)
    return goal


@transaction.atomic
def rate_goal(*, by: Actor, goal: Goal, rating: int, on: date | None = None) -> GoalRating:
    row = GoalRating.objects.create(
        goal=goal, rating=rating, on=on or timezone.localdate(), by=by.person
    )
    record(by=by, verb="create", thing=row)
    return row


@transaction.atomic
def start_cycle(
    *, by: Actor, case: Case, dyad_id: UUID, plan: str, key: UUID | None = None
) -> Cycle:
    """The next cycle: which relationship, and what will be filmed."""
    _wait_for_turn(case)
    if made := _made(case.cycles, key):
        return made
    cycle = Cycle.objects.create(
        pk=key or uuid4(),
        case=case,
        number=case.cycles.count() + 1,
        dyad=case.dyads.get(pk=dyad_id),
        plan=plan,
        by=by.person,
    )
    record(by=by, verb="create", thing=cycle, number=cycle.number)
    return cycle


def _made(rows: models.Manager, key: UUID | None) -> Any:
    """What was made of this form before. A form carries the key of what it makes, so that one
    that is sent twice makes it once."""
    return rows.filter(pk=key).first() if key else None


def _wait_for_turn(case: Case) -> None:
    """Numbers that count up within a case are given by one transaction at a time."""
    Case.objects.select_for_update().get(pk=case.pk)
