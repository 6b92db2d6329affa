import numpy as np
import pytest
from PIL import Image

from attune.core.clock import FrameOutOfRangeError
from attune.core.media.errors import OutputError
from attune.core.media.invented import KINDS, read_frame_number
from attune.core.media.proxy import make_proxy
from attune.core.media.still import make_still, read_still
from tests.films.made import made
from tests.films.oracle import ffmpeg


@pytest.mark.parametrize("kind", KINDS)
def test_still_is_the_frame_upright_at_full_size(kind, tmp_path):
    film = made(kind)
    last = len(film.table) - 1
    for number in (0, 17, last):
        picture = read_still(film.path, number, table=film.table)
        assert read_frame_number(picture) == film.numbers[number]
        assert picture.shape == (film.display_size[1], film.display_size[0], 3)


@pytest.mark.parametrize("name", ["still.png", "still.jpg", "STILL.JPEG"])
def test_still_is_written_as_the_name_says(name, tmp_path):
    film = made("hevc-vfr-rotated")
    make_still(film.path, tmp_path / name, 9)
    with Image.open(tmp_path / name) as picture:
        assert picture.format == ("PNG" if name.endswith("png") else "JPEG")
        assert picture.size == film.display_size
        assert read_frame_number(np.asarray(picture)) == 9
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_still_the_film_does_not_have_is_refused(number, tmp_path):
    with pytest.raises(FrameOutOfRangeError, match="no frame"):
        make_still(made("h264").path, tmp_path / "still.png", number)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["still.gif", "still"])
def test_a_still_of_another_kind_is_refused(name, tmp_path):
    with pytest.raises(OutputError, match=r"png or \.jpg"):
        make_still(made("h264").path, tmp_path / name, 0)


@pytest.mark.parametrize("turn", [("-display_hflip",), ("-display_vflip",), ("-display_rotation", 90, "-display_hflip")], ids=str)  # fmt: skip
def test_a_mirrored_film_is_shown_as_ffmpeg_shows_it(turn, tmp_path):
    film, proxy = tmp_path / "front.mp4", tmp_path / "proxy.mp4"
    ffmpeg(*turn, "-i", made("h264").path, "-c", "copy", film)
    make_proxy(film, proxy)
    still = read_still(film, 0)
    for path in (film, proxy):
        raw = ffmpeg("-i", path, "-frames:v", 1, "-pix_fmt", "rgb24", "-f", "rawvideo", "-")
        shown = np.frombuffer(raw, dtype=np.uint8).reshape(still.shape)
        assert np.abs(shown.astype(int) - still).mean() < 4
        assert np.abs(shown[:, ::-1].astype(int) - still).mean() > 8
