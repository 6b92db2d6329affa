"""All that the change screen shows of a case: goals and measures in rows that share one axis of days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.instruments.change import Verdict
from attune.core.instruments.goals import GREATEST_TARGET, LEAST_TARGET, LEVELS
from attune.web.cases.models import Case, Cycle
from attune.web.cases.queries import today
from attune.web.outcomes import wording
from attune.web.outcomes.charts import Axis, Chart, axis_of, draw
from attune.web.outcomes.queries.change import Series, Voice, voices_of
from attune.web.outcomes.queries.goals import Attained, MeasuredGoal, attained, goals_of

TONES = {Verdict.IMPROVED: "done", Verdict.DETERIORATED: "waiting"}
APART = 5.0  # per cent of the axis that two numbers need between them
BEYOND_ERROR = {Verdict.IMPROVED, Verdict.DETERIORATED, Verdict.MOVED}


@dataclass(frozen=True)
class Line:
    """One row of a table: when, on which day, which score, and what is to be said of it."""

    when: str
    day: date | None
    score: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One series with its drawing, its words and its table. says: sentences under the verdict."""

    key: str
    title: str
    of: str
    verdict: str
    tone: str
    says: list[str]
    chart: Chart | None
    table: list[Line]
    basis: str = ""
    band: str = ""


@dataclass(frozen=True)
class MeasureRows:
    """One measure of one voice: the scale that decides, and the others."""

    title: str
    deciding: Row
    others: list[Row]


@dataclass(frozen=True)
class VoiceRows:
    """All measures of one respondent about one relationship."""

    who: str
    together: str
    measures: list[MeasureRows]


@dataclass(frozen=True)
class GoalRows:
    """A goal: its ratings, and where it is on the scale that was agreed for it, if one was."""

    goal: MeasuredGoal
    ratings: Row
    scale: Row | None


@dataclass(frozen=True)
class Missing:
    """An occasion whose day has come and that has no score."""

    who: str
    title: str
    when: str
    why: str


@dataclass(frozen=True)
class Screen:
    """axis: None where there is nothing to draw. cycles: each with its place across. numbers: what is
    written at which place; cycles that began close to each other are named together."""

    axis: Axis | None
    cycles: list[tuple[Cycle, str]]
    numbers: list[tuple[str, str]]
    goals: list[GoalRows]
    voices: list[VoiceRows]
    missing: list[Missing]
    attained: Attained | None
    has_pair: bool
    series: list[Series] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.goals and not self.voices


def screen_of(case: Case) -> Screen:
    """Goals first, which are the client's own; then everybody's measures, each person apart."""
    voices, goals = voices_of(case), goals_of(case)
    cycles = list(case.cycles.all())
    axis = axis_of(_days(case, voices, goals, cycles))
    series = [one for voice in voices for one in voice.series]
    pairs = [one.change for one in series] + [one.change for one in goals if one.change]
    return Screen(
        axis=axis,
        cycles=[(cycle, axis.x(cycle.opened_on)) for cycle in cycles] if axis else [],
        numbers=_numbers(axis, cycles) if axis else [],
        goals=[_goal_rows(axis, goal) for goal in goals],
        voices=[_voice_rows(axis, voice) for voice in voices],
        missing=list(_missing(voices)),
        attained=attained(goals),
        has_pair=any(one.last is not None for one in pairs),
        series=series,
    )


def _days(
    case: Case, voices: list[Voice], goals: list[MeasuredGoal], cycles: list[Cycle]
) -> Iterator[date]:
    """Every day that something is drawn on, from the first meeting until now or the end."""
    yield case.started_on
    yield case.ended_on or today()
    yield from (cycle.opened_on for cycle in cycles)
    for goal in goals:
        yield from (row.on for row in goal.ratings)
        yield from (day for day, _level in _levels(goal))
    for voice in voices:
        yield from (one.day for series in voice.series for one in series.valid if one.day)


