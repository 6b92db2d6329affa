import json

import pytest

from attune.core.media.errors import NoPictureError
from attune.core.media.invented import KINDS
from attune.core.media.probe import probe
from tests.films.made import made
from tests.films.oracle import ffmpeg


@pytest.mark.parametrize("kind", KINDS)
def test_probe_says_what_the_film_is(kind):
    film = made(kind)
    facts = probe(film.path).to_json()
    assert json.loads(json.dumps(facts)) == facts
    expected = {
        "frames": len(film.table),
        "duration_ticks": film.table.duration_ticks,
        "duration_s": float(film.table.duration),
        "time_base": [film.table.time_base.num, film.table.time_base.den],
        "start_ticks": film.table.start,
        "variable_rate": "vfr" in kind,
        "rotation": film.rotation,
        "video_codec": "hevc" if "hevc" in kind else "h264",
        "width": film.width,
        "height": film.height,
        "display_width": film.display_size[0],
        "display_height": film.display_size[1],
    }
    assert {name: facts[name] for name in expected} == expected
    sound = facts["audio"]
    if film.sound_start is None:
        assert sound is None
    else:
        assert (sound["codec"], sound["rate"], sound["channels"]) == ("aac", 48_000, 1)
        assert sound["offset_s"] == pytest.approx(float(film.sound_start), abs=0.022)


def test_wide_pixels_are_told_as_they_are_shown(tmp_path):
    ffmpeg("-i", made("h264").path, "-an", "-vf", "scale=160:180,setsar=2", "-frames:v", 3, tmp_path / "wide.mp4")  # fmt: skip
    facts = probe(tmp_path / "wide.mp4")
    assert (facts.width, facts.height) == (160, 180)
    assert (facts.display_width, facts.display_height) == (320, 180)


def test_a_film_without_one_readable_picture_is_refused(tmp_path):
    data = bytearray(made("no-audio").path.read_bytes())
    start, stop = data.index(b"mdat") + 4, data.index(b"moov") - 4
    data[start:stop] = bytes(stop - start)
    (tmp_path / "blank.mp4").write_bytes(data)
    with pytest.raises(NoPictureError):
        probe(tmp_path / "blank.mp4")
