"""Goals with all that is known of them, and goal attainment as published."""

import pytest

from attune.core.instruments.change import Verdict
from attune.core.instruments.goals import Progress
from attune.web.cases import actions as cases
from attune.web.outcomes.actions.decisions import decide
from attune.web.outcomes.actions.goals import attain, scale_goal
from attune.web.outcomes.queries.goals import attained, decisions_of, goals_of, measured


def scaled(family, levels, *, method="gas", baseline=-1, expected=0, weight=1):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    said = {"method": method, "baseline": baseline, "expected": expected, "weight": weight}
    scaling = scale_goal(by=family.actor, goal=goal, words={"0": "We play"}, **said)
    for level in levels:
        attain(by=family.actor, scaling=scaling, level=level)
    return goal


@pytest.mark.parametrize(
    ("levels", "t"), [((0, 0, 0), 50), ((1, 1, 1), 63.69), ((2, 0, -1), 54.56)]
)
def test_goal_attainment_is_the_published_one(family, levels, t):
    for level in levels:
        scaled(family, [level])
    found = attained(goals_of(family.case))
    assert found.goals == 3
    assert found.now == pytest.approx(t, abs=0.005)
    assert found.first == pytest.approx(50 - (63.69 - 50), abs=0.005)  # all at −1


def test_newest_level_counts_and_targets_are_left_out(family):
    scaled(family, [-2, 0])
    scaled(family, [9], method="tme", baseline=3, expected=7)
    assert attained(goals_of(family.case)).now == 50


def test_no_goal_on_five_levels_has_no_number(family):
    scaled(family, [9], method="tme", baseline=3, expected=7)
    assert attained(goals_of(family.case)) is None


def test_goals_that_were_never_rated_say_why_there_is_no_number(family):
    scaled(family, [])
    found = attained(goals_of(family.case))
    assert (found.goals, found.now) == (0, None)
    assert "1 to 5 goals" in found.why


@pytest.mark.parametrize(
    ("levels", "method", "progress"),
    [
        ([], "tme", None),
        ([2], "tme", Progress.FURTHER_AWAY),
        ([3], "tme", Progress.NONE_YET),
        ([5], "tme", Progress.SOME),
        ([7], "tme", Progress.AS_EXPECTED),
        ([8], "tme", Progress.BEYOND),
        ([], "gas", None),
        ([-2], "gas", Progress.FURTHER_AWAY),
        ([-1], "gas", Progress.NONE_YET),
        ([0], "gas", Progress.AS_EXPECTED),
        ([1], "gas", Progress.BEYOND),
    ],
)
def test_progress_is_in_the_steps_of_target_monitoring(family, levels, method, progress):
    start = {"baseline": 3, "expected": 7} if method == "tme" else {}
    assert measured(scaled(family, levels, method=method, **start)).progress == progress


def test_goal_on_five_levels_is_some_of_the_way_between_start_and_hope(family):
    assert measured(scaled(family, [-1], baseline=-2)).progress == Progress.SOME


def test_ratings_of_each_goal_are_judged_apart(family):
    for ratings in ((3, 7), (7, 3)):
        goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
        for rating in ratings:
            cases.rate_goal(by=family.actor, goal=goal, rating=rating)
    verdicts = [goal.change.verdict for goal in goals_of(family.case)]
    assert verdicts == [Verdict.IMPROVED, Verdict.DETERIORATED]


def test_words_of_a_level_are_those_that_were_agreed(family):
    goal = measured(scaled(family, [0]))
    assert (goal.words_of(0), goal.words_of(1)) == ("We play", "")
    plain = cases.set_goal(by=family.actor, case=family.case, text="To laugh")
    assert measured(plain).words_of(0) == ""


def test_decisions_are_newest_first(family):
    for answer in ("more", "enough"):
        decide(by=family.actor, case=family.case, answer=answer, reasons="As agreed")
    assert [row.answer for row in decisions_of(family.case)] == ["enough", "more"]


def test_three_goals_cost_no_more_queries_than_one(family, django_assert_num_queries):
    for _goal in range(3):
        scaled(family, [0, 1])
    with django_assert_num_queries(3):
        goals_of(family.case)
