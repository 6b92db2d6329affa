import pytest

from attune.core.clock import TimeBase
from attune.core.media.render.follow import Move
from attune.core.media.render.places import LOST, Places, around, between
from attune.core.media.render.plan import Box, Face, Region, rectangle

BASE = TimeBase(1, 100)
SHAPE = rectangle(1000, 2000, 3000, 4000)


def boxes(places: Places, tick: int):
    """The boxes around what is hidden, in ten-thousandths."""
    return [
        tuple(round(value * 10_000) for value in around(corners))
        for corners, _ in places.at(tick, 10_000, 10_000)
    ]


def test_a_place_is_hidden_from_its_first_to_its_last_tick():
    places = Places(BASE, [Region(0, SHAPE, 50, 80)], [], {})
    assert [bool(places.at(tick, 100, 50)) for tick in (49, 50, 80, 81)] == [False, True, True, False]  # fmt: skip
    assert places.at(60, 100, 50) == [([(10, 10), (40, 10), (40, 30), (10, 30)], "pixelate")]
    assert Places(BASE, [Region(0, SHAPE)], [], {}).at(-999, 9, 9)


def test_a_followed_place_moves_and_is_held_a_second_before_and_after():
    moves = {50: Move(0, 0, 1, True), 60: Move(0.1, -0.1, 2, True), 80: Move(0.2, 0, 1, False)}
    places = Places(BASE, [Region(0, SHAPE, 50, 80, follow=True)], [], {0: moves})
    assert boxes(places, -51) == boxes(places, 181) == []
    assert boxes(places, -50) == boxes(places, 55) == [(1000, 2000, 3000, 4000)]
    assert boxes(places, 60) == boxes(places, 79) == [(500, -1000, 6000, 8000)]
    width, height = 3000 * LOST, 4000 * LOST
    assert boxes(places, 180) == [(4500 - width / 2, 4000 - height / 2, width, height)]


def test_a_face_moves_between_its_boxes_and_is_held_a_second_before_and_after():
    face = Face(0, (Box(100, 0, 100, 1000, 1000), Box(110, 100, 200, 2000, 1000)), "fill")
    places = Places(BASE, [], [face], {})
    assert boxes(places, -1) == boxes(places, 211) == []
    assert boxes(places, 0) == boxes(places, 100) == [(0, 100, 1000, 1000)]
    assert boxes(places, 105) == [(50, 150, 1500, 1000)]
    assert boxes(places, 110) == boxes(places, 210) == [(100, 200, 2000, 1000)]
    assert places.at(100, 10, 10)[0][1] == "fill"


@pytest.mark.parametrize(("tick", "x"), [(0, 0), (1, 10), (3, 30), (10, 100)])
def test_between_two_boxes_everything_is_in_proportion(tick, x):
    assert between(Box(0, 0, 0, 10, 10), Box(10, 100, 0, 10, 10), tick) == Box(tick, x, 0, 10, 10)
