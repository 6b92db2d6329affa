"""The line that shows ratings over time."""

from datetime import date

from attune.web.cases import actions
from attune.web.cases.goals import goal_line, goals_of


def rated(family, *ratings: tuple[date, int]):
    goal = actions.set_goal(by=family.actor, case=family.case, text="To feel calm")
    for day, rating in ratings:
        actions.rate_goal(by=family.actor, goal=goal, rating=rating, on=day)
    return goal


def test_goal_without_ratings_has_no_line(family):
    line = goal_line(rated(family))
    assert (line.points, line.first, line.last, line.before) == ([], None, None, None)


def test_goal_with_one_rating_stands_at_the_left(family):
    line = goal_line(rated(family, (date(2026, 5, 4), 10)))
    assert [(point.x, point.y) for point in line.points] == [(28, 10)]
    assert (line.last.rating, line.before) == (10, None)


def test_line_runs_evenly_through_the_days_from_0_below_to_10_above(family):
    line = goal_line(
        rated(family, (date(2026, 5, 5), 5), (date(2026, 5, 1), 0), (date(2026, 5, 9), 10))
    )
    assert line.way == "28,78 168,44 308,10"
    assert (line.first.rating, line.before, line.last.rating) == (0, 0, 10)


def test_ratings_of_one_day_stand_side_by_side(family):
    day = date(2026, 5, 4)
    assert goal_line(rated(family, (day, 2), (day, 4))).way == "28,64 308,51"


def test_goals_of_a_case_cost_two_queries(family, django_assert_num_queries):
    for _each in range(3):
        rated(family, (date(2026, 5, 4), 3))
    with django_assert_num_queries(2):
        assert len(goals_of(family.case)) == 3
