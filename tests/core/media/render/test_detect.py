import numpy as np
import pytest

from attune.core.media.invented import SCENES
from attune.core.media.render.detect import Found, alike, distinct, faces_in, tiles
from attune.core.media.still import read_still
from tests.films.made import made


def test_the_faces_of_an_invented_family_are_found():
    film = made("h264", 0.5, (960, 540))
    big, small = sorted(faces_in(read_still(film.path, 3)), key=lambda face: face.x)
    # Where the scene paints the heads of the two people.
    assert (big.x, big.y) == (pytest.approx(0.29, abs=0.02), pytest.approx(0.51, abs=0.03))
    assert (small.x, small.y) == (pytest.approx(0.71, abs=0.02), pytest.approx(0.63, abs=0.03))
    assert "floor-play" in SCENES


def test_an_empty_picture_has_no_faces():
    assert faces_in(np.full((180, 320, 3), 128, dtype=np.uint8)) == []


@pytest.mark.parametrize("size", [(960, 540), (540, 960), (100, 80), (3000, 300)])
def test_tiles_leave_nothing_out(size):
    seen = np.zeros((size[1], size[0]), dtype=bool)
    squares = tiles(*size)
    assert squares[0] == (0, 0, max(size))
    for x, y, side in squares[1:]:
        seen[y : y + side, x : x + side] = True
    assert seen.all()


def test_boxes_are_compared_by_what_they_share():
    one = Found(0.5, 0.5, 0.2, 0.2, 0.9)
    assert alike(one, one) == pytest.approx(1)
    assert alike(one, Found(0.6, 0.5, 0.2, 0.2, 0.9)) == pytest.approx(1 / 3)
    assert alike(one, Found(0.9, 0.9, 0.2, 0.2, 0.9)) == 0
    weaker = Found(0.51, 0.5, 0.2, 0.2, 0.6)
    other = Found(0.1, 0.1, 0.2, 0.2, 0.7)
    assert distinct([weaker, one, other]) == [one, other]
