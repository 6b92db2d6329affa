"""The proxy: the film that is played. Every frame of the source, each at its own time.

The first presented frame is at 0 and everything else, sound included, is moved by the same amount.
Sound from before the first picture is left out. One pass, and four things at once: a thread decodes,
one turns the pictures upright, one encodes them, and the caller's own thread encodes the sound and
writes. Between them wait a few pictures at most, so memory does not grow with the film.
"""

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Protocol

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from attune.core.clock import FrameTable, TimeBase
from attune.core.media.ahead import Ahead
from attune.core.media.encoders import PROXY, PictureEncoder, SoundEncoder
from attune.core.media.errors import NoPictureError, OutputError
from attune.core.media.fragments import Fragments
from attune.core.media.frames import Decoding
from attune.core.media.look import Look, look_of
from attune.core.media.opening import OpenFilm, Source, open_film
from attune.core.media.playable import write_playable
from attune.core.media.sink import FolderSink, Sink, told_plainly
from attune.core.media.sound import Block, SoundLine, plain_rate, within
from attune.core.media.upright import Upright
from attune.core.media.whole import whole_file

Progress = Callable[[float, float], None]
"""Called with seconds done and seconds in all; may raise `CancelledError`, which stops the work."""

STEP = Fraction(1, 4)
"""Seconds of film between two calls of a progress callback."""
FIRST, FIRSTS = Fraction(2, 5), 4
"""Seconds after which the first fragments end, at the next key frame, and how many are so short."""
LATER = Fraction(2)
"""Seconds of the fragments after them."""
DECODED, TURNED, CODED = 3, 6, 30
"""How many frames may wait between two threads."""
EARLY_SOUNDS = 4096
"""Pieces of sound that are kept until the first picture comes."""


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


@dataclass(frozen=True, slots=True)
class Made:
    """Something small that was made of a picture, for the part `name` of a sink."""

    name: str
    content: bytes


class Watch(Protocol):
    """Whoever sees and hears the proxy while it is made."""

    def see(self, tick: int, frame: VideoFrame) -> Iterable[Made]:
        """Look at an upright picture (the first at 0); called in a thread of its own."""

    def hear(self, at: int, block: Block) -> None:
        """Hear the samples from position `at`, in the caller's thread."""


@dataclass(frozen=True, slots=True)
class _Coded:
    tick: int
    key: bool
    cut: bool
    data: bytes


class Cuts:
    """Says before which frames a fragment ends: short ones at first, longer ones later."""

    def __init__(self, base: TimeBase) -> None:
        self._first, self._later = (base.nearest_tick(span) for span in (FIRST, LATER))
        self._since: int | None = None
        self._count = 0

    def before(self, tick: int) -> bool:
        """Whether a fragment ends before the frame at `tick`; ask for each frame once, in order."""
        span = self._first if self._count < FIRSTS else self._later
        if self._since is not None and tick - self._since < span:
            return False
        self._count += self._since is not None
        self._since = tick
        return True


@dataclass(frozen=True, slots=True)
class Started:
    """A film whose first picture is there, so that its proxy can begin."""

    film: OpenFilm
    look: Look
    decoding: Decoding
    items: Iterator[tuple[int, VideoFrame] | AudioFrame]


def start(film: OpenFilm) -> Started:
    """Decode up to the first picture, and lose nothing. Raises `NoPictureError`."""
    decoding = Decoding(film, sound=film.sound is not None)
    items = iter(decoding)
    early: deque[AudioFrame] = deque(maxlen=EARLY_SOUNDS)
    for item in items:
        if isinstance(item, tuple):
            return Started(film, look_of(film, *item), decoding, chain(early, [item], items))
        early.append(item)
    decoding.refuse_truncated()
    raise NoPictureError


def write_proxy(
    begun: Started, sink: Sink, *, progress: Progress | None = None, watch: Watch | None = None
) -> None:
    """Decode the film to its end and write its proxy to `sink`, in the parts of `playable`.

    Raises a `FilmError` when the film is cut short or the proxy is not exact, and what `progress`,
    `watch` and `sink` raise.
    """
    look, base = begun.look, begun.film.base
    pictures = PictureEncoder(look, base, PROXY)
    sound = _Sound(begun, watch) if look.sound_rate else None
    out = Fragments(sink, base, look.start, pictures.track, sound.encoder.track if sound else None)
    teller = Teller(progress, look.seconds)
    with (
        Ahead(_whole(begun), DECODED) as decoded,
        Ahead(_upright(decoded, look, pictures.size, watch), TURNED) as upright,
        Ahead(_coded(upright, pictures, base), CODED) as coded,
    ):
        for item in coded:
            if isinstance(item, _Coded):
                out.picture(item.tick * base.num, item.key, item.data, cut=item.cut)
                teller.at(base.seconds(item.tick))
            elif isinstance(item, Made):
                sink.replace(item.name, item.content)
            elif sound is not None:
                sound.lay(item, out)
    if sound is not None:
        sound.finish(out)
    table = begun.decoding.times.table()
    out.finish(table.duration_ticks * base.num)
    if out.pictures != len(table):
        raise OutputError("The film that was written does not have the frames of its source.")
    teller.done()


