"""The journey of a case: what happened, and the one next step.

The page belongs to this floor, but films and reviews stand above it. So they bring what they know:
each app above calls `contribute` once, in its AppConfig.ready(), with a Contributor.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from attune.core.consent import Purpose
from attune.core.journey import CaseFacts, CycleFacts, FilmState, ReviewState, Step, next_step
from attune.web.cases.models import Case, Cycle
from attune.web.cases.queries import consent_for, helping_question


@dataclass(frozen=True)
class Entry:
    """One thing that happened. kind: an icon of the ui timeline. words: someone's own, if any."""

    at: datetime
    kind: str
    title: str
    url: str = ""
    words: str = ""
    cycle_id: UUID | None = None


@dataclass
class CycleKnown:
    """What apps above know of one cycle; they fill it in."""

    films: list[FilmState] = field(default_factory=list)
    clips: int = 0
    review: ReviewState | None = None
    links: dict[Step, str] = field(default_factory=dict)  # where each step of this cycle is done


@dataclass(frozen=True)
class Contributor:
    """entries(case) gives timeline entries. know(case, known) fills in what it knows of cycles,
    where `known` has one CycleKnown for each cycle's key."""

    entries: Callable[[Case], list[Entry]]
    know: Callable[[Case, dict[UUID, CycleKnown]], None]


CONTRIBUTORS: list[Contributor] = []


def contribute(contributor: Contributor) -> None:
    CONTRIBUTORS.append(contributor)


@dataclass(frozen=True)
class Journey:
    """All that the journey page shows. link: where the next step is done, if an app above said."""

    step: Step
    link: str
    cycle: Cycle | None
    entries: list[Entry]


def journey_of(case: Case) -> Journey:
    """The whole journey of a case, oldest entry first."""
    cycles = list(case.cycles.select_related("dyad__first", "dyad__second"))
    known = {cycle.pk: CycleKnown() for cycle in cycles}
    entries = own_entries(case, cycles)
    for contributor in CONTRIBUTORS:
        contributor.know(case, known)
        entries.extend(contributor.entries(case))
    step = next_step(facts_of(case, cycles, known))
    current = cycles[-1] if cycles else None
    link = known[current.pk].links.get(step, "") if current else ""
    return Journey(
        step=step,
        link=link,
        cycle=current,
        entries=sorted(entries, key=lambda entry: entry.at),
    )


def facts_of(case: Case, cycles: list[Cycle], known: dict[UUID, CycleKnown]) -> CaseFacts:
    """The facts that core/journey.py decides on. Consent is asked for those of the newest dyad."""
    dyads = list(case.dyads.select_related("first", "second"))
    dyad = cycles[-1].dyad if cycles else (dyads[-1] if dyads else None)
    in_focus = [dyad.first, dyad.second] if dyad else []
    return CaseFacts(
        people=case.participants.count(),
        dyads=len(dyads),
        has_question=helping_question(case) is not None,
        goals=case.goals.count(),
        consent_to_film=consent_for(in_focus, Purpose.FILM).allowed,
        ended=case.ended_on is not None,
        cycles=[
            CycleFacts(
                number=cycle.number,
                films=tuple(known[cycle.pk].films),
                clips=known[cycle.pk].clips,
                review=known[cycle.pk].review,
            )
            for cycle in cycles
        ],
    )


def own_entries(case: Case, cycles: list[Cycle]) -> list[Entry]:
    """What this floor itself knows: questions, goals, ratings, cycles."""
    questions = [
        Entry(row.at, "question", "helping-question", words=row.text)
        for row in case.helping_questions.all()
    ]
    goals = [Entry(row.at, "goal", "goal", words=row.text) for row in case.goals.all()]
    begun = [
        Entry(cycle.at, "cycle", "cycle", words=cycle.plan, cycle_id=cycle.pk) for cycle in cycles
    ]
    return [*questions, *goals, *begun]
