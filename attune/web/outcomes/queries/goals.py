"""The goals of a case with all that is known of them: ratings, the agreed scale, where they are on it."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist

from attune.core.instruments.change import ScaleChange
from attune.core.instruments.errors import AnswerError
from attune.core.instruments.goals import Progress, Target, gas_t
from attune.web.cases.models import Case, Goal, GoalRating
from attune.web.outcomes.models import Attainment, Decision, Scaling
from attune.web.outcomes.queries.change import goal_changes


@dataclass(frozen=True)
class MeasuredGoal:
    """A goal, its ratings from 0 to 10 oldest first, what these say, and its scale if one was agreed.

    change: None where no package says what a change of a rating means.
    """

    goal: Goal
    ratings: list[GoalRating]
    change: ScaleChange | None
    scaling: Scaling | None
    attainments: list[Attainment]

    @property
    def newest(self) -> Attainment | None:
        return self.attainments[-1] if self.attainments else None

    @property
    def is_target(self) -> bool:
        return self.scaling is not None and self.scaling.method == Scaling.Method.TME

    @property
    def progress(self) -> Progress | None:
        """How it came out so far, in the steps of TME; of a scale of GAS, by the same steps."""
        if self.scaling is None or self.newest is None:
            return None
        level, start = self.newest.level, self.scaling.baseline
        if self.is_target:
            return Target(start, self.scaling.expected).progress(level)
        if level >= self.scaling.expected:
            reached = level == self.scaling.expected
            return Progress.AS_EXPECTED if reached else Progress.BEYOND
        if level < start:
            return Progress.FURTHER_AWAY
        return Progress.NONE_YET if level == start else Progress.SOME

    def words_of(self, level: int) -> str:
        """What was agreed that this level looks like; empty where nothing was."""
        if self.scaling is None:
            return ""
        return str(self.scaling.words.get(str(level), ""))


@dataclass(frozen=True)
class Attained:
    """The T of all goals on five levels: at the start, and now. why: in words, why there is none."""

    goals: int
    first: float | None
    now: float | None
    why: str = ""


def goals_of(case: Case) -> list[MeasuredGoal]:
    """Every goal of a case, oldest first. As many queries for three as for one."""
    rows = Goal.objects.filter(case=case).select_related("scaling")
    goals = list(rows.prefetch_related("ratings", "scaling__attainments"))
    ratings = {goal.pk: list(goal.ratings.all()) for goal in goals}
    changes = goal_changes({key: [row.rating for row in rows] for key, rows in ratings.items()})
    return [_measured(goal, ratings[goal.pk], changes.get(goal.pk)) for goal in goals]


def measured(goal: Goal) -> MeasuredGoal:
    """One goal, as goals_of."""
    return _measured(goal, list(goal.ratings.all()), None)


def _measured(goal: Goal, ratings: list[GoalRating], change: ScaleChange | None) -> MeasuredGoal:
    try:
        scaling = goal.scaling
    except ObjectDoesNotExist:
        return MeasuredGoal(goal, ratings, change, None, [])
    return MeasuredGoal(goal, ratings, change, scaling, list(scaling.attainments.all()))


def attained(goals: list[MeasuredGoal]) -> Attained | None:
    """The T of the goals on five levels that were rated; None where none is on such a scale."""
    scaled = [one for one in goals if one.scaling and not one.is_target]
    if not scaled:
        return None
    rated = [one for one in scaled if one.newest]
    weights = [one.scaling.weight for one in rated]
    try:
        first = gas_t([one.scaling.baseline for one in rated], weights)
        now = gas_t([one.newest.level for one in rated], weights)
    except AnswerError as refusal:
        return Attained(len(rated), None, None, str(refusal))
    return Attained(len(rated), first, now)


def decisions_of(case: Case) -> list[Decision]:
    """What was decided, newest first: the first of them counts."""
    rows = Decision.objects.filter(case=case).select_related("by")
    return list(rows.order_by("-at", "-pk"))
