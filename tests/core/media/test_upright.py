import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from attune.core.media.upright import turned, upright_rgb, upright_yuv

CORNERS = {0: (0, 0), 90: (0, 1), 180: (1, 1), 270: (1, 0)}
"""Where the stored picture's upper left corner is after a clockwise turn: (lower?, right?)."""


def marked() -> av.VideoFrame:
    """A dark picture of 64 by 32 with a white upper left corner."""
    picture = np.full((32, 64, 3), 20, dtype=np.uint8)
    picture[:16, :16] = 235
    return av.VideoFrame.from_ndarray(picture, format="rgb24")


@pytest.mark.parametrize("rotation", CORNERS)
def test_a_picture_is_turned_clockwise(rotation):
    size = (32, 64) if rotation in (90, 270) else (64, 32)
    yuv = upright_yuv(marked(), rotation, *size, VideoReformatter())
    assert (yuv.width, yuv.height, yuv.format.name) == (*size, "yuv420p")
    rgb = upright_rgb(marked(), rotation, *size)
    assert rgb.shape == (size[1], size[0], 3)
    for picture in (rgb[..., 0], yuv.to_ndarray(format="gray")):
        lower, right = CORNERS[rotation]
        found = {
            (down, across): float(picture[-4 if down else 3, -4 if across else 3]) > 128
            for down in (0, 1)
            for across in (0, 1)
        }
        assert [corner for corner, white in found.items() if white] == [(lower, right)]


def test_four_quarter_turns_are_none():
    picture = np.arange(12).reshape(3, 4)
    back = turned(turned(turned(turned(picture, 90), 90), 90), 90)
    assert back.tolist() == picture.tolist()
    assert turned(picture, 90)[0].tolist() == [8, 4, 0]
