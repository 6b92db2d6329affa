"""A cut: exactly the frames from one to another, each shown as long as in the source."""

from pathlib import Path

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from attune.core.clock import FrameTable
from attune.core.media.encoders import CUT
from attune.core.media.excerpt import excerpt
from attune.core.media.frames import frame_table
from attune.core.media.look import first_look
from attune.core.media.opening import Source
from attune.core.media.proxy import Progress, Teller
from attune.core.media.sound import Block, SoundLine, within
from attune.core.media.whole import whole_file
from attune.core.media.writer import FilmWriter, check_written


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

    Encoded anew at the source's full size, upright, the first frame at 0. `table` is the film's frame
    table, if it is known. Returns the cut's own table. `out` appears whole or not at all. Raises
    `FrameOutOfRangeError`, a `FilmError` for what is not a whole film, and `OSError`.
    """
    table = table or frame_table(source)
    part = table.slice(first, last)
    look = first_look(source)
    start = table.pts[first]
    with whole_file(out) as draft:
        with FilmWriter(draft, table.time_base, look, CUT) as writer:
            teller = Teller(progress, part.duration)
            rate = writer.sound_rate or 48_000
            line = SoundLine(rate, writer.channels, table.time_base.seconds(start))
            until = round(part.duration * rate)

            def see(tick: int, frame: VideoFrame) -> None:
                writer.picture(tick - start, frame)
                teller.at(table.time_base.seconds(tick - start))

            def hear(frame: AudioFrame) -> None:
                for at, block in line.lay(frame):
                    sound(at, block)

            def sound(at: int, block: Block) -> None:
                writer.sound(*within(at, block, 0, until))

            has_sound = writer.sound_rate is not None
            excerpt(source, table, first, last, see, hear if has_sound else None)
            for at, block in line.rest():
                sound(at, block)
            writer.finish(part.end)
        check_written(draft, part)
        teller.done()
    return part
