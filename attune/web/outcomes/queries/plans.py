"""What is asked of whom at which point of a case, and how each of these stands.

Occasions are not rows: they follow from the plan, the cycles and the days of the case.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from attune.core.instruments.model import Measure
from attune.web.cases.models import Case, Cycle, Dyad, Participant
from attune.web.outcomes.models import PlannedMeasure, Respondent, Response, When
from attune.web.outcomes.queries.measures import measures_in

Place = tuple[Any, ...]


class Standing(StrEnum):
    """How one form of an occasion stands. TWICE: two that count, and a person has to decide."""

    LATER = "later"
    DUE = "due"
    BEGUN = "begun"
    DONE = "done"
    TWICE = "twice"


@dataclass(frozen=True)
class Occasion:
    """A point of the work at which forms are filled in. due: None while the day is not known."""

    when: When
    cycle: Cycle | None
    due: date | None

    @property
    def title(self) -> str:
        if self.cycle is not None:
            return _("Cycle %(number)d") % {"number": self.cycle.number}
        return str(self.when.label)

    @property
    def key(self) -> str:
        return f"{self.when}.{self.cycle.pk}" if self.cycle else str(self.when)


@dataclass(frozen=True)
class Asked:
    """One measure of one person at one occasion, about one relationship or about themselves.

    responses: those of it, oldest first, open ones and those that don't count among them.
    """

    occasion: Occasion
    measure: Measure
    respondent: Respondent
    participant: Participant | None
    dyad: Dyad | None
    responses: list[Response] = field(default_factory=list, compare=False)

    @property
    def key(self) -> str:
        """Names it within its case, in an address or a form."""
        who = self.participant.pk.hex if self.participant else ""
        pair = self.dyad.pk.hex if self.dyad else ""
        return "~".join([self.occasion.key, self.measure.id, self.respondent, who, pair])

    @property
    def who(self) -> str:
        """The person who fills it in, in a word or two."""
        return self.participant.name if self.participant else str(self.respondent.label)

    @property
    def about(self) -> str:
        """Whom it is about besides who fills it in; nothing where that is the person alone."""
        if self.dyad is None:
            return ""
        return str(self.dyad.second if self.participant else self.dyad)

    @property
    def open(self) -> Response | None:
        """The form that was begun and not finished."""
        waiting = [row for row in self.responses if not row.is_finished and not row.set_aside_at]
        return waiting[-1] if waiting else None

    @property
    def counting(self) -> list[Response]:
        return counting(self.responses)

    def standing(self, today: date) -> Standing:
        found = len(self.counting)
        if found:
            return Standing.DONE if found == 1 else Standing.TWICE
        if self.open:
            return Standing.BEGUN
        due = self.occasion.due
        return Standing.DUE if due is not None and due <= today else Standing.LATER


def counting(responses: Iterable[Response]) -> list[Response]:
    """Finished, not set aside, and not corrected by one that is finished."""
    rows = [row for row in responses if row.is_finished and not row.set_aside_at]
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def occasions_of(case: Case, cycles: Iterable[Cycle]) -> list[Occasion]:
    """Every occasion of a case, in the order of the work."""
    end = case.ended_on
    return [
        Occasion(When.START, None, case.started_on),
        *(Occasion(When.CYCLE, cycle, cycle.opened_on) for cycle in cycles),
        Occasion(When.END, None, end),
        *(
            Occasion(when, None, months_after(end, when.months) if end else None)
            for when in When
            if when.months
        ),
    ]


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def asked_of(case: Case) -> list[Asked]:
    """Everything that is planned for a case, occasion by occasion, with what was filled in."""
    return asked_of_all([case])[case.pk]


def asked_of_all(cases: Iterable[Case]) -> dict[UUID, list[Asked]]:
    """`asked_of` for several cases, by key. As many queries for three cases as for one."""
    cases = list(cases)
    keys = [case.pk for case in cases]
    plans = PlannedMeasure.objects.filter(case__in=keys)
    measures = measures_in((plan.measure, plan.version) for plan in plans)
    of_plans = _by_case(plans)
    cycles = _by_case(Cycle.objects.filter(case__in=keys).order_by("number"))
    people = _by_case(Participant.objects.filter(case__in=keys))
    dyads = _by_case(Dyad.objects.filter(case__in=keys).select_related("first", "second"))
    responses = _by_case(Response.objects.filter(case__in=keys))
    return {
        case.pk: _asked(
            occasions_of(case, cycles[case.pk]),
            of_plans[case.pk],
            people[case.pk],
            dyads[case.pk],
            responses[case.pk],
            measures,
        )
        for case in cases
    }


def _by_case(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _asked(
    occasions: list[Occasion],
    plans: list[PlannedMeasure],
    people: list[Participant],
    dyads: list[Dyad],
    responses: list[Response],
    measures: dict[tuple[str, str], Measure],
) -> list[Asked]:
    found = []
    at: defaultdict[Place, list[Response]] = defaultdict(list)
    for row in responses:
        at[place_of(row)].append(row)
    for occasion in occasions:
        for plan in plans:
            if plan.when != occasion.when:
                continue
            measure = measures[plan.measure, plan.version]
            for person, dyad in _of_whom(Respondent(plan.respondent), people, dyads):
                asked = Asked(occasion, measure, Respondent(plan.respondent), person, dyad)
                asked.responses.extend(at[place_of(asked)])
                found.append(asked)
    return found


def _of_whom(
    respondent: Respondent, people: list[Participant], dyads: list[Dyad]
) -> list[tuple[Participant | None, Dyad | None]]:
    """A client about themselves; a parent about each of their relationships; anybody else about each
    relationship, without being a person of the case."""
    if respondent is Respondent.SELF:
        return [(person, None) for person in people if person.is_client]
    if respondent is Respondent.PARENT:
        return [(dyad.first, dyad) for dyad in dyads]
    return [(None, dyad) for dyad in dyads]


def place_of(one: Asked | Response) -> Place:
    """For which occasion, of whom and about which relationship: the same of what is asked and of each
    form that was filled in for it."""
    if isinstance(one, Asked):
        keys = [part and part.pk for part in (one.occasion.cycle, one.participant, one.dyad)]
        return (one.measure.id, str(one.respondent), str(one.occasion.when), *keys)
    keys = [one.cycle_id, one.participant_id, one.dyad_id]
    return (one.measure, one.respondent, one.when, *keys)


def asked_by_key(case: Case, key: str) -> Asked | None:
    """What is asked in this case under this key; None where nothing is."""
    return next((one for one in asked_of(case) if one.key == key), None)
