"""What measures bring to the front pages: what is due, what needs somebody, how complete it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from attune.core.figures.hiding import FEWEST
from attune.web.cases.front import Panel
from attune.web.cases.models import Case
from attune.web.cases.queries import cases_of, today
from attune.web.outcomes.models import Alert, When
from attune.web.outcomes.queries.plans import Asked, Standing, asked_of_all
from attune.web.people.queries import Actor

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DueInCase:
    """The forms of one case that wait, or fall due within a week."""

    case: Case
    asked: list[Asked]


@dataclass(frozen=True)
class Waiting:
    """alerts: answers that nobody has acknowledged, of the actor's own cases."""

    due: list[DueInCase]
    alerts: list[Alert]


def of_practitioner(actor: Actor) -> Panel | None:
    """What is due in the actor's own cases, and what needs them."""
    if not actor.is_caseworker:
        return None
    cases = list(cases_of(actor))
    asked = asked_of_all(cases)
    found = [DueInCase(case, _due(asked[case.pk], today())) for case in cases]
    due = [one for one in found if one.asked]
    alerts = list(
        Alert.objects.filter(response__case__in=cases, acknowledged_at__isnull=True).select_related(
            "response__participant", "response__case"
        )
    )
    return Panel("outcomes/parts/due.html", Waiting(due, alerts)) if due or alerts else None


def _due(asked: list[Asked], day: date) -> list[Asked]:
    """Those that wait now, or within a week; a form that was never filled in stops asking four weeks
    after its day, so that old gaps don't bury what can still be done."""
    waiting = {Standing.DUE, Standing.BEGUN, Standing.LATER}
    return [
        one
        for one in asked
        if one.standing(day) in waiting
        and one.occasion.due is not None
        and day - 4 * WEEK <= one.occasion.due <= day + WEEK
    ]


@dataclass(frozen=True)
class Pairs:
    """How many pairs of first and last forms there could be in cases that ended, and how many there
    are. due: how many forms are due this week, in how many cases."""

    complete: int
    possible: int
    due: int
    cases: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.complete / self.possible) if self.possible else None

    @property
    def are_few(self) -> bool:
        """So few pairs that to say how many are complete would tell of persons."""
        return 0 < self.possible < FEWEST

    @property
    def few_are_due(self) -> bool:
        return 0 < self.due < FEWEST


def of_service(actor: Actor) -> Panel | None:
    """Counts of the actor's service, and nothing that could name anyone."""
    if not actor.is_manager:
        return None
    cases = list(Case.objects.all())
    asked = asked_of_all(cases)
    ended = [asked[case.pk] for case in cases if case.ended_on]
    pairs = [pair for of_case in ended for pair in _pairs(of_case)]
    due = [len(_due(asked[case.pk], today())) for case in cases]
    found = Pairs(
        complete=sum(pairs),
        possible=len(pairs),
        due=sum(due),
        cases=sum(1 for number in due if number),
    )
    return Panel("outcomes/parts/pairs.html", found)


def _pairs(asked: list[Asked]) -> list[bool]:
    """Of each measure, person and relationship asked at the start and the end: whether both are there."""
    found: dict[tuple[object, ...], dict[str, bool]] = {}
    for one in asked:
        if one.occasion.when in {When.START, When.END}:
            key = (one.measure.id, one.respondent, one.participant, one.dyad)
            found.setdefault(key, {})[one.occasion.when] = bool(one.counting)
    return [all(ends.values()) for ends in found.values() if len(ends) == 2]
