"""The journey of a case: what happened, and the one next step.

The page belongs to this floor, but films and reviews stand above it. So they bring what they know:
each app above calls `contribute` once, in its AppConfig.ready(), with a Contributor.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from attune.core.consent import Purpose, decide
from attune.core.journey import CaseFacts, CycleFacts, FilmState, ReviewState, Step, next_step
from attune.web.cases.happenings import Entry, own_entries
from attune.web.cases.models import Case, Cycle, Dyad, Goal, HelpingQuestion, Participant
from attune.web.cases.queries import consent_facts, today

__all__ = ["Contributor", "CycleKnown", "Entry", "Journey", "contribute", "journey_of", "way_of"]


@dataclass
class CycleKnown:
    """What apps above know of one cycle; they fill it in."""

    films: list[FilmState] = field(default_factory=list)
    clips: int = 0
    review: ReviewState | None = None
    links: dict[Step, str] = field(default_factory=dict)  # where each step of this cycle is done


@dataclass(frozen=True)
class Contributor:
    """entries(case) gives the timeline entries of one case. know(known) fills in what it knows of
    cycles, where `known` has one CycleKnown for each cycle's key; the cycles may be of many cases,
    and a contributor asks the database once for all of them."""

    entries: Callable[[Case], list[Entry]]
    know: Callable[[dict[UUID, CycleKnown]], None]


CONTRIBUTORS: list[Contributor] = []


def contribute(contributor: Contributor) -> None:
    CONTRIBUTORS.append(contributor)


@dataclass(frozen=True)
class Way:
    """Where a case stands. link: where the next step is done, if an app above said."""

    step: Step
    link: str
    cycle: Cycle | None


@dataclass(frozen=True)
class Stretch:
    """A part of the journey: the beginning (cycle is None), or one cycle."""

    cycle: Cycle | None
    entries: list[Entry]


@dataclass(frozen=True)
class Journey:
    """All that the journey page shows, oldest first."""

    way: Way
    stretches: list[Stretch]

    @property
    def step(self) -> Step:
        return self.way.step

    @property
    def entries(self) -> list[Entry]:
        return [entry for stretch in self.stretches for entry in stretch.entries]


def journey_of(case: Case) -> Journey:
    """The whole journey of a case."""
    cycles = list(case.cycles.select_related("dyad__first", "dyad__second"))
    entries = own_entries(case, cycles)
    for contributor in CONTRIBUTORS:
        entries.extend(contributor.entries(case))
    return Journey(way=way_of([case])[case.pk], stretches=_in_stretches(cycles, entries))


def way_of(cases: Iterable[Case]) -> dict[UUID, Way]:
    """Where each of these cases stands, by key. As many queries for three cases as for one."""
    cases = list(cases)
    cycles: dict[UUID, list[Cycle]] = {case.pk: [] for case in cases}
    for cycle in Cycle.objects.filter(case__in=cases).order_by("number"):
        cycles[cycle.case_id].append(cycle)
    known = {cycle.pk: CycleKnown() for of_case in cycles.values() for cycle in of_case}
    for contributor in CONTRIBUTORS:
        contributor.know(known)
    facts = _facts(cases, cycles, known)
    return {case.pk: _way(facts[case.pk], cycles[case.pk], known) for case in cases}


def reviews_held(cases: Iterable[Case]) -> dict[UUID, int]:
    """By case, the cycles that came as far as watching together. The queries of `way_of`, or fewer."""
    found = {case.pk: 0 for case in cases}
    cycles = dict(Cycle.objects.filter(case__in=found).values_list("pk", "case_id").order_by())
    known = {cycle: CycleKnown() for cycle in cycles}
    for contributor in CONTRIBUTORS:
        contributor.know(known)
    for cycle, what in known.items():
        found[cycles[cycle]] += what.review in HELD
    return found


HELD = (ReviewState.HELD, ReviewState.FINISHED)


def _way(facts: CaseFacts, cycles: list[Cycle], known: dict[UUID, CycleKnown]) -> Way:
    step = next_step(facts)
    # A film that broke off may be one of an earlier cycle; all else is done in the newest.
    asked = cycles if step is Step.FINISH_FILM else cycles[-1:]
    links = [known[cycle.pk].links.get(step, "") for cycle in asked]
    link = next((each for each in reversed(links) if each), "")
    return Way(step=step, link=link, cycle=cycles[-1] if cycles else None)


def _facts(
    cases: list[Case], cycles: dict[UUID, list[Cycle]], known: dict[UUID, CycleKnown]
) -> dict[UUID, CaseFacts]:
    """The facts that core/journey.py decides on."""
    people = Counter(
        Participant.objects.filter(case__in=cases).values_list("case_id", flat=True).order_by()
    )
    goals = Counter(
        Goal.objects.filter(case__in=cases).values_list("case_id", flat=True).order_by()
    )
    asked = set(HelpingQuestion.objects.filter(case__in=cases).values_list("case_id", flat=True))
    dyads: dict[UUID, list[Dyad]] = {case.pk: [] for case in cases}
    for dyad in Dyad.objects.filter(case__in=cases):
        dyads[dyad.case_id].append(dyad)
    consented = _consented(dyads)
    return {
        case.pk: CaseFacts(
            people=people[case.pk],
            dyads=len(dyads[case.pk]),
            has_question=case.pk in asked,
            goals=goals[case.pk],
            consent_to_film=any(dyad in consented for dyad in _focus(dyads, cycles, case)),
            ended=case.ended_on is not None,
            cycles=[_cycle_facts(cycle, known[cycle.pk]) for cycle in cycles[case.pk]],
        )
        for case in cases
    }


def _focus(
    dyads: dict[UUID, list[Dyad]], cycles: dict[UUID, list[Cycle]], case: Case
) -> list[UUID]:
    """The dyad of the newest cycle; before the first cycle any dyad could be the one."""
    if cycles[case.pk]:
        return [cycles[case.pk][-1].dyad_id]
    return [dyad.pk for dyad in dyads[case.pk]]


def _consented(dyads: dict[UUID, list[Dyad]]) -> set[UUID]:
    """The dyads in which both have said yes to being filmed."""
    every = [dyad for of_case in dyads.values() for dyad in of_case]
    facts = consent_facts({key for dyad in every for key in (dyad.first_id, dyad.second_id)})
    return {
        dyad.pk
        for dyad in every
        if decide(
            facts,
            people=[dyad.first_id, dyad.second_id],
            purpose=Purpose.FILM,
            today=today(),
        ).allowed
    }


def _cycle_facts(cycle: Cycle, known: CycleKnown) -> CycleFacts:
    return CycleFacts(
        number=cycle.number,
        films=tuple(known.films),
        clips=known.clips,
        review=known.review,
    )


def _in_stretches(cycles: list[Cycle], entries: list[Entry]) -> list[Stretch]:
    """Entries that name a cycle are part of it; others of the cycle that was open at the time."""
    stretches = {None: Stretch(None, [])} | {cycle.pk: Stretch(cycle, []) for cycle in cycles}
    for entry in sorted(entries, key=lambda each: each.at):
        stretches[entry.cycle_id or _open_at(entry.at, cycles)].entries.append(entry)
    return [stretch for stretch in stretches.values() if stretch.entries]


def _open_at(moment: datetime, cycles: list[Cycle]) -> UUID | None:
    begun = [cycle.pk for cycle in cycles if cycle.at <= moment]
    return begun[-1] if begun else None
