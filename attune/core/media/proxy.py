"""The proxy: the film that is played. Every frame of the source, each at its own time.

The first presented frame is at 0 and everything else, sound included, is moved by the same amount.
Sound from before the first picture is left out.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame

from attune.core.clock import FrameTable
from attune.core.media.frames import Decoding
from attune.core.media.look import Look, first_look
from attune.core.media.opening import OpenFilm, Source, open_film
from attune.core.media.sound import Block, SoundLine, within
from attune.core.media.whole import whole_file
from attune.core.media.writer import PROXY, FilmWriter, check_written

Progress = Callable[[float, float], None]
"""Called with seconds done and seconds in all; may raise `CancelledError`, which stops the work."""

STEP = Fraction(1, 4)
"""Seconds of film between two calls of a progress callback."""


class Teller:
    """Calls a progress callback every `STEP` of film, and once at the end."""

    def __init__(self, progress: Progress | None, seconds: Fraction) -> None:
        self._progress, self._total = progress, seconds
        self._next = Fraction(0)

    def at(self, seconds: Fraction) -> None:
        """The work has come to `seconds` since the first frame."""
        if self._progress is not None and seconds >= self._next:
            self._next = seconds + STEP
            self._progress(float(min(seconds, self._total)), float(self._total))

    def done(self) -> None:
        """The work is done."""
        if self._progress is not None:
            self._progress(float(self._total), float(self._total))


def encode_proxy(
    film: OpenFilm,
    look: Look,
    out: Path,
    *,
    progress: Progress | None = None,
    seen: Callable[[int, VideoFrame], None] = lambda tick, frame: None,
    heard: Callable[[int, Block], None] = lambda at, block: None,
) -> Decoding:
    """Decode the whole of `film` once and write its proxy to `out`; returns the finished decoding.

    `seen` gets every picture as encoded with its tick (the first at 0), `heard` every block of sound
    with its sample position. Raises a `FilmError` when the film is cut short or the proxy is not
    exact.
    """
    teller = Teller(progress, look.seconds)
    decoding = Decoding(film, sound=True)
    with FilmWriter(out, film.base, look, PROXY) as writer:
        line = SoundLine(
            writer.sound_rate or 48_000, writer.channels, film.base.seconds(look.start)
        )

        def hear(at: int, block: Block) -> None:
            at, block = within(at, block, 0, None)
            if block.shape[1]:
                writer.sound(at, block)
                heard(at, block)

        for item in decoding:
            if isinstance(item, tuple):
                tick = item[0] - look.start
                seen(tick, writer.picture(tick, item[1]))
                teller.at(film.base.seconds(tick))
            else:
                for at, block in line.lay(item):
                    hear(at, block)
        for at, block in line.rest():
            hear(at, block)
        decoding.refuse_truncated()
        table = decoding.times.table().from_zero()
        writer.finish(table.end)
    check_written(out, table)
    teller.done()
    return decoding


def make_proxy(source: Source, out: Path, *, progress: Progress | None = None) -> FrameTable:
    """Write the proxy of `source` to `out` and return the source's frame table.

    `out` appears whole or not at all. Raises a `FilmError` for what is not a whole film, `OSError`
    for a path that cannot be opened or written.
    """
    look = first_look(source)
    with open_film(source) as film, whole_file(out) as draft:
        return encode_proxy(film, look, draft, progress=progress).times.table()
