"""Sound laid on one unbroken line of samples, and the peaks that are drawn from it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

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
PEAKS_PER_SECOND = 50


def plain_rate(rate: int) -> int:
    """The rate itself where every browser plays it, else 48,000 samples per second."""
    return rate if rate in PLAIN_RATES else 48_000


class SoundLine:
    """Turns decoded sound into blocks whose samples follow each other without gap or overlap.

    A gap in the film's sound becomes silence and an overlap is cut, so that sound stays beside its
    picture. Positions are samples since `zero` (seconds of the film's own time).
    """

    def __init__(self, rate: int, channels: int, zero: Fraction) -> None:
        self.rate, self.channels = rate, channels
        self._zero = zero
        self._next: int | None = None
        self._skip = 0
        layout = "mono" if channels == 1 else "stereo"
        self._resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)

    def lay(self, frame: AudioFrame) -> Iterator[tuple[int, Block]]:
        """Blocks with the position of their first sample."""
        if frame.pts is not None and frame.time_base is not None:
            yield from self._align(round((frame.pts * frame.time_base - self._zero) * self.rate))
        frame.pts = None  # the line keeps its own count
        yield from self._lay(self._resampler.resample(frame))

    def rest(self) -> Iterator[tuple[int, Block]]:
        """What the resampler still holds at the end."""
        if self._next is not None:
            yield from self._lay(self._resampler.resample(None))

    def _align(self, wanted: int) -> Iterator[tuple[int, Block]]:
        if self._next is None:
            self._next = wanted
            return
        gap = wanted - self._next
        if gap > LONGEST_GAP * self.rate or abs(gap) <= SLACK * self.rate:
            return
        self._skip = max(0, -gap)
        while gap > 0:
            count = min(gap, self.rate)
            yield self._next, np.zeros((self.channels, count), dtype=np.float32)
            self._next += count
            gap -= count

    def _lay(self, frames: list[AudioFrame]) -> Iterator[tuple[int, Block]]:
        for frame in frames:
            block = np.asarray(frame.to_ndarray(), dtype=np.float32)
            dropped = min(self._skip, block.shape[1])
            self._skip -= dropped
            block = block[:, dropped:]
            if block.shape[1]:
                at = self._next or 0
                self._next = at + block.shape[1]
                yield at, block


def within(at: int, block: Block, first: int, last: int | None) -> tuple[int, Block]:
    """The part of a block at position `at` that lies in `first` to `last` (None: no end)."""
    start = max(0, first - at)
    stop = block.shape[1] if last is None else max(start, min(block.shape[1], last - at))
    return at + start, block[:, start:stop]


class Peaks:
    """Least and greatest sample of every fiftieth of a second, all channels together."""

    def __init__(self, rate: int) -> None:
        self._size = rate // PEAKS_PER_SECOND
        self._held: npt.NDArray[Any] = np.zeros(0, dtype=np.float32)
        self._end = 0
        self._pairs: list[npt.NDArray[Any]] = []

    def add(self, at: int, block: Block) -> None:
        """Take the block that starts at sample `at` (0 or later); what lies before is silence."""
        silence = np.zeros(max(0, at - self._end), dtype=np.float32)
        self._held = np.concatenate((self._held, silence, block.mean(axis=0)))
        self._end = at + block.shape[1]
        whole = len(self._held) // self._size * self._size
        if whole:
            self._take(self._held[:whole])
            self._held = self._held[whole:]

    def _take(self, samples: npt.NDArray[Any]) -> None:
        bins = samples.reshape(-1, self._size)
        pair = np.stack((bins.min(axis=1), bins.max(axis=1)), axis=1)
        self._pairs.append(np.round(np.clip(pair, -1, 1) * 127).astype(np.int8))

    def to_json(self) -> dict[str, object]:
        """`per_second`, and `peaks`: [least, greatest] from -127 to 127 since the first frame."""
        if len(self._held):
            self._take(np.pad(self._held, (0, self._size - len(self._held))))
            self._held = self._held[:0]
        pairs = np.concatenate(self._pairs).tolist() if self._pairs else []
        return {"per_second": PEAKS_PER_SECOND, "peaks": pairs}
