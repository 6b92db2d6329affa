import pytest

from attune.web.ui.charts.funnel import Limit, Point, Study, Words, by_error, by_size, sizes
from attune.web.ui.charts.scale import shares

WORDS = Words("Pairs", "Improved", "all together", "a service")


def placed(drawing, kind):
    return [(one.x, one.y) for one in drawing.shapes if one.kind == kind and one.form == "dot"]


def made(*points: Point, limits=(), middle=0.5):
    return by_size(points, limits, middle=middle, title="T", says="S", words=WORDS, said=shares)


def test_points_lie_by_their_size_and_value():
    drawing = made(Point(100, 1.0), Point(50, 0.0))
    assert placed(drawing, "estimate") == [("97.00%", "34.0"), ("55.00%", "306.0")]


def test_own_service_is_drawn_apart_and_named_in_the_key():
    drawing = made(Point(100, 1.0), Point(50, 0.0, "We", own=True))
    assert placed(drawing, "own") == [("55.00%", "306.0")]
    assert [kind for kind, _words in drawing.keys] == ["estimate", "own", "middle"]


def test_key_of_a_service_alone_has_no_others():
    drawing = made(Point(50, 0.5, own=True))
    assert [kind for kind, _words in drawing.keys] == ["own", "middle"]


def test_limits_are_drawn_on_both_sides_the_outer_ones_broken():
    places = [(size, 0.2, 0.8) for size in (10, 40, 70, 100)]
    drawing = made(
        Point(100, 1.0),
        Point(50, 0.0),
        limits=[Limit("inner", "95", places), Limit("outer", "998", places)],
    )
    lines = [one.kind for one in drawing.shapes if one.form == "line"]
    assert (lines.count("inner"), lines.count("outer")) == (6, 4)


def test_table_has_every_point():
    drawing = made(Point(50, 0.25, "We", own=True))
    assert drawing.table.head == ("a service", "Pairs", "Improved")
    assert drawing.table.rows == (("We", 50, 0.25),)


def test_sizes_run_from_small_ones_to_the_end_of_the_axis():
    found = sizes([Point(20, 0.5), Point(160, 0.5)])
    assert (found[0], found[-1]) == (5, 200)
    assert found == sorted(set(found))


def test_sizes_without_points_are_still_sizes():
    assert sizes([]) == [1]


def test_studies_lie_by_their_standard_error_the_precise_ones_above():
    drawing = by_error(
        [Study("A", 0.4, 0.0), Study("B", 0.4, 0.4)], middle=0.4, title="T", says="S", words=WORDS
    )
    (first, second) = placed(drawing, "estimate")
    assert (first[1], second[1]) == ("34.0", "306.0")
    assert first[0] == second[0]
    assert drawing.table.rows == (("A", 0.4, 0.0), ("B", 0.4, 0.4))


def test_funnel_of_studies_opens_by_almost_two_standard_errors_to_either_side():
    drawing = by_error([Study("A", 0.0, 1.0)], middle=0.0, title="T", says="S", words=WORDS)
    ends = [float(one.x2.rstrip("%")) for one in drawing.shapes if one.kind == "inner"]
    # the axis runs from −2 to 2 on 13 to 97 per cent: ±1.96 are 0.84 per cent from its ends
    assert ends == pytest.approx([13.84, 96.16], abs=0.01)


def test_no_studies_are_drawn_too():
    assert by_error([], middle=0.0, title="T", says="S", words=WORDS).table.rows == ()
