"""What the scores of a case say: each scale of each person over time, and what is missing to say more.

A series is of one measure and scale, one respondent, one person of the case and one relationship. Scores
are the newest row of each form that counts. What a change means is decided in core/instruments/change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from attune.core.instruments.catalogue import find
from attune.core.instruments.change import ScaleChange, Verdict, combined, scale_change
from attune.core.instruments.errors import UnknownMeasureError
from attune.core.instruments.model import Measure, Scale
from attune.web.cases.models import Case, Cycle, Dyad, Participant
from attune.web.cases.queries import today
from attune.web.outcomes.models import Respondent, Response, Score, When
from attune.web.outcomes.queries.measures import GOAL_RATING, measures_in
from attune.web.outcomes.queries.plans import Asked, Place, asked_of, counting, place_of

ORDER = list(When)


class Gap(StrEnum):
    """Why an occasion has no valid score."""

    NOT_FILLED_IN = "not-filled-in"
    BEGUN = "begun"
    TWICE = "twice"  # two forms count, and a person has to decide
    TOO_FEW = "too-few"  # filled in, with too few answers for a score


@dataclass(frozen=True)
class Reading:
    """One occasion of a series. score: None where there is no valid one, and `gap` says why."""

    when: When
    cycle: Cycle | None
    day: date | None
    score: float | None
    gap: Gap | None = None
    late: bool = False


@dataclass(frozen=True)
class Series:
    """One scale of one measure, of one respondent about one relationship or about themselves."""

    measure: Measure
    scale: Scale
    respondent: Respondent
    participant: Participant | None
    dyad: Dyad | None
    readings: list[Reading]
    change: ScaleChange

    @property
    def key(self) -> str:
        """Names it within its case, in a form."""
        who = self.participant.pk.hex if self.participant else ""
        pair = self.dyad.pk.hex if self.dyad else ""
        return "~".join([self.measure.id, self.scale.id, self.respondent, who, pair])

    @property
    def decides(self) -> bool:
        return self.scale.id == self.measure.decides

    @property
    def valid(self) -> list[Reading]:
        return [one for one in self.readings if one.score is not None]

    @property
    def gaps(self) -> list[Reading]:
        """Occasions without a valid score whose day has come."""
        return [one for one in self.readings if one.gap and one.late]

    @property
    def next(self) -> Reading | None:
        """The next planned occasion whose day is still to come."""
        later = [one for one in self.readings if one.gap and not one.late]
        return later[0] if later else None


@dataclass(frozen=True)
class Voice:
    """All series of one respondent about one relationship, and what these say together."""

    respondent: Respondent
    participant: Participant | None
    dyad: Dyad | None
    series: list[Series]

    @property
    def deciding(self) -> list[Series]:
        return [one for one in self.series if one.decides]

    @property
    def together(self) -> Verdict:
        return combined(one.change for one in self.deciding)


def voices_of(case: Case) -> list[Voice]:
    """Everybody whose scores there are or will be, each kept apart from everybody else: the people of
    the case first."""
    found: dict[tuple, Voice] = {}
    for run in sorted(_runs(case), key=lambda run: run.measure.title.lower()):
        who = (run.respondent, run.participant, run.dyad)
        voice = found.setdefault(who, Voice(*who, []))
        voice.series.extend(_series(run))
    people = list(Respondent)
    return sorted(found.values(), key=lambda voice: people.index(voice.respondent))


def goal_changes(ratings: dict[UUID, list[float]]) -> dict[UUID, ScaleChange]:
    """What the ratings of each goal say, oldest first, by the package for them; nothing without it."""
    try:
        measure = find(GOAL_RATING)
    except UnknownMeasureError:
        return {}
    scale = measure.scale(measure.decides)
    return {goal: scale_change(scale, scores) for goal, scores in ratings.items()}


def shown(measure: Measure) -> list[Scale]:
    """The scales that may be on a chart, the one that decides first. One that is made of answers that
    need a response alone is never shown: those are read and answered by a person at once."""
    at_risk = {alert.item for alert in measure.safety.alerts}
    scales = [one for one in measure.scales if not one.items or not set(one.items) <= at_risk]
    return sorted(scales, key=lambda one: one.id != measure.decides)


# --- reading rows ---------------------------------------------------------------------------------
Scores = dict[str, float | None]


@dataclass
class _Run:
    """One measure of one voice: its occasions, and the scores of each by scale."""

    measure: Measure
    respondent: Respondent
    participant: Participant | None
    dyad: Dyad | None
    rows: list[tuple[Reading, Scores]] = field(default_factory=list)


def _runs(case: Case) -> list[_Run]:
    """Of the occasions that are planned, and of those that forms were filled in at and are no longer."""
    responses = _counting(case)
    scores = _newest_scores(responses)
    measures = measures_in((row.measure, row.version) for row in responses)
    found: dict[tuple, _Run] = {}
    places: dict[Place, list[Response]] = {}
    for row in responses:
        places.setdefault(place_of(row), []).append(row)
    for forms in places.values():
        row = forms[0]
        measure = measures[row.measure, row.version]
        gap = Gap.TWICE if len(forms) > 1 else None
        reading = Reading(When(row.when), row.cycle, row.taken_on, None, gap, late=True)
        run = _run(found, measure, row)
        run.rows.append((reading, {} if gap else scores.get(row.pk, {})))
    for asked in asked_of(case):
        if place_of(asked) not in places:
            _run(found, asked.measure, asked).rows.append((_open(asked), {}))
    for run in found.values():
        run.rows.sort(key=lambda row: _order(row[0]))
    return list(found.values())


def _run(found: dict[tuple, _Run], measure: Measure, one: Asked | Response) -> _Run:
    """That of this measure in this version and of this voice."""
    respondent = Respondent(one.respondent)
    key = (measure.id, measure.version, respondent, one.participant, one.dyad)
    return found.setdefault(key, _Run(measure, respondent, one.participant, one.dyad))


def _order(reading: Reading) -> tuple:
    """By day; an occasion that was not filled in stands on the day it was due."""
    cycle = reading.cycle.number if reading.cycle else 0
    return (reading.day or date.max, ORDER.index(reading.when), cycle)


def _open(asked: Asked) -> Reading:
    """An occasion that nobody has finished a form for."""
    due = asked.occasion.due
    late = due is not None and due <= today()
    gap = Gap.BEGUN if asked.open else Gap.NOT_FILLED_IN
    return Reading(asked.occasion.when, asked.occasion.cycle, due, None, gap, late=late)


def _counting(case: Case) -> list[Response]:
    rows = Response.objects.filter(case=case)
    return counting(rows.select_related("cycle", "participant", "dyad__first", "dyad__second"))


def _newest_scores(responses: Iterable[Response]) -> dict[UUID, Scores]:
    """By form and scale; the newest row counts."""
    found: dict[UUID, Scores] = {}
    keys = [row.pk for row in responses]
    for row in Score.objects.filter(response__in=keys).order_by("at", "pk"):
        found.setdefault(row.response_id, {})[row.scale] = row.value
    return found


def _series(run: _Run) -> Iterator[Series]:
    for scale in shown(run.measure):
        readings = [_of_scale(reading, scores, scale.id) for reading, scores in run.rows]
        change = scale_change(scale, [one.score for one in readings if one.late])
        yield Series(
            run.measure, scale, run.respondent, run.participant, run.dyad, readings, change
        )


def _of_scale(reading: Reading, scores: Scores, scale: str) -> Reading:
    """This occasion as one scale has it."""
    if reading.gap:
        return reading
    score = scores.get(scale)
    return replace(reading, score=score, gap=Gap.TOO_FEW if score is None else None)