# ------------------------------------------------------------------------ what the threads do


def _whole(begun: Started) -> Iterator[tuple[int, VideoFrame] | AudioFrame]:
    yield from begun.items
    begun.decoding.refuse_truncated()


def _upright(
    items: Iterable[tuple[int, VideoFrame] | AudioFrame],
    look: Look,
    size: tuple[int, int],
    watch: Watch | None,
) -> Iterator[tuple[int, VideoFrame] | AudioFrame | Made]:
    upright = Upright(look.rotation, *size, mirrored=look.mirrored)

    def shown(
        pictures: list[tuple[int, VideoFrame]],
    ) -> Iterator[tuple[int, VideoFrame] | AudioFrame | Made]:
        for tick, picture in pictures:
            if watch is not None:
                yield from watch.see(tick, picture)
            yield tick, picture

    for item in items:
        if isinstance(item, tuple):
            yield from shown(upright.push(item[0] - look.start, item[1]))
        else:
            yield item
    yield from shown(upright.rest())


def _coded(
    items: Iterable[tuple[int, VideoFrame] | AudioFrame | Made],
    encoder: PictureEncoder,
    base: TimeBase,
) -> Iterator[_Coded | AudioFrame | Made]:
    cuts = Cuts(base)
    due: deque[tuple[int, bool]] = deque()  # what went in and has not come out

    def out(packets: Iterable[tuple[int, bool, bytes]]) -> Iterator[_Coded]:
        for at, key, data in packets:
            tick, cut = due.popleft()
            if at != tick * base.num or (cut and not key):
                raise OutputError(
                    "The film that was written does not have the frames of its source."
                )
            yield _Coded(tick, key, cut, data)

    for item in items:
        if isinstance(item, tuple):
            cut = cuts.before(item[0])
            due.append((item[0], cut))
            yield from out(encoder.encode(*item, key=cut))
        else:
            yield item
    yield from out(encoder.rest())


class _Sound:
    """The sound of a film on its way into fragments."""

    def __init__(self, begun: Started, watch: Watch | None) -> None:
        look = begun.look
        rate, channels = plain_rate(look.sound_rate or 48_000), min(2, look.sound_channels or 1)
        self.encoder = SoundEncoder(rate, channels, PROXY.sound_bits)
        self._line = SoundLine(rate, channels, begun.film.base.seconds(look.start))
        self._watch = watch

    def lay(self, frame: AudioFrame, out: Fragments) -> None:
        """Encode the next piece of the source's sound."""
        for at, block in self._line.lay(frame):
            self._encode(at, block, out)

    def finish(self, out: Fragments) -> None:
        """Encode what is left."""
        for at, block in self._line.rest():
            self._encode(at, block, out)
        for one in self.encoder.rest():
            out.sound(*one)

    def _encode(self, at: int, block: Block, out: Fragments) -> None:
        at, block = within(at, block, 0, None)
        if block.shape[1]:
            if self._watch is not None:
                self._watch.hear(at, block)
            for one in self.encoder.encode(at, block):
                out.sound(*one)


def make_proxy(source: Source, out: Path, *, progress: Progress | None = None) -> FrameTable:
    """Write the proxy of `source` to `out`, an MP4, and return the source's frame table.

    `out` appears whole or not at all. Raises a `FilmError` for what is not a whole film, `OSError`
    for a path that cannot be opened or written.
    """
    with open_film(source) as film, whole_file(out) as draft, _folder_beside(out) as folder:
        begun = start(film)
        write_proxy(begun, FolderSink(folder), progress=progress)
        with told_plainly():
            write_playable(folder, draft)
        return begun.decoding.times.table()


@contextmanager
def _folder_beside(out: Path) -> Iterator[Path]:
    with told_plainly():
        folder = Path(tempfile.mkdtemp(prefix=".proxy-", dir=out.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
