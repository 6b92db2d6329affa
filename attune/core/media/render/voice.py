"""Changes sound as it passes: slower in its own pitch, or with the voices masked.

Masking is a noise vocoder: how loud each of sixteen bands is stays, what makes a voice that person's is
replaced by noise. Words stay understandable, and names that are said are still said: this makes a voice
hard to recognise and nobody anonymous. Shannon et al.: Speech recognition with primarily temporal cues,
Science 270 (1995).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Protocol, cast

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.filter import Graph

from attune.core.media.sound import Block

WINDOW, HOP = 1024, 256
BANDS, LOWEST, HIGHEST = 16, 80.0, 8000.0
SLOWEST = Fraction(1, 2)
"""The slowest that one atempo filter may be."""


class Change(Protocol):
    """Takes sound block by block (shape (channels, samples)) and gives it back changed, some later."""

    def push(self, block: Block) -> Block:
        """Take a block; give what is ready."""

    def rest(self) -> Block:
        """What is still inside, at the end."""


class Slower:
    """Sound at `speed` (1/4 to 1) times its own, in its own pitch (FFmpeg's atempo)."""

    def __init__(self, speed: Fraction, rate: int, channels: int) -> None:
        self._rate, self._channels = rate, channels
        self._layout = "mono" if channels == 1 else "stereo"
        self._graph = Graph()
        nodes = [
            self._graph.add_abuffer(
                sample_rate=rate, format="fltp", layout=self._layout, time_base=Fraction(1, rate)
            )
        ]
        while speed < SLOWEST:
            nodes.append(self._graph.add("atempo", str(float(SLOWEST))))
            speed /= SLOWEST
        nodes.append(self._graph.add("atempo", repr(float(speed))))
        nodes.append(self._graph.add("aformat", "sample_fmts=fltp"))
        nodes.append(self._graph.add("abuffersink"))
        self._graph.link_nodes(*nodes).configure()
        self._at = 0

    def push(self, block: Block) -> Block:
        """See `Change`."""
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", self._layout)
        frame.sample_rate, frame.time_base = self._rate, Fraction(1, self._rate)
        frame.pts = self._at
        self._at += block.shape[1]
        self._graph.push(frame)
        return self._pulled()

    def rest(self) -> Block:
        """See `Change`. It is a little longer than it should be: the filter keeps its last piece back,
        which is silence here."""
        ready = self.push(silence(self._channels, self._rate // 10))
        self._graph.push(None)
        return np.concatenate((ready, self._pulled()), axis=1)

    def _pulled(self) -> Block:
        return np.concatenate([silence(self._channels, 0), *self._frames()], axis=1)

    def _frames(self) -> Iterator[Block]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            yield np.asarray(cast(AudioFrame, frame).to_ndarray(), dtype=np.float32)


class Masked:
    """The noise vocoder. What comes out is as long as what went in, and lies beside it."""

    def __init__(self, rate: int, channels: int) -> None:
        self._window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
        self._bands = _bands(rate)
        self._random = np.random.default_rng()
        self._held = silence(channels, WINDOW - HOP)  # sound that more windows will look at
        self._made = silence(channels, WINDOW)  # windows that are added up
        self._skip = WINDOW - HOP

    def push(self, block: Block) -> Block:
        """See `Change`."""
        self._held = np.concatenate((self._held, block), axis=1)
        done = []
        while self._held.shape[1] >= WINDOW:
            self._made += self._noise(self._held[:, :WINDOW])
            done.append(self._made[:, :HOP].copy())
            self._made = np.pad(self._made[:, HOP:], ((0, 0), (0, HOP)))
            self._held = self._held[:, HOP:]
        ready = np.concatenate([silence(block.shape[0], 0), *done], axis=1)
        kept = ready[:, min(self._skip, ready.shape[1]) :]
        self._skip -= ready.shape[1] - kept.shape[1]
        return kept

    def rest(self) -> Block:
        """See `Change`."""
        owed = self._held.shape[1]
        return self.push(silence(self._held.shape[0], WINDOW))[:, :owed]

    def _noise(self, part: Block) -> Block:
        """Noise of one window with the loudness of `part` in each band."""
        heard = np.fft.rfft(part * self._window, axis=1)
        noise = np.fft.rfft(self._random.standard_normal(part.shape) * self._window, axis=1)
        loud = np.sqrt((np.abs(heard) ** 2) @ self._bands.T)
        mean = np.sqrt((np.abs(noise) ** 2) @ self._bands.T) + 1e-9
        shaped = noise * ((loud / mean) @ self._bands)
        # Noise of windows that overlap by three quarters adds up to the loudness that went in.
        made = np.fft.irfft(shaped, axis=1) * self._window
        return made.astype(np.float32)


def _bands(rate: int) -> npt.NDArray[Any]:
    """Which bin of a spectrum belongs to which band: shape (bands, bins), 0 or 1."""
    bins = np.fft.rfftfreq(WINDOW, 1 / rate)
    edges = np.geomspace(LOWEST, HIGHEST, BANDS + 1)
    number = np.searchsorted(edges, bins, side="right") - 1
    return np.asarray(number[np.newaxis, :] == np.arange(BANDS)[:, np.newaxis], np.float64)


def silence(channels: int, samples: int) -> Block:
    """No sound."""
    return np.zeros((channels, samples), dtype=np.float32)
