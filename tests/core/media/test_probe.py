import json
from dataclasses import replace
from pathlib import Path

import pytest

from attune.core.media.errors import NoPictureError
from attune.core.media.probe import Defects, probe
from tests.films.made import made
from tests.films.odd import (
    at_a_fragments_edge,
    broken_off,
    joined,
    recorded,
    repeating,
    soundless,
)
from tests.films.oracle import ffmpeg, presented


@pytest.mark.parametrize(
    "kind", ["h264", "hevc-vfr-rotated", "late-audio", "no-audio", "edit-list"]
)
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


@pytest.mark.parametrize(
    ("suffix", "options"), [(".mkv", {}), (".mp4", {"movflags": "frag_keyframe+empty_moov"})]
)
def test_sound_that_is_stated_and_never_comes_is_none(suffix, options):
    film = soundless(suffix, **options).path
    assert b": Audio: aac" in ffmpeg(
        "-v", "info", "-i", film, "-c", "copy", "-f", "null", "-", told=True
    )
    found = probe(film)
    assert (found.sound, found.to_json()["audio"]) == (None, None)
    assert list(found.table.pts) == presented(film)[1]


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


NONE = Defects(0, 0, 0, 0, 0, length_not_stated=False, breaks_off=False, light="")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (made("h264").path, NONE),
        (made("hevc-pq").path, replace(NONE, light="pq")),
        (made("hevc-hlg").path, replace(NONE, light="hlg")),
        (made("interlaced-bottom").path, replace(NONE, interlaced=30)),
        (repeating("vp9-webm", 9, 20).path, replace(NONE, repeated_times=2)),
        (joined("h264-mts").path, replace(NONE, clock_restarts=1, length_not_stated=True)),
        (recorded("webm").path, replace(NONE, length_not_stated=True)),
        (recorded("mp4").path, replace(NONE, length_not_stated=True)),
        (recorded("ts").path, replace(NONE, length_not_stated=True)),
        (at_a_fragments_edge(recorded("mp4"), 3), replace(NONE, length_not_stated=True)),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_defects_are_told(path, expected):
    assert probe(path).defects == expected


@pytest.mark.parametrize("share", [0.6, 0.85])
@pytest.mark.parametrize("how", ["webm", "mp4", "ts"])
def test_a_recording_that_breaks_off_is_taken_with_the_frames_that_it_has(how, share):
    film = recorded(how)
    whole = probe(film.path)
    assert len(whole.table) == len(film.table)
    facts = probe(broken_off(film, share))
    assert facts.defects.length_not_stated
    assert facts.defects.breaks_off is (how == "mp4")
    assert 10 < len(facts.table) < len(whole.table)
    # all but the last frame, which may be half a frame, are those of the whole recording
    assert facts.table.pts[:-1] == whole.table.pts[: len(facts.table) - 1]
