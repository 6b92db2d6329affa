"""Smart cuts, decoded by the ffmpeg command."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from attune.core.media.frames import frame_table
from attune.core.media.render.copying import only_clip
from attune.core.media.render.h264 import NotPossibleError
from attune.core.media.render.plan import (
    EVERYTHING,
    Box,
    Clip,
    Face,
    Freeze,
    Plan,
    Region,
    TitleCard,
)
from attune.core.media.render.reel import OUT, render
from attune.core.media.sink import FolderSink
from tests.films.broken import rewrapped
from tests.films.made import made, numbers_shown
from tests.films.oracle import ffmpeg, presented, samples

FIRST, LAST = 8, 70


def digests(path) -> list[bytes]:
    """What each frame decodes to, in the order in which they are shown."""
    told = ffmpeg("-noautorotate", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f",
                  "framemd5", "-")  # fmt: skip
    return [line.split(b",")[-1].strip() for line in told.splitlines() if not line.startswith(b"#")]


def smart(path, table, folder, first=FIRST, last=LAST, **other):
    clip = Clip(0, table.pts[first], table.pts[last], **other)
    told = []
    facts = render(
        Plan((clip,), quality="original", title="For Anna"), [path], FolderSink(folder),
        tables=[table], progress=lambda *step: told.append(step),
    )  # fmt: skip
    assert told[-1][0] == told[-1][1]
    return facts, folder / OUT


@pytest.mark.parametrize("kind", ["h264", "vfr", "rotated", "edit-list", "late-start"])
def test_whole_groups_are_the_films_own_pictures_and_every_frame_has_its_time(kind, tmp_path):
    film = made(kind, 3)
    facts, out = smart(film.path, film.table, tmp_path)
    part = film.table.slice(FIRST, LAST)
    base, ticks = presented(out)
    assert [tick * base for tick in ticks] == [part.time_base.seconds(tick) for tick in part.pts]
    assert (facts["quality"], facts["notes"], facts["copied"]) == ("original", [], 30)
    shown, wanted = digests(out), digests(film.path)[FIRST : LAST + 1]
    assert sum(ours == theirs for ours, theirs in zip(shown, wanted, strict=True)) == 30
    upright = tmp_path / "upright.mkv"
    ffmpeg("-copyts", "-i", out, "-fps_mode", "passthrough", "-c:v", "ffv1", "-an", upright)
    numbers = [number for _, number in numbers_shown(upright)]
    assert numbers == list(film.numbers[FIRST : LAST + 1])
    assert out.stat().st_size == facts["size"]
    assert b"x264" not in out.read_bytes()


def test_a_clip_that_ends_with_the_film_is_copied_to_its_end(tmp_path):
    film = made("h264", 3)
    facts, out = smart(film.path, film.table, tmp_path, first=30, last=len(film.table) - 1)
    assert facts["copied"] == facts["frames"] == 60
    assert digests(out) == digests(film.path)[30:]


def test_sound_lags_by_not_one_sample(tmp_path):
    film = made("h264", 3)
    _, out = smart(film.path, film.table, tmp_path)
    start = round(float(film.table.time_base.seconds(film.table.pts[FIRST])) * 48_000)
    before = samples(film.path)[start : start + 96_000]
    after = samples(out)[:96_000]
    best = max(range(-50, 51), key=lambda lag: np.dot(np.roll(after, lag)[99:-99], before[99:-99]))
    assert best == 0


def test_sound_of_another_rate_is_heard_to_its_last_sample(tmp_path):
    film, low = made("h264", 3), tmp_path / "low.mp4"
    ffmpeg("-i", film.path, "-c:v", "copy", "-c:a", "aac", "-ar", "16000", low)
    table = frame_table(low)
    facts, out = smart(low, table, tmp_path)
    assert facts["quality"] == "original"
    assert len(samples(out)) == round(float(table.slice(FIRST, LAST).duration) * 48_000)


@pytest.mark.parametrize("sound", ["muted", "masked"])
def test_sound_can_be_muted_or_masked_beside_copied_pictures(sound, tmp_path):
    film = made("h264", 3)
    facts, out = smart(film.path, film.table, tmp_path, sound=sound)
    assert facts["quality"] == "original"
    assert (b"mp4a" in out.read_bytes()) == (sound == "masked")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"items": (TitleCard(("A",)), Clip(0, 0, 1))}, "more than one clip"),
        ({"items": (TitleCard(("A",)),)}, "more than one clip"),
        ({"items": (Clip(0, 0, 1, Fraction(1, 2)),)}, "time is changed"),
        ({"items": (Clip(0, 0, 1, freezes=(Freeze(0, Fraction(1)),)),)}, "time is changed"),
        ({"regions": (Region(0, EVERYTHING),)}, "drawn on"),
        ({"faces": (Face(0, (Box(0, 0, 0, 1, 1),)),)}, "drawn on"),
        ({"line": "for Anna"}, "drawn on"),
        ({"short_side": 720}, "size is changed"),
    ],
)
def test_what_changes_the_picture_cannot_be_copied(change, says):
    plan = Plan((Clip(0, 0, 1),), quality="original")
    assert only_clip(plan) == plan.items[0]
    with pytest.raises(NotPossibleError, match=says):
        only_clip(replace(plan, **change))


def odd_film(name: str, *options: object):
    source = made("h264", 3).path
    out = source.with_name(name)
    if not out.exists():
        ffmpeg("-i", source, "-map", "0:v", *options, out)
    return out


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (lambda: made("hevc", 3).path, "is not H.264"),
        (lambda: rewrapped(".mkv"), "is not H.264"),
        (lambda: made("b-frames", 3).path, "too short to hold a group"),
        (lambda: odd_film("deep.mp4", "-pix_fmt", "yuv444p"), "more colours"),
        (lambda: odd_film("field.mp4", "-x264-params", "tff=1:keyint=15"), "are interlaced"),
    ],
)
def test_a_film_whose_pictures_cannot_be_copied_is_encoded_anew_and_it_is_said(
    path, says, tmp_path
):
    film = path()
    table = frame_table(film)
    facts, out = smart(film, table, tmp_path, last=40)
    (note,) = facts["notes"]
    assert note.startswith("The pictures were encoded anew, because")
    assert says in note
    assert facts["quality"] == "exact"
    assert len(presented(out)[1]) == 33
