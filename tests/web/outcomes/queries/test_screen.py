"""What the change screen is made of: rows on one axis, each with its words and its table."""

from datetime import timedelta

from django.utils import timezone

from attune.web.cases import actions as cases
from attune.web.cases.models import Cycle
from attune.web.outcomes.actions.goals import attain, scale_goal
from attune.web.outcomes.queries.screen import screen_of
from tests.factories import start_cycle
from tests.factories.outcomes import fill, plan

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=40)


def test_empty_case_has_nothing_but_its_days(family):
    screen = screen_of(family.case)
    assert screen.is_empty
    assert not screen.has_pair
    assert screen.missing == []


def test_axis_runs_over_every_day_and_everything_stands_on_it(family):
    start_cycle(family)
    fill(family, total=20, on=BEFORE)
    fill(family, when="end", total=12)
    screen = screen_of(family.case)
    assert (screen.axis.first, screen.axis.last) == (BEFORE, TODAY)
    assert [x for _cycle, x in screen.cycles] == ["97.00%"]
    (voice,) = screen.voices
    row = voice.measures[0].deciding
    assert [mark.x for mark in row.chart.marks] == ["3.00%", "97.00%"]
    assert [(line.when, line.score) for line in row.table] == [
        ("At the start", "20"),
        ("At the end", "12"),
    ]
    assert row.tone == "done"
    assert screen.has_pair


def test_cycles_that_began_close_together_are_named_together(family):
    fill(family, total=20, on=BEFORE)
    start_cycle(family)
    for days in (0, 1, 20):
        cycle = start_cycle(family)
        Cycle.objects.filter(pk=cycle.pk).update(opened_on=TODAY - timedelta(days=days))
    screen = screen_of(family.case)
    assert [label for label, _x in screen.numbers] == ["4", "3, 1, 2"]
    assert len(screen.cycles) == 4


def test_band_is_the_published_error_around_the_first_score(family):
    fill(family, total=20, on=BEFORE)
    fill(family, when="end", total=12)
    row = screen_of(family.case).voices[0].measures[0].deciding
    top, height = (float(number) for number in row.chart.band)
    points = 40 / 96  # of the scale in one pixel, between the edges
    assert abs(height * points / 2 - 5.665) < 0.05
    assert abs((top + height / 2) - float(row.chart.marks[0].y)) < 0.1
    assert row.band == "Around the first score: up to 5.66 points may be measurement error"


def test_goal_is_shown_with_the_scale_that_was_agreed(family):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    target = {"method": "tme", "baseline": 3, "expected": 7, "words": {"7": "We linger"}}
    scaling = scale_goal(by=family.actor, goal=goal, **target)
    (rows,) = screen_of(family.case).goals
    assert rows.ratings.verdict == "Cannot tell yet: not rated yet"
    assert rows.scale.verdict == "Not rated on it yet"
    attain(by=family.actor, scaling=scaling, level=8)
    (rows,) = screen_of(family.case).goals
    assert rows.scale.verdict == "Now: further than hoped for"
    assert [line.score for line in rows.scale.table] == ["3", "8"]
    assert [level.label for level in rows.scale.chart.levels] == ["What is hoped for"]


def test_levels_are_written_with_their_sign(family):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    agreed = {"method": "gas", "baseline": -1, "expected": 0, "words": {"1": "We sing"}}
    scaling = scale_goal(by=family.actor, goal=goal, **agreed)
    for level in (0, 1):
        attain(by=family.actor, scaling=scaling, level=level)
    (rows,) = screen_of(family.case).goals
    assert [line.score for line in rows.scale.table] == ["−1", "0", "+1"]
    assert rows.scale.says[0] == "It looks like this now: “We sing”"


def test_missing_forms_are_named_once_for_each_measure(family):
    plan(family, "core-10", "start", "end")
    (gap,) = screen_of(family.case).missing
    assert (gap.title, gap.who, gap.when, gap.why) == (
        "CORE-10",
        "Ana, about themselves",
        "At the start",
        "not filled in",
    )
