import numpy as np
import pytest

from attune.core.media.invented.picture import Painter
from attune.core.media.invented.scene import SCENES
from attune.core.media.invented.strip import read_frame_number
from attune.core.media.invented.voices import Turn


@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_a_frame_carries_its_number_and_moves_with_time(size):
    painter = Painter(SCENES["floor-play"], (), *size)
    first, later = painter.frame(7, 0.0), painter.frame(8, 1.0)
    assert first.shape == (size[1], size[0], 3)
    assert (read_frame_number(first), read_frame_number(later)) == (7, 8)
    stage = slice(round(size[1] * 0.5), round(size[1] * 0.9))
    assert (first[stage] != later[stage]).any()
    assert (painter.frame(7, 0.0) == first).all()


def test_digits_are_painted_for_people_at_the_upper_left():
    painter = Painter(SCENES["floor-play"], (), 320, 180)
    corner = (slice(0, 40), slice(0, 120))
    ones, eights = (painter.frame(number, 0.0)[corner] for number in (11111, 58888))
    assert np.count_nonzero(ones < 100) < np.count_nonzero(eights < 100)


def test_who_speaks_opens_the_mouth():
    silent = Painter(SCENES["floor-play"], (), 640, 360).frame(1, 0.5)
    told = (Turn("parent", 0.0, 1.0),)
    speaking = Painter(SCENES["floor-play"], told, 640, 360).frame(1, 0.5)
    assert (silent != speaking).any()
