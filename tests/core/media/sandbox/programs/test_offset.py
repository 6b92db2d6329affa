"""The offset of two cameras from behind the walls: the same as outside, and no part is made."""

import io
from fractions import Fraction

from attune.core.clock import FrameTable
from attune.core.media.offset import RATE, find_offset
from attune.core.media.sandbox.launcher import run
from attune.core.media.sandbox.programs import offset
from tests.core.media.sandbox.inside import Parts, serving
from tests.films.made import made


def beside(truth, later: int, **options):
    """The film beside itself, begun `later` frames later."""
    table = FrameTable(truth.table.time_base, truth.table.pts[later:], truth.table.end)
    said = []
    with truth.path.open("rb") as one, truth.path.open("rb") as other:
        frames = [io.BytesIO(each.to_bytes()) for each in (truth.table, table)]
        sources = [one, frames[0], other, frames[1]]
        parts = Parts()
        facts = run("offset", {}, sources, parts, said=said.append, **options)
    assert (parts, said) == ({}, [{"heard": 1}, {"heard": 2}])
    begins = truth.table.time_base.seconds(table.start - truth.table.start)
    return facts, begins, find_offset(truth.path, truth.table, truth.path, table)


def test_offset_is_found_behind_all_walls():
    facts, begins, outside = beside(made("h264", seconds=5), 30)
    assert facts == outside.to_json()
    assert facts["sure"]
    assert abs(Fraction(*facts["offset"]) + begins) <= Fraction(1, RATE)


def test_films_without_sound_are_said_to_have_none():
    offset.warm()
    facts, _, _ = beside(made("no-audio"), 3, walls=(), start=serving(offset.offset))
    assert (facts["offset"], facts["reason"]) == (None, "silent-first")
