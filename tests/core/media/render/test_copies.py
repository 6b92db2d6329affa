"""Plans on the copies that ingest made: the same frames of the same film, by their painted numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.frames import frame_table
from attune.core.media.invented import read_frame_number
from attune.core.media.proxy import make_proxy
from attune.core.media.render.copies import CopyClock, in_copies
from attune.core.media.render.plan import (
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
from attune.core.media.render.timing import lay_out
from attune.core.media.still import read_still
from tests.films.made import made

LATE = FrameTable(TimeBase(1001, 30_000), (7, 8, 10, 11), 12)  # one frame is missing in its middle
CLOCK = CopyClock(LATE)
PLAN = Plan(
    items=(
        TitleCard(("Ana",)),
        Clip(0, 8, 11, freezes=(Freeze(10, Fraction(1)),)),
        Still(0, 7, Fraction(2)),
        Clip(1, 8, 11),
    ),
    regions=(
        Region(0, rectangle(0, 0, 100, 100)),
        Region(0, rectangle(0, 0, 100, 100), first=8, last=10),
        Region(1, rectangle(0, 0, 100, 100), first=8),
    ),
    faces=(Face(0, (Box(8, 0, 0, 9, 9), Box(10, 0, 0, 9, 9))), Face(1, (Box(8, 0, 0, 9, 9),))),
    quality="original",
)


def test_every_tick_of_the_original_has_one_of_the_copy_and_back():
    assert CLOCK.table == FrameTable(TimeBase(1, 30_000), (0, 1001, 3003, 4004), 5005)
    assert [CLOCK.back(tick) for tick in CLOCK.table.pts] == list(LATE.pts)
    assert CLOCK.table.duration == LATE.duration


def test_a_plan_on_a_copy_shows_the_same_frames_at_the_same_times():
    there = in_copies(PLAN, {0: CLOCK})
    assert lay_out(there, [CLOCK.table, LATE]).table == lay_out(PLAN, [LATE, LATE]).table
    assert there.quality == "exact"


def test_what_is_hidden_stays_hidden_in_the_same_frames():
    there = in_copies(PLAN, {0: CLOCK})
    spans = [(region.first, region.last) for region in there.regions]
    assert spans == [(None, None), (1001, 3003), (8, None)]
    assert [[box.tick for box in face.boxes] for face in there.faces] == [[1001, 3003], [8]]


def test_without_copies_a_plan_stays_as_it_is():
    assert in_copies(PLAN, {}) is PLAN


def test_a_region_may_have_an_end_alone():
    plan = replace(PLAN, regions=(Region(0, rectangle(0, 0, 9, 9), last=10),))
    (region,) = in_copies(plan, {0: CLOCK}).regions
    assert (region.first, region.last) == (None, 3003)


@pytest.mark.parametrize("kind", ["late-start", "hevc-vfr-rotated", "h264-wrap-ts"])
def test_the_clock_is_the_one_that_decoding_the_copy_finds(kind, tmp_path):
    film = made(kind).path
    clock = CopyClock(make_proxy(film, tmp_path / "copy.mp4"))
    assert frame_table(tmp_path / "copy.mp4") == clock.table
    for number in (0, len(clock.table) - 1):
        picture = read_still(tmp_path / "copy.mp4", number, table=clock.table)
        assert read_frame_number(picture) == read_frame_number(read_still(film, number))
