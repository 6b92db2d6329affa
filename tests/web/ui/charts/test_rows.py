from attune.web.ui.charts.rows import ends, grid, stacked, words
from attune.web.ui.charts.scale import Axis, tick


def test_short_words_and_figure_share_a_line():
    shapes, lane = words("London", "4.1", 0)
    assert [(one.text, one.x, one.y) for one in shapes] == [
        ("London", "0.00%", "15.0"),
        ("4.1", "100.00%", "15.0"),
    ]
    assert lane == 20


def test_long_words_put_the_figure_under_them():
    shapes, lane = words("North East and Yorkshire", "5.2 (4.0 to 6.4)", 0)
    assert [one.y for one in shapes] == ["15.0", "35.0"]
    assert lane == 40


def test_rows_stand_below_each_other():
    _shapes, lanes, bottom = stacked([("A", "1", "label"), ("B", "2", "label")])
    assert [one.y for one in lanes] == [37, 93]
    assert bottom == 116


def test_grid_runs_in_the_lanes_and_marks_one_value():
    axis = Axis(0, 2, (0, 1, 2), 0, 100)
    _shapes, lanes, bottom = stacked([("A", "", "label")])
    shapes = grid(axis, lanes, bottom, tick, 1)
    lines = [(one.kind, one.x, one.y, one.y2) for one in shapes if one.form == "line"]
    assert ("grid", "0.00%", "24.0", "50.0") in lines
    assert ("none", "50.00%", "24.0", "50.0") in lines
    assert [one.text for one in shapes if one.form == "word"] == ["0", "1", "2"]


def test_grid_leaves_out_a_mark_that_its_axis_does_not_hold():
    axis = Axis(1, 2, (1, 2), 0, 100)
    _shapes, lanes, bottom = stacked([("A", "", "label")])
    assert not [one for one in grid(axis, lanes, bottom, tick, 0) if one.kind == "none"]


def test_ends_are_said_where_there_are_any():
    assert [one.text for one in ends("worse", "better", 10)] == ["worse", "better"]
    assert ends("", "", 10) == []
