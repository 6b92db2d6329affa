"""Which frames of two cameras stand beside each other: exact, whatever the rates."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.clock import FrameOutOfRangeError, FrameTable, TimeBase
from attune.core.timeline.beside import LONGEST, Beside, BesideError

PHONE = FrameTable(TimeBase(1, 30000), tuple(range(500, 500 + 60 * 1001, 1001)), 500 + 60 * 1001)
CAMERA = FrameTable(TimeBase(1, 25), tuple(range(50)), 50)


@st.composite
def tables(draw):
    base = TimeBase(1, draw(st.sampled_from([25, 600, 1000, 30000, 90000])))
    start = draw(st.integers(-1000, 1000))
    steps = draw(st.lists(st.integers(1, 90), min_size=1, max_size=40))
    pts = [start]
    for step in steps:
        pts.append(pts[-1] + step)
    return FrameTable(base, tuple(pts[:-1]), pts[-1])


def by_looking(beside: Beside, number: int) -> int | None:
    """The same by going through every frame of the second film."""
    begin, end = beside.first.interval(number)
    middle = Fraction(begin + end - 2 * beside.first.start, 2) * beside.first.time_base.tick
    for other in range(len(beside.second)):
        start, stop = (
            beside.second.time_base.seconds(tick - beside.second.start)
            for tick in beside.second.interval(other)
        )
        if start <= middle + beside.offset < stop:
            return other
    return None


@given(tables(), tables(), st.fractions(-3, 3, max_denominator=16000))
def test_frame_beside_is_the_one_that_stands_then(first, second, offset):
    beside = Beside(first, second, offset)
    for number in range(len(first)):
        assert beside.second_beside(number) == by_looking(beside, number)


@given(tables(), tables(), st.data())
def test_two_frames_said_to_be_the_same_moment_stand_beside_each_other(first, second, data):
    number = data.draw(st.integers(0, len(first) - 1))
    other = data.draw(st.integers(0, len(second) - 1))
    beside = Beside(first, second, Fraction(0)).same_moment(number, other)
    assert beside.second_beside(number) == other


def test_a_phone_and_a_camera_of_another_rate():
    beside = Beside(PHONE, CAMERA, Fraction(1, 10))  # the camera began a tenth of a second earlier
    assert [beside.second_beside(number) for number in (0, 1, 2, 3, 57)] == [2, 3, 4, 5, None]
    assert Beside(PHONE, CAMERA, Fraction(-1, 10)).second_beside(0) is None
    with pytest.raises(FrameOutOfRangeError):
        beside.second_beside(60)


def test_films_of_other_days_do_not_stand_beside_each_other():
    with pytest.raises(BesideError):
        Beside(PHONE, CAMERA, Fraction(LONGEST + 1))
