"""Exports, read back by code that shares nothing with what wrote them."""

from fractions import Fraction

import av
import numpy as np
import pytest

from attune.core.media.errors import CancelledError, FilmError
from attune.core.media.frames import frame_table
from attune.core.media.invented import read_frame_number
from attune.core.media.render.plan import (
    EVERYTHING,
    Box,
    Clip,
    Face,
    Freeze,
    Plan,
    Region,
    Still,
    TitleCard,
    rectangle,
)
from attune.core.media.render.reel import OUT, render
from attune.core.media.sink import FolderSink
from tests.films.made import made, numbers_shown
from tests.films.oracle import ffmpeg, presented, samples


def exported(plan, *films, folder, **other):
    facts = render(plan, [film.path for film in films], FolderSink(folder), **other)
    out = folder / OUT
    assert facts["size"] == out.stat().st_size
    assert facts["frames"] == len(presented(out)[1])
    return facts, out


def clip(film, first, last, source=0, **other):
    return Clip(source, film.table.pts[first], film.table.pts[last], **other)


def seconds(out):
    base, ticks = presented(out)
    return [tick * base for tick in ticks]


def pictures(out):
    with av.open(str(out)) as film:
        return [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]


@pytest.mark.parametrize("kind", ["vfr", "b-frames", "edit-list", "negative-start", "rotated-270"])
def test_a_clip_has_exactly_its_frames_at_their_own_times(kind, tmp_path):
    film = made(kind)
    told = []
    facts, out = exported(
        Plan((clip(film, 5, 20),)), film, folder=tmp_path, tables=[film.table],
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    part = film.table.slice(5, 20)
    assert numbers_shown(out) == list(zip(part.pts, film.numbers[5:21], strict=True))
    assert seconds(out) == [part.time_base.seconds(tick) for tick in part.pts]
    assert (facts["width"], facts["height"]) == film.display_size
    assert (facts["frames"], facts["quality"], facts["notes"]) == (16, "exact", [])
    assert told[-1] == (facts["seconds"], facts["seconds"])


def test_a_reel_of_films_of_other_size_rate_and_clock(tmp_path):
    wide, tall = made("vfr"), made("hevc-vfr-rotated", 0.5, (128, 96))
    plan = Plan(
        (
            TitleCard(("Anna", "مرحبا"), Fraction(3, 4), "Start"),
            clip(wide, 3, 9, title="One"),
            clip(tall, 2, 8, source=1, sound="masked"),
            Still(0, wide.table.pts[30], Fraction(1, 4), "Still"),
        ),
        line="for Anna only",
    )
    facts, out = exported(plan, wide, tall, folder=tmp_path)
    shown = pictures(out)[2:]
    numbers = [read_frame_number(each) for each in shown[:7]]
    assert numbers == list(range(3, 10))
    assert read_frame_number(shown[-1]) == 30
    # The tall film stands in the middle, black beside it.
    left = (320 - 136) // 2
    for picture in shown[7:-1]:
        assert picture.shape == (180, 320)
        assert picture[60:, : left - 2].max() < 24
        assert picture[60:, left + 138 :].max() < 24
    assert [read_frame_number(each[:, left : left + 136]) for each in shown[7:-1]] == list(
        range(2, 9)
    )
    part = Fraction(wide.table.pts[10] - wide.table.pts[3], 90_000)
    rest = Fraction(tall.table.pts[9] - tall.table.pts[2], 600)
    with av.open(str(out)) as film:
        marks = [(c["metadata"]["title"], c["start"] * c["time_base"]) for c in film.chapters()]
    assert [title for title, _ in marks] == ["Start", "One", "Still"]
    starts = [0, Fraction(3, 4), Fraction(3, 4) + part + rest]
    assert [float(at) for _, at in marks] == pytest.approx([float(at) for at in starts], abs=1e-3)
    assert seconds(out)[2] == Fraction(3, 4)
    assert seconds(out)[9] == Fraction(3, 4) + part
    assert seconds(out)[-1] == starts[-1]
    assert facts["seconds"] == pytest.approx(float(starts[-1]) + 0.25)


def test_slow_motion_and_a_freeze_are_exact_and_the_sound_keeps_its_pitch(tmp_path):
    film = made("h264", 3)
    freeze = Freeze(film.table.pts[20], Fraction(1, 2))
    plan = Plan((clip(film, 10, 39, speed=Fraction(1, 2), freezes=(freeze,)),))
    _, out = exported(plan, film, folder=tmp_path)
    step = Fraction(1001, 15_000)
    assert [number for _, number in numbers_shown(out)] == [*range(10, 21), 20, *range(21, 40)]
    assert seconds(out) == [
        *(n * step for n in range(11)),
        *(n * step + (n > 11) * Fraction(1, 2) - (n > 11) * step for n in range(11, 31)),
    ]
    sound = samples(out)
    assert abs(len(sound) - round(48_000 * (30 * step + Fraction(1, 2)))) < 1100
    frozen = sound[
        round(11 * step * 48_000) + 2500 : round((11 * step + Fraction(1, 2)) * 48_000) - 2500
    ]
    assert abs(frozen).max() < 0.01


def test_sound_lies_beside_its_pictures(tmp_path):
    film = made("h264", 3)
    _, out = exported(
        Plan((TitleCard(("A",), Fraction(1)), clip(film, 30, 59))), film, folder=tmp_path
    )
    before = samples(film.path)[48_048:96_096]
    after = samples(out)[48_000:96_048]
    assert np.corrcoef(before, after)[0, 1] > 0.95
    assert abs(samples(out)[:46_000]).max() < 0.01


@pytest.mark.parametrize(("kind", "sound"), [("no-audio", "kept"), ("h264", "muted")])
def test_without_sound_there_is_none(kind, sound, tmp_path):
    film = made(kind)
    _, out = exported(Plan((clip(film, 3, 5, sound=sound),)), film, folder=tmp_path)
    with av.open(str(out)) as read:
        assert len(read.streams.audio) == 0


def test_a_hidden_place_is_hidden_in_each_of_its_frames_and_nothing_else(tmp_path):
    film = made("h264")
    place = rectangle(3000, 3000, 4000, 4000)
    spot = np.s_[54:126, 96:224]
    region = Region(0, place, film.table.pts[6], film.table.pts[8], "fill")
    _, out = exported(Plan((clip(film, 4, 10),), (region,)), film, folder=tmp_path)
    shown = pictures(out)
    assert [each[spot].std() < 2 for each in shown] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert [number for _, number in numbers_shown(out)] == list(range(4, 11))
    face = Face(0, (Box(film.table.pts[7], 3000, 3000, 4000, 4000),), "fill")
    _, out = exported(Plan((Still(0, film.table.pts[20], Fraction(1)),), faces=(face,)), film,
                      folder=_new(tmp_path))  # fmt: skip
    assert all(each[spot].std() < 2 for each in pictures(out))


def test_the_whole_picture_can_be_hidden(tmp_path):
    film = made("h264")
    _, out = exported(Plan((clip(film, 4, 6),), (Region(0, EVERYTHING, follow=True),)), film,
                      folder=tmp_path)  # fmt: skip
    with pytest.raises(ValueError, match=r"."):
        numbers_shown(out)


def test_what_is_lost_from_sight_is_said(tmp_path):
    film = made("h264")
    cut = tmp_path / "cut.mp4"  # ten frames of the film, and then another picture altogether
    grey = "drawbox=t=fill:c=gray:enable=gte(n\\,10)"
    ffmpeg("-i", film.path, "-vf", f"select=lt(n\\,20),{grey}", "-an", cut)
    ball = Region(0, rectangle(4000, 6500, 2000, 2000), follow=True)
    table = frame_table(cut)
    plan = Plan((Clip(0, table.pts[0], table.pts[-1]),), (ball,))
    facts = render(plan, [cut], FolderSink(tmp_path))
    (note,) = facts["notes"]
    assert "lost from sight 0.3 seconds into its film" in note


def test_sound_of_an_unusual_rate_is_there_to_its_end(tmp_path):
    film, odd = made("no-audio"), tmp_path / "odd.mkv"
    ffmpeg("-i", film.path, "-i", made("h264").path, "-map", "0:v", "-map", "1:a", "-c:v", "copy",
           "-c:a", "pcm_s16le", "-ar", 22_050, odd)  # fmt: skip
    table = frame_table(odd)
    render(Plan((Clip(0, table.pts[20], table.pts[-1]),)), [odd], FolderSink(tmp_path))
    start = round(float(table.time_base.seconds(table.pts[20] - table.start)) * 48_000)
    before, after = samples(odd)[start : start + 24_000], samples(tmp_path / OUT)[:24_000]
    assert np.corrcoef(before, after)[0, 1] > 0.9


def test_work_before_the_first_second_is_heard_of_too(tmp_path):
    film, told = made("h264"), []
    ball = Region(0, rectangle(4000, 6500, 2000, 2000), follow=True)
    exported(Plan((clip(film, 0, 19),), (ball,)), film, folder=tmp_path,
             progress=lambda *step: told.append(step))  # fmt: skip
    total = told[-1][1]
    # 45 frames are decoded for the frame table and 20 looked at; then the writing begins.
    assert told[:5] == [(0.0, 0.0)] * 3 + [(0.0, total)] * 2


def test_clocks_without_a_common_tick_are_told(tmp_path):
    film = made("h264")
    plan = Plan(
        (clip(film, 0, 2, speed=Fraction(997, 999)), clip(film, 0, 2, speed=Fraction(991, 999)))
    )
    facts, out = exported(plan, film, folder=tmp_path)
    assert "rounded" in facts["notes"][0]
    exact = [Fraction(n * 1001 * 999, 30_000 * 997) for n in range(3)]
    assert all(
        abs(a - b) < Fraction(1, 10_000_000) for a, b in zip(seconds(out), exact, strict=False)
    )


def test_words_alone_are_a_film(tmp_path):
    facts, out = exported(
        Plan((TitleCard(("Hello",), Fraction(1, 2)),), short_side=720), folder=tmp_path
    )
    assert (facts["frames"], facts["width"], facts["height"]) == (1, 1280, 720)
    assert pictures(out)[0].std() > 3


def test_a_smaller_export_is_smaller(tmp_path):
    film = made("h264")
    facts, out = exported(Plan((clip(film, 3, 5),), short_side=90), film, folder=tmp_path)
    assert (facts["width"], facts["height"]) == (160, 90)
    assert [number for _, number in numbers_shown(out)] == [3, 4, 5]


def test_missing_films_and_moments_are_refused_and_work_can_be_stopped(tmp_path):
    film = made("h264")

    def stop(done, total):
        raise CancelledError

    with pytest.raises(FilmError, match="needs 2 films"):
        render(Plan((Clip(1, 0, 0),)), [film.path], FolderSink(tmp_path))
    with pytest.raises(FilmError, match="no such moment"):
        render(Plan((Clip(0, 1, 2),)), [film.path], FolderSink(tmp_path))
    with pytest.raises(CancelledError):
        render(Plan((clip(film, 3, 5),)), [film.path], FolderSink(tmp_path), progress=stop)
    assert list(tmp_path.iterdir()) == []
    facts, _ = exported(Plan((clip(film, 3, 5, source=1),)), film, film, folder=tmp_path)
    assert facts["frames"] == 3


def _new(folder):
    (folder / "more").mkdir()
    return folder / "more"
