"""A cut: exactly the frames from one to another, each shown as long as in the source."""

from pathlib import Path

from attune.core.clock import FrameTable
from attune.core.media.frames import frame_table
from attune.core.media.opening import Source
from attune.core.media.proxy import Progress
from attune.core.media.render.plan import Clip, Plan
from attune.core.media.render.reel import render
from attune.core.media.sink import FileSink
from attune.core.media.whole import whole_file


def make_cut(
    source: Source,
    out: Path,
    first: int,
    last: int,
    *,
    table: FrameTable | None = None,
    progress: Progress | None = None,
) -> FrameTable:
    """Write frames `first` to `last`, both included, and their sound to `out`, an MP4.

    It is the simplest export: one clip, encoded anew at the source's full size, upright, the first
    frame at 0. `table` is the film's frame table, if it is known. Returns the cut's own table. `out`
    appears whole or not at all. Raises `FrameOutOfRangeError`, a `FilmError` for what is not a whole
    film, and `OSError`.
    """
    table = table or frame_table(source)
    part = table.slice(first, last)
    plan = Plan((Clip(0, table.pts[first], table.pts[last]),))
    with whole_file(out) as draft:
        render(plan, [source], FileSink(draft), tables=[table], progress=progress)
    return part
