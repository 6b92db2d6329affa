"""A still: the exact frame, at the source's full size, upright."""

from pathlib import Path

from av.video.frame import VideoFrame
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.errors import OutputError
from attune.core.media.excerpt import excerpt
from attune.core.media.frames import frame_table
from attune.core.media.look import first_look
from attune.core.media.opening import Source
from attune.core.media.upright import Picture, upright_rgb
from attune.core.media.whole import whole_file

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


def read_still(source: Source, number: int, *, table: FrameTable | None = None) -> Picture:
    """Frame `number` (from 0) as RGB of shape (height, width, 3), as shown.

    `table` is the film's frame table, if it is known: the film need not be decoded whole then. Raises
    `FrameOutOfRangeError`, a `FilmError` for what is not a whole film, and `OSError`.
    """
    table = table or frame_table(source)
    look = first_look(source)
    found: list[VideoFrame] = []
    excerpt(source, table, number, number, lambda tick, frame: found.append(frame))
    return upright_rgb(found[0], look.rotation, *look.upright, mirrored=look.mirrored)


def make_still(source: Source, out: Path, number: int, *, table: FrameTable | None = None) -> None:
    """Write frame `number` to `out`, a .png or .jpg, which appears whole or not at all.

    Raises what `read_still` raises, and `OutputError` for another kind of file.
    """
    form = FORMATS.get(out.suffix.lower())
    if form is None:
        raise OutputError(
            f"A still is written as .png or .jpg, not as {out.suffix or 'no suffix'}."
        )
    picture = read_still(source, number, table=table)
    with whole_file(out) as draft:
        Image.fromarray(picture).save(draft, format=form, quality=95, subsampling=0)
