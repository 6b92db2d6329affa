import av
import pytest

from attune.core.media.invented import CAMERAS
from attune.core.media.invented.encoding import FORMATS
from tests.films.made import made
from tests.films.oracle import ffmpeg


def told(kind: str) -> str:
    """What ffmpeg says of the film's streams."""
    film = made(kind).path
    return ffmpeg("-hide_banner", "-loglevel", "info", "-i", film, "-f", "null", "-", told=True).decode()  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("hevc-pq", "hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/smpte2084"),
        ("hevc-hlg", "bt2020nc/bt2020/arib-std-b67"),
        ("interlaced-mts", "top first"),
        ("interlaced-bottom", "bottom first"),
        ("wide-pixels", "SAR 4:3"),
        ("mpeg4-avi", "(XVID / 0x44495658)"),
        ("two-sounds", "Stream #0:2"),
        ("odd-size", "191x143"),
    ],
)  # fmt: skip
def test_ffmpeg_sees_the_film_that_was_asked_for(kind, words):
    assert words in told(kind)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_container_is_made_and_is_what_its_name_says(suffix):
    kind = next((name for name, how in CAMERAS.items() if how.suffix == suffix))
    with av.open(str(made(kind).path)) as film:
        assert suffix == ".mts" or FORMATS[suffix] in film.format.name
    if suffix == ".mts":  # packets of 192 bytes, as cameras write them
        assert made(kind).path.read_bytes()[4::192][:5] == b"G" * 5
