from dataclasses import replace
from fractions import Fraction

import pytest

from attune.core.media.look import first_look
from tests.films.made import made


@pytest.mark.parametrize(
    ("size", "rotation", "pixel", "within"),
    [
        ((1920, 1080), 0, Fraction(1), (1280, 720)),
        ((1920, 1080), 90, Fraction(1), (720, 1280)),
        ((640, 360), 0, Fraction(1), (640, 360)),
        ((641, 359), 0, Fraction(1), (640, 360)),
        ((720, 576), 0, Fraction(16, 11), (1048, 576)),
        ((3840, 2160), 180, Fraction(1), (1280, 720)),
        ((1, 1), 0, Fraction(1), (2, 2)),
    ],
)
def test_size_within_keeps_the_shape_and_is_even(size, rotation, pixel, within):
    look = replace(
        first_look(made("h264").path),
        width=size[0], height=size[1], rotation=rotation, pixel=pixel,
    )  # fmt: skip
    assert look.size_within(720) == within


def test_first_look_starts_where_the_film_does():
    assert first_look(made("late-start").path).start == 15015
    assert first_look(made("no-audio").path).sound_rate is None
