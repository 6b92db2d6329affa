"""Where everything stands in a drawing, against places worked out by hand."""

from datetime import date

import pytest

from attune.web.outcomes.charts import axis_of, draw

FIRST, MIDDLE, LAST = date(2026, 1, 1), date(2026, 1, 6), date(2026, 1, 11)
AXIS = axis_of([LAST, FIRST])


def test_days_run_evenly_from_the_first_to_the_last():
    assert [AXIS.x(day) for day in (FIRST, MIDDLE, LAST)] == ["3.00%", "50.00%", "97.00%"]


def test_one_single_day_stands_in_the_middle():
    assert axis_of([FIRST]).x(FIRST) == "50.00%"
    assert axis_of([FIRST]).is_one_day
    assert axis_of([]) is None


def test_scores_stand_between_the_ends_of_their_own_range():
    chart = draw(AXIS, [(FIRST, 0.0), (MIDDLE, 20.0), (LAST, 40.0)], low=0, high=40)
    # 132 pixels with 18 kept free above and below: 0 is at 114, 40 at 18.
    assert [mark.y for mark in chart.marks] == ["114.0", "66.0", "18.0"]
    assert [mark.label_y for mark in chart.marks] == ["105.0", "57.0", "37.0"]
    assert [mark.anchor for mark in chart.marks] == ["start", "middle", "end"]
    assert (chart.low, chart.high) == ("0", "40")


def test_band_lies_around_the_first_score_and_ends_with_the_range():
    chart = draw(AXIS, [(FIRST, 20.0), (LAST, 0.0)], low=0, high=40, within=10)
    assert chart.band == ("42.0", "48.0")
    edge = draw(AXIS, [(FIRST, 38.0), (LAST, 0.0)], low=0, high=40, within=10)
    assert edge.band == ("18.0", "28.8")


def test_occasion_without_a_score_breaks_the_line():
    chart = draw(AXIS, [(FIRST, 1.0), (MIDDLE, None), (LAST, 2.0)], low=0, high=4)
    assert [(one.x1, one.x2, one.broken) for one in chart.stretches] == [("3.00%", "97.00%", True)]
    assert len(chart.marks) == 2


@pytest.mark.parametrize("scores", [[], [(FIRST, None)]])
def test_without_a_score_there_is_nothing_to_draw(scores):
    assert draw(AXIS, scores, low=0, high=4) is None


def test_of_many_points_only_the_ends_are_named():
    days = [date(2026, 1, day) for day in range(1, 9)]
    chart = draw(AXIS, [(day, 1.0) for day in days], low=0, high=4)
    assert [mark.label for mark in chart.marks] == ["1", *[""] * 6, "1"]


def test_level_outside_the_range_is_not_drawn():
    chart = draw(AXIS, [(FIRST, 1.0)], low=0, high=4, levels=[(2, "a"), (5, "b")], small=True)
    assert [level.label for level in chart.levels] == ["a"]
    assert chart.levels[0].y == "42.0"  # the middle of 84 pixels