def _numbers(axis: Axis, cycles: list[Cycle]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = None
    for cycle in sorted(cycles, key=lambda one: (one.opened_on, one.number)):
        across = axis.across(cycle.opened_on)
        if place is not None and across - place < APART:
            label, x = found[-1]
            found[-1] = (f"{label}, {cycle.number}", x)
            continue
        place = across
        found.append((str(cycle.number), axis.x(cycle.opened_on)))
    return found


# --- measures -------------------------------------------------------------------------------------
def _voice_rows(axis: Axis | None, voice: Voice) -> VoiceRows:
    measures: dict[tuple[str, str], list[Series]] = {}
    for one in voice.series:
        measures.setdefault((one.measure.id, one.measure.version), []).append(one)
    several = len(voice.deciding) > 1
    return VoiceRows(
        who=wording.who_said(voice),
        together=str(wording.TOGETHER[voice.together]) if several else "",
        measures=[_measure_rows(axis, rows) for rows in measures.values()],
    )


def _measure_rows(axis: Axis | None, series: list[Series]) -> MeasureRows:
    deciding = next(one for one in series if one.decides)
    others = [one for one in series if not one.decides and one.valid]
    return MeasureRows(
        title=deciding.measure.title,
        deciding=_row(axis, deciding),
        others=[_row(axis, one, small=True) for one in others],
    )


def _row(axis: Axis | None, series: Series, *, small: bool = False) -> Row:
    change, scale = series.change, series.scale
    dated = [(one.day, one.score) for one in series.readings if one.day and one.late]
    within = change.threshold.points if change.threshold else None
    chart = axis and draw(
        axis,
        dated,
        low=scale.low,
        high=scale.high,
        within=within,
        levels=_cut_offs(series),
        small=small,
    )
    return Row(
        key=series.key,
        title=scale.title if small else series.measure.title,
        of=series.measure.title if small else scale.title,
        verdict=wording.verdict_said(series),
        tone=TONES.get(change.verdict, "plain"),
        says=list(_says(series)),
        chart=chart,
        table=[_line(one) for one in series.readings if one.late],
        basis=wording.basis(series.measure, change),
        band=wording.band_said(change) if chart else "",
    )


def _says(series: Series) -> Iterator[str]:
    change = series.change
    yield wording.moved(change)
    yield wording.direction(series.scale)
    if change.verdict not in BEYOND_ERROR and (decides := wording.would_decide(change)):
        yield decides


def _cut_offs(series: Series) -> list[tuple[float, str]]:
    """Published thresholds with their own words; with a pair, also on which side the scores lie."""
    change = series.change
    if change.crossings:
        return [(one.cut_off.at, wording.crossing_said(one)) for one in change.crossings]
    return [(one.at, wording.cut_off_said(one)) for one in series.scale.cut_offs]


def _line(reading) -> Line:
    score = "" if reading.score is None else wording.number(reading.score)
    return Line(wording.occasion_said(reading), reading.day, score, wording.gap_said(reading))


def _missing(voices: list[Voice]) -> Iterator[Missing]:
    for voice in voices:
        for one in voice.deciding:
            for gap in one.gaps:
                yield Missing(
                    wording.who_said(voice),
                    one.measure.title,
                    wording.occasion_said(gap),
                    wording.gap_said(gap),
                )


# --- goals ----------------------------------------------------------------------------------------
def _goal_rows(axis: Axis | None, goal: MeasuredGoal) -> GoalRows:
    return GoalRows(goal, _ratings(axis, goal), _scale(axis, goal) if goal.scaling else None)


def _ratings(axis: Axis | None, goal: MeasuredGoal) -> Row:
    change = goal.change
    within = change.threshold.points if change and change.threshold else None
    dated = [(row.on, float(row.rating)) for row in goal.ratings]
    verdict = change.verdict if change else None
    words = str(wording.VERDICTS[verdict]) if verdict else ""
    if verdict is Verdict.CANNOT_TELL:
        lacks = _("a second rating is missing") if goal.ratings else _("not rated yet")
        words = f"{words}: {lacks}"
    return Row(
        key=f"goal-{goal.goal.pk.hex}",
        title=_("How close it feels, 0 to 10"),
        of=goal.goal.text,
        verdict=words,
        tone=TONES.get(verdict, "plain"),
        says=list(_rating_says(goal)),
        chart=axis and draw(axis, dated, low=0, high=10, within=within),
        table=[Line("", row.on, str(row.rating)) for row in goal.ratings],
        band=wording.band_said(change) if change and dated else "",
    )


def _rating_says(goal: MeasuredGoal) -> Iterator[str]:
    if goal.change is None:
        return
    if goal.ratings:
        yield wording.moved(goal.change)
    if goal.change.verdict not in BEYOND_ERROR:
        yield wording.would_decide(goal.change)


def _scale(axis: Axis | None, goal: MeasuredGoal) -> Row:
    """Where the goal is on the scale that was agreed: from 1 to 10, or on five levels."""
    low, high = (LEAST_TARGET, GREATEST_TARGET) if goal.is_target else (LEVELS[0], LEVELS[-1])
    expected = (float(goal.scaling.expected), _("What is hoped for"))
    dated = _levels(goal)
    progress = (
        _("Now: %(progress)s") % {"progress": wording.PROGRESS[goal.progress]}
        if (goal.progress)
        else _("Not rated on it yet")
    )
    return Row(
        key=f"scale-{goal.goal.pk.hex}",
        title=str(goal.scaling.get_method_display()),
        of=goal.goal.text,
        verdict=progress,
        tone="plain",
        says=list(_scale_says(goal)),
        chart=axis and draw(axis, dated, low=low, high=high, levels=[expected], small=True),
        table=[
            Line(_("At the start"), dated[0][0], signed(goal, goal.scaling.baseline)),
            *(
                Line("", row.on, signed(goal, row.level), row.words or goal.words_of(row.level))
                for row in goal.attainments
            ),
        ],
    )


def _levels(goal: MeasuredGoal) -> list[tuple[date, float]]:
    """Where it started, on the day that was agreed, and where it was since."""
    if goal.scaling is None:
        return []
    agreed = timezone.localdate(goal.scaling.at)
    first = min([agreed, *(row.on for row in goal.attainments)])
    rated = [(row.on, float(row.level)) for row in goal.attainments]
    return [(first, float(goal.scaling.baseline)), *rated]


def _scale_says(goal: MeasuredGoal) -> Iterator[str]:
    if goal.newest is not None:
        level = goal.newest.level
        if words := goal.newest.words or goal.words_of(level):
            yield _("It looks like this now: “%(words)s”") % {"words": words}
    if hoped := goal.words_of(goal.scaling.expected):
        yield _("What is hoped for: “%(words)s”") % {"words": hoped}


def signed(goal: MeasuredGoal, level: int) -> str:
    """A level as it is written: 1 to 10, or from −2 to +2."""
    if goal.is_target or level == 0:
        return str(level)
    return f"+{level}" if level > 0 else f"−{-level}"
