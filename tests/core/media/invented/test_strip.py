import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from attune.core.media.invented import UnreadableError, read_frame_number
from attune.core.media.invented.strip import paint_frame_number


def painted(number: int, width: int = 320, height: int = 180) -> np.ndarray:
    picture = np.full((height, width, 3), 128, dtype=np.uint8)
    paint_frame_number(picture, number)
    return picture


@given(st.integers(0, 65_535), st.sampled_from([(320, 180), (180, 320), (1279, 719), (64, 64)]))
def test_a_painted_number_is_read_back(number, size):
    picture = painted(number, *size)
    assert read_frame_number(picture) == number
    assert read_frame_number(picture[..., 0]) == number


@pytest.mark.parametrize("size", [(160, 90), (1000, 563), (97, 211)])
def test_a_number_survives_scaling(size):
    small = Image.fromarray(painted(54_321, 640, 360)).resize(size, Image.Resampling.BILINEAR)
    assert read_frame_number(np.asarray(small)) == 54_321


@pytest.mark.parametrize("number", [-1, 65_536])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(ValueError, match="65535"):
        painted(number)


def test_blended_turned_tiny_and_blank_pictures_are_unreadable():
    blended = (painted(1).astype(int) + painted(2)) // 2
    mirrored = painted(1)[:, ::-1]
    tiny = painted(1)[:30]
    for picture in (blended, mirrored, np.rot90(painted(1)), tiny, painted(1) * 0):
        with pytest.raises(UnreadableError):
            read_frame_number(picture)
