import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.clock import ClockError, FrameOutOfRangeError, FrameTable, TimeBase

APPLE = TimeBase(1, 600)
TABLE = FrameTable(APPLE, (100, 120, 145, 190), 210)

bases = st.builds(TimeBase, st.integers(1, 2000), st.integers(1, 2**31 - 1))
steps = st.lists(st.integers(1, 5000), min_size=1, max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> FrameTable:
    start, spans = draw(st.integers(-(10**9), 10**9)), draw(steps)
    starts = [start]
    for span in spans:
        starts.append(starts[-1] + span)
    return FrameTable(draw(bases), tuple(starts[:-1]), starts[-1])


@pytest.mark.parametrize(("num", "den"), [(0, 1), (1, 0), (-1, 5), (1, -5), (1.0, 5), (True, 5), (1, "5"), (1, 2**63)])  # fmt: skip
def test_time_base_that_cannot_be_is_refused(num, den):
    with pytest.raises(ClockError):
        TimeBase(num, den)


def test_time_base_keeps_its_terms_and_is_exact():
    base = TimeBase(1001, 30000)
    assert (base.num, base.den) == (1001, 30000)
    assert base.seconds(30000) == 1001
    assert base.nearest_tick(Fraction(1001, 60000)) == 1  # exactly half: the later
    assert base.nearest_tick(1001) == 30000


@given(bases, st.integers(-(10**12), 10**12))
def test_ticks_survive_seconds_and_back(base, tick):
    assert tick == base.nearest_tick(base.seconds(tick))


@pytest.mark.parametrize(
    ("pts", "end", "says"),
    [
        ((), 5, "at least one"),
        ((0, 0), 5, "not after frame 0"),
        ((5, 4), 9, "not after frame 0"),
        ((0, 5), 5, "not after the last"),
        ((0, 5), 4, "not after the last"),
        ((0.0, 5), 9, "whole number"),
        ((0, True), 9, "whole number"),
        ((0, 2**63), 2**64, "too large"),
        ((0, 1), 2.0, "whole number"),
    ],
)
def test_frame_table_that_cannot_be_is_refused(pts, end, says):
    with pytest.raises(ClockError, match=says):
        FrameTable(APPLE, pts, end)


def test_frame_table_without_a_time_base_is_refused():
    with pytest.raises(ClockError, match="time base"):
        FrameTable(Fraction(1, 600), (0,), 1)


def test_frame_table_says_its_length():
    assert len(TABLE) == 4
    assert (TABLE.start, TABLE.duration_ticks, TABLE.duration) == (100, 110, Fraction(110, 600))
    assert [TABLE.interval(number) for number in range(4)] == [
        (100, 120), (120, 145), (145, 190), (190, 210),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [-1, 4])
def test_a_frame_the_film_does_not_have_is_refused(number):
    with pytest.raises(FrameOutOfRangeError, match="frames are 0 to 3"):
        TABLE.interval(number)


def test_a_frame_number_that_is_no_number_is_refused():
    with pytest.raises(ClockError):
        TABLE.interval(1.0)


def test_number_of_finds_exact_starts_only():
    assert [TABLE.number_of(tick) for tick in TABLE.pts] == [0, 1, 2, 3]
    for tick in (99, 101, 191, 500):
        with pytest.raises(FrameOutOfRangeError, match=f"tick {tick}"):
            TABLE.number_of(tick)


def test_frame_at_is_what_is_on_the_screen():
    assert [TABLE.frame_at(tick) for tick in (100, 119, 120, 189, 190, 209)] == [0, 0, 1, 2, 3, 3]
    for tick in (99, 210):
        with pytest.raises(FrameOutOfRangeError, match="outside the film"):
            TABLE.frame_at(tick)


def test_nearest_takes_any_tick_and_a_tie_goes_to_the_later():
    assert [TABLE.nearest(tick) for tick in (-5, 100, 109, 110, 120, 132, 133, 999)] == [0, 0, 0, 1, 1, 1, 2, 3]  # fmt: skip


def test_middle_counts_from_the_first_frame():
    assert TABLE.middle(0) == Fraction(10, 600)
    assert TABLE.middle(2) == Fraction(135, 1200)
    assert TABLE.seek_seconds(2) == 0.1125


@given(tables(), st.data())
def test_the_middle_of_a_frame_shows_that_frame(table, data):
    number = data.draw(st.integers(0, len(table) - 1))
    first, after = table.interval(number)
    assert table.frame_at(first) == table.frame_at(after - 1) == number
    middle = table.middle(number) / table.time_base.tick + table.start
    assert first < middle < after


@given(st.lists(st.integers(1, 9000), min_size=1, max_size=60), st.data())
def test_a_media_time_rounded_to_microseconds_finds_its_frame(spans, data):
    starts = [sum(spans[:count]) for count in range(len(spans) + 1)]
    table = FrameTable(TimeBase(1, 90000), tuple(starts[:-1]), starts[-1])
    number = data.draw(st.integers(0, len(table) - 1))
    shown = round(float(table.time_base.seconds(table.pts[number])), 6)
    assert table.frame_on_screen(shown) == number


def test_media_time_outside_the_film_is_refused():
    film = TABLE.from_zero()
    assert film.frame_on_screen(-0.0001) == 0
    assert film.frame_on_screen(0.1832) == 3
    assert film.frame_on_screen(0.02) == 1
    for seconds in (-0.01, 0.2):
        with pytest.raises(FrameOutOfRangeError):
            film.frame_on_screen(seconds)
    for seconds in (math.nan, math.inf):
        with pytest.raises(ClockError, match="finite"):
            film.frame_on_screen(seconds)


@pytest.mark.parametrize(
    ("base", "pts", "varies"),
    [
        (TimeBase(1, 1000), (0, 33, 67, 100, 133, 167), False),
        (TimeBase(1, 30000), (0, 1001, 2002, 3003), False),
        (APPLE, (0, 20), False),
        (APPLE, (5,), False),
        (APPLE, (0, 20, 60, 80), True),
        (APPLE, (0, 20, 43, 60), True),
    ],
)
def test_variable_rate_is_more_than_rounding(base, pts, varies):
    assert FrameTable(base, pts, pts[-1] + 20).variable_rate is varies


def test_slice_starts_at_zero_and_keeps_the_spacing():
    assert TABLE.slice(1, 2) == FrameTable(APPLE, (0, 25), 70)
    assert TABLE.from_zero() == FrameTable(APPLE, (0, 20, 45, 90), 110)
    with pytest.raises(FrameOutOfRangeError, match="after the last"):
        TABLE.slice(2, 1)
    with pytest.raises(FrameOutOfRangeError, match="no frame 4"):
        TABLE.slice(2, 4)


@given(tables())
def test_frame_table_survives_bytes(table):
    assert FrameTable.from_bytes(table.to_bytes()) == table


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"[]", b"{}", b'{"time_base":"12","pts":[0],"end":1}',
        b'{"time_base":[1],"pts":[0],"end":1}', b'{"time_base":[1,600],"pts":"01","end":1}',
        b'{"time_base":[1,600],"pts":5,"end":1}', b'{"time_base":[1,600],"pts":[0.5],"end":1}',
        b'{"time_base":[1,600],"pts":[0],"end":null}', b'{"time_base":7,"pts":[0],"end":1}',
    ],
)  # fmt: skip
def test_bytes_that_are_no_frame_table_are_refused(data):
    with pytest.raises(ClockError):
        FrameTable.from_bytes(data)
