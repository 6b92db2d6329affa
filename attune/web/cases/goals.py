"""Goals with the ratings people gave them, and the line that shows these over time."""

from dataclasses import dataclass

from attune.web.cases.models import Case, Goal, GoalRating

WIDTH, HEIGHT = 320, 88  # of the drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 28, 308, 10, 78


@dataclass(frozen=True)
class Point:
    """A rating and its place in the drawing: time runs to the right, 0 is below and 10 above."""

    x: int
    y: int
    rating: GoalRating


@dataclass(frozen=True)
class GoalLine:
    """A goal, its ratings from the first to the newest, and where each stands in the drawing."""

    goal: Goal
    points: list[Point]

    @property
    def first(self) -> GoalRating | None:
        return self.points[0].rating if self.points else None

    @property
    def last(self) -> GoalRating | None:
        return self.points[-1].rating if self.points else None

    @property
    def before(self) -> int | None:
        """The first rating, to be seen beside the newest; None when there is only one."""
        return self.points[0].rating.rating if len(self.points) > 1 else None

    @property
    def way(self) -> str:
        """The points of the SVG line."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def goals_of(case: Case) -> list[GoalLine]:
    """Every goal of a case in two queries."""
    return [goal_line(goal) for goal in case.goals.prefetch_related("ratings")]


def goal_line(goal: Goal) -> GoalLine:
    ratings = list(goal.ratings.all())
    return GoalLine(goal, [_point(rating, ratings) for rating in ratings])


def _point(rating: GoalRating, ratings: list[GoalRating]) -> Point:
    """Days run evenly; ratings of one single day stand side by side."""
    days = (ratings[-1].on - ratings[0].on).days
    if days:
        share = (rating.on - ratings[0].on).days / days
    else:
        share = ratings.index(rating) / max(1, len(ratings) - 1)
    return Point(
        x=round(LEFT + share * (RIGHT - LEFT)),
        y=round(BOTTOM - rating.rating / 10 * (BOTTOM - TOP)),
        rating=rating,
    )
