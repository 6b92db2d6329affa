import math

import pytest

from attune.web.ui.charts.scale import Axis, shares, spanning, tick, written


def test_axis_places_its_ends_at_its_ends_and_the_middle_between():
    axis = Axis(0.0, 10.0, (), 4.0, 96.0)
    assert [axis.place(value) for value in (0, 5, 10)] == [4.0, 50.0, 96.0]


def test_axis_keeps_what_lies_outside_at_its_edge():
    axis = Axis(0.0, 10.0, (), 4.0, 96.0)
    assert [axis.place(value) for value in (-3, 99)] == [4.0, 96.0]
    assert not axis.holds(-3)
    assert axis.holds(10)


def test_axis_can_run_upwards():
    assert Axis(0.0, 1.0, (), 200.0, 20.0).place(0.25) == 155.0


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0.0, 5.3), (0, 2, 4, 6)),
        ((-3.1, 7.0), (-5, 0, 5, 10)),
        ((0.12, 0.61), (0, 0.2, 0.4, 0.6, 0.8)),
        ((4.0, 4.0), (3, 3.5, 4, 4.5, 5)),
        ((), (0, 0.25, 0.5, 0.75, 1)),
        ((math.nan, math.inf), (0, 0.25, 0.5, 0.75, 1)),
    ],
)
def test_axis_spans_its_values_between_round_numbers(values, ticks):
    axis = spanning(values)
    assert axis.ticks == ticks
    assert (axis.low, axis.high) == (ticks[0], ticks[-1])


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(4.06, 1, "4.1"), (-1.25, 2, "−1.25"), (-0.04, 1, "0.0"), (1234.0, 0, "1234")],
)
def test_number_is_written_with_a_true_minus_and_none_before_a_nought(value, decimals, text):
    assert written(value, decimals).replace(",", "") == text


@pytest.mark.parametrize(
    ("value", "text"), [(5.0, "5"), (0.5, "0.5"), (-2.5, "−2.5"), (0.25, "0.25"), (0.125, "0.125")]
)
def test_tick_has_no_needless_noughts(value, text):
    assert tick(value) == text


def test_share_is_said_in_whole_per_cent():
    assert shares(0.614) == "61 %"
