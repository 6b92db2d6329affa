"""What happens to a film that arrives: one pass, and everything made from it as it goes by.

Into the sink go, in this order: the poster (a better one later), `proxy.init`, and fragment by fragment
`proxy.frag` and `proxy.index`, sheets of thumbnails when they are full; at the end the rest of them,
`peaks.json`, and last `frames.json`: a film that has it is complete. See `playable`, `pictures` and
`peaks` for what they hold.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from av.video.frame import VideoFrame

from attune.core.clock import FrameTable
from attune.core.media.checksum import Summing
from attune.core.media.hardware import NONE, decoders
from attune.core.media.opening import Source, open_film
from attune.core.media.peaks import Loudness, Peaks
from attune.core.media.pictures import Poster, Sprite
from attune.core.media.probe import Probe, describe
from attune.core.media.proxy import Made, Progress, Started, start, write_proxy
from attune.core.media.sink import Sink
from attune.core.media.sound import Block, plain_rate

PEAKS, FRAMES = "peaks.json", "frames.json"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was made of a film.

    `sha256` is of the source's bytes, in hexadecimal; `loudness` in LUFS, None for silence.
    """

    probe: Probe
    sha256: str
    loudness: float | None

    @property
    def table(self) -> FrameTable:
        """The frame table in the source's own ticks."""
        return self.probe.table


class _Watch:
    """Makes the poster, the thumbnails, the peaks and the loudness."""

    def __init__(self, begun: Started) -> None:
        look, seconds = begun.look, begun.film.base.seconds
        rate, channels = plain_rate(look.sound_rate or 48_000), min(2, look.sound_channels or 1)
        self.poster = Poster(look.seconds, seconds)
        self.sprite = Sprite(look.start, look.seconds, seconds)
        self.peaks = Peaks(rate)
        self.loudness = Loudness(rate, channels)

    def see(self, tick: int, frame: VideoFrame) -> Iterator[Made]:
        return chain(self.poster.see(tick, frame), self.sprite.see(tick, frame))

    def hear(self, at: int, block: Block) -> None:
        self.peaks.add(at, block)
        self.loudness.add(at, block)


def ingest(
    source: Source, sink: Sink, *, progress: Progress | None = None, hardware: str = NONE
) -> Ingested:
    """Make everything of `source`, in one pass, into `sink`.

    `hardware` is "none", "auto" or the name of one kind (see `hardware.decoders`): where it does not
    give the first picture, software does. Raises a `FilmError` for what is not a whole film, `OSError`
    where it cannot be read, and what `sink` and `progress` raise (`CancelledError` to stop); what is in
    the sink then is no film.
    """
    with _reading(source) as file:
        summing = Summing(file)
        with _begun(summing, hardware) as begun:
            watch = _Watch(begun)
            write_proxy(begun, sink, progress=progress, watch=watch)
            probe = describe(begun.film, begun.look, begun.decoding)
        for made in watch.sprite.rest():
            sink.replace(made.name, made.content)
        loudness = watch.loudness.lufs()
        sink.replace(PEAKS, watch.peaks.to_bytes(loudness))
        digest = summing.sha256()
    sink.replace(FRAMES, probe.table.to_bytes())
    return Ingested(probe, digest, loudness)


@contextmanager
def _begun(source: BinaryIO, hardware: str) -> Iterator[Started]:
    """The film with its first picture, by the first decoder that gives it; the last is software."""
    *tried, software = decoders(hardware)
    with ExitStack() as kept:
        for decoder in tried:
            with suppress(Exception), ExitStack() as attempt:
                begun = start(attempt.enter_context(open_film(source, hardware=decoder)))
                kept.push(attempt.pop_all())
                break
        else:
            begun = start(kept.enter_context(open_film(source, hardware=software)))
        yield begun


@contextmanager
def _reading(source: Source) -> Iterator[BinaryIO]:
    if not isinstance(source, Path | str):
        yield source
        return
    with Path(source).open("rb") as file:
        yield file
