"""Reading cases: everything here asks who asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.consent import (
    Answer,
    ConsentDecision,
    ConsentFact,
    Purpose,
    decide,
    newest,
    standing,
)
from attune.core.figures.hiding import FEWEST, hidden
from attune.web.cases.models import (
    Case,
    Consent,
    Cycle,
    Dyad,
    Goal,
    HelpingQuestion,
    Participant,
)
from attune.web.people.models import Person
from attune.web.people.queries import Actor, caseworkers


def cases_of(actor: Actor) -> QuerySet[Case]:
    """The actor's own cases, newest first."""
    return Case.objects.filter(workers__person=actor.person)


def case_cards(actor: Actor, *, ended: bool) -> list[Case]:
    """The actor's open or ended cases with what a card shows: people, and `questions`."""
    rows = cases_of(actor).filter(ended_on__isnull=not ended)
    questions = Prefetch("helping_questions", to_attr="questions")
    return list(rows.prefetch_related("participants", questions))


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


def bound_up(people: Iterable[Participant]) -> dict[UUID, list[str]]:
    """Of each person, by key, what there is that names them, in plain words; with any of it they
    can't be removed. As many queries for three people as for one."""
    found: dict[UUID, list[str]] = {person.pk: [] for person in people}
    for rows, path in _naming_people():
        word = str(rows.model._meta.verbose_name_plural)
        named = set(rows.filter(**{f"{path}__in": found}).values_list(path, flat=True))
        for key in named & found.keys():
            if word not in found[key]:
                found[key].append(word)
    return found


def _naming_people() -> Iterator[tuple[models.Manager, str]]:
    """Every kind of row that names people, on whatever floor, with the path to them. A pair is made
    by itself and goes with its people, unless a cycle is about it."""
    for relation in Participant._meta.get_fields(include_hidden=True):
        if relation.concrete or not relation.is_relation:
            continue
        model, name = relation.related_model, relation.field.name
        if model is Dyad:
            yield Cycle.objects, f"dyad__{name}"
        elif not model._meta.auto_created:  # a table in between belongs to a relation that is asked
            yield model.objects, name


def open_goal(actor: Actor, goal_id: UUID) -> Goal:
    return open_in_case(actor, Goal, goal_id)


def holders(case: Case) -> QuerySet[Person]:
    """Those who may open the case."""
    return case.practitioners.all()


def colleagues_without(actor: Actor, case: Case) -> QuerySet[Person]:
    """Those the case could be shared with."""
    return caseworkers(actor).exclude(pk__in=case.workers.values("person"))


def dyads_of(case: Case) -> QuerySet[Dyad]:
    return case.dyads.select_related("first", "second")


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


@dataclass(frozen=True)
class Standing:
    """How one purpose stands for one person: the answer that counts, and what was said."""

    purpose: Purpose
    label: str
    answer: Answer | None
    said: ConsentFact | None

    @property
    def holds(self) -> bool:
        return self.answer is Answer.GIVEN

    @property
    def has_run_out(self) -> bool:
        return self.answer is not None and self.said is not None and self.answer != self.said.answer


@dataclass(frozen=True)
class PersonConsents:
    """One person's answers: how each purpose stands, and all that was ever recorded."""

    participant: Participant
    standings: list[Standing]
    history: list[Consent]

    @property
    def film(self) -> Standing:
        return self.standings[0]


def consents_of(participants: Iterable[Participant]) -> list[PersonConsents]:
    people = list(participants)
    keys = [person.pk for person in people]
    facts = consent_facts(keys)
    rows = Consent.objects.filter(participant__in=keys).select_related("recorded_by")
    return [
        PersonConsents(
            participant=person,
            standings=[_standing(facts, person, *purpose) for purpose in Consent.PURPOSES],
            history=[row for row in reversed(rows) if row.participant_id == person.pk],
        )
        for person in people
    ]


def _standing(
    facts: list[ConsentFact], person: Participant, purpose: Purpose, label: str
) -> Standing:
    asked = {"person": person.pk, "purpose": purpose, "today": today()}
    return Standing(
        purpose=purpose,
        label=label,
        answer=standing(facts, **asked),
        said=newest(facts, **asked),
    )


@dataclass(frozen=True)
class Figures:
    """What a manager may know of the casework: how much there is of it. None: it would tell of persons; so would all of a
    list that is empty."""

    contexts: list[tuple[str, int | None]]  # what it is about, how many cases
    states: list[tuple[str, int | None]]  # how it stands, how many cases
    cases: int | None
    cycles: int | None


def figures_of(actor: Actor) -> Figures:
    """Counts of the actor's service, and nothing that could name anyone.

    Each list is a breakdown of the same cases by one thing, as on the pages of figures, which are beside it: were cases
    counted by two at once, what is hidden in one could be worked out from the other.
    """
    rows = Case.objects.order_by().values("context").annotate(many=Count("pk"))
    contexts = {key: 0 for key, _label in Case.Context.choices}
    contexts |= {row["context"]: row["many"] for row in rows}
    cases, over = sum(contexts.values()), Case.objects.exclude(ended_on=None).count()
    states = {"open": cases - over, "ended": over}
    cycles = Cycle.objects.count()
    return Figures(
        contexts=_told(contexts, dict(Case.Context.choices)),
        states=_told(states, {"open": _("Open"), "ended": _("Ended")}),
        cases=cases if cases >= FEWEST else None,
        cycles=cycles if min(cycles, cases) >= FEWEST else None,
    )


def _told(counts: dict[str, int], labels: dict[str, Any]) -> list[tuple[str, int | None]]:
    few = hidden(counts)
    if {name for name, many in counts.items() if many} <= few:
        return []
    return [(str(labels[name]), None if name in few else many) for name, many in counts.items()]
