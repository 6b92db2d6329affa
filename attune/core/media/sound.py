"""Sound laid on one unbroken line of samples."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame

Block = npt.NDArray[np.float32]
"""Samples of shape (channels, samples), -1 to 1."""

PLAIN_RATES = (32_000, 44_100, 48_000)
SLACK = Fraction(1, 20)
"""Seconds by which a sound's stated time may differ from where its samples fall."""
LONGEST_GAP = 600
"""Seconds of missing sound that are filled with silence; a longer gap is not believed."""
LONGEST_OVERLAP = 10
"""Seconds of sound that are cut because they were heard already; a longer overlap is not believed."""


def plain_rate(rate: int) -> int:
    """The rate itself where every browser plays it, else 48,000 samples per second."""
    return rate if rate in PLAIN_RATES else 48_000


@dataclass(frozen=True, slots=True)
class _Doubted:
    """A frame that states to be `at` another place than it should."""

    at: int
    frame: AudioFrame


class SoundLine:
    """Turns decoded sound into blocks whose samples follow each other without gap or overlap.

    A gap in the film's sound becomes silence and an overlap is cut, so that sound stays beside its
    picture. A jump of the stated time is believed when the next piece of sound confirms it: one wild
    time moves nothing. Positions are samples since `zero` (seconds of the film's own time).
    """

    def __init__(self, rate: int, channels: int, zero: Fraction) -> None:
        self.rate, self.channels = rate, channels
        self._zero = zero
        self._slack = SLACK * rate
        self._next: int | None = None
        self._skip = 0
        self._doubted: _Doubted | None = None
        self._layout = "mono" if channels == 1 else "stereo"
        self._form: tuple[int, str, str] | None = None
        self._resampler: av.AudioResampler | None = None

    def lay(self, frame: AudioFrame) -> Iterator[tuple[int, Block]]:
        """Blocks with the position of their first sample."""
        wanted = self._wanted(frame)
        doubted, self._doubted = self._doubted, None
        if doubted is not None:
            length = round(Fraction(doubted.frame.samples, doubted.frame.rate) * self.rate)
            yield from self._settle(doubted.at, None if wanted is None else wanted - length)
            yield from self._lay(doubted.frame)
        if wanted is not None and self._is_jump(wanted):
            self._doubted = _Doubted(wanted, frame)
        else:
            yield from self._lay(frame)

    def rest(self) -> Iterator[tuple[int, Block]]:
        """What is still held at the end."""
        doubted, self._doubted = self._doubted, None
        if doubted is not None:
            if self._next is None:
                self._next = doubted.at
            yield from self._lay(doubted.frame)
        yield from self._lay(None)

    def _wanted(self, frame: AudioFrame) -> int | None:
        """The position that the frame states for its first sample."""
        if frame.pts is None or frame.time_base is None:
            return None
        return round((frame.pts * frame.time_base - self._zero) * self.rate)

    def _is_jump(self, wanted: int) -> bool:
        """Whether a frame stated at `wanted` lies elsewhere than where the line has come to."""
        if self._next is None:
            return True  # the first: nothing speaks for its time yet
        gap = wanted - (self._next - self._skip)
        return (
            abs(gap) > self._slack
            and -LONGEST_OVERLAP * self.rate <= gap <= LONGEST_GAP * self.rate
        )

    def _settle(self, at: int, second: int | None) -> Iterator[tuple[int, Block]]:
        """Go to `at` when `second`, the same place as the next piece sees it, confirms it.

        Of two that differ at the start of all, the one nearer to zero is believed.
        """
        if self._next is None:
            self._next = at if second is None or abs(at) <= abs(second) + self._slack else second
        elif second is not None and abs(second - at) <= self._slack:
            yield from self._move(at - (self._next - self._skip))

    def _move(self, gap: int) -> Iterator[tuple[int, Block]]:
        skipped = min(max(gap, 0), self._skip)
        self._skip += max(-gap, 0) - skipped
        gap -= skipped
        while gap > 0 and self._next is not None:
            count = min(gap, self.rate)
            yield self._next, np.zeros((self.channels, count), dtype=np.float32)
            self._next += count
            gap -= count

    def _lay(self, frame: AudioFrame | None) -> Iterator[tuple[int, Block]]:
        for one in self._resampled(frame):
            block = np.asarray(one.to_ndarray(), dtype=np.float32)
            dropped = min(self._skip, block.shape[1])
            self._skip -= dropped
            block = block[:, dropped:]
            if block.shape[1]:
                at = self._next or 0
                self._next = at + block.shape[1]
                yield at, block

    def _resampled(self, frame: AudioFrame | None) -> list[AudioFrame]:
        """The frame in the line's own form; None for what is left. A film may change its form."""
        done: list[AudioFrame] = []
        form = None if frame is None else (frame.rate, frame.format.name, frame.layout.name)
        if form != self._form and self._resampler is not None:
            done = self._resampler.resample(None)
            self._resampler = None
        self._form = form
        if frame is not None:
            if self._resampler is None:
                self._resampler = av.AudioResampler("fltp", self._layout, self.rate)
            frame.pts = None  # the line keeps its own count
            done += self._resampler.resample(frame)
        return done


def within(at: int, block: Block, first: int, last: int | None) -> tuple[int, Block]:
    """The part of a block at position `at` that lies in `first` to `last` (None: no end)."""
    start = max(0, first - at)
    stop = block.shape[1] if last is None else max(start, min(block.shape[1], last - at))
    return at + start, block[:, start:stop]
