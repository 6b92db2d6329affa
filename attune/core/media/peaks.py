"""The peaks that are drawn of a film's sound, at several zooms, and how loud it is."""

import json
from collections.abc import Iterator
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.filter import Graph

from attune.core.media.sound import Block

PEAKS_PER_SECOND = 50
COARSER = (10, 1)
"""Peaks per second of the further levels; each divides the one before."""
LOUDEST = 127
QUIETEST = -70.0
"""LUFS: what Recommendation ITU-R BS.1770 counts as silence."""


class Peaks:
    """Least and greatest sample of every fiftieth of a second, all channels together."""

    def __init__(self, rate: int) -> None:
        self._size = rate // PEAKS_PER_SECOND
        self._held: npt.NDArray[Any] = np.zeros(0, dtype=np.float32)
        self._end = 0
        self._pairs = bytearray()  # two signed bytes a peak

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
        self._pairs += np.round(np.clip(pair, -1, 1) * LOUDEST).astype(np.int8).tobytes()

    def to_bytes(self, loudness: float | None = None) -> bytes:
        """JSON: `per_second` and `peaks`, which are [least, greatest] from -127 to 127 since the first
        frame; `levels`, the same with fewer per second; `loudness` in LUFS or null."""
        if len(self._held):
            self._take(np.pad(self._held, (0, self._size - len(self._held))))
            self._held = self._held[:0]
        pairs = np.frombuffer(bytes(self._pairs), dtype=np.int8).reshape(-1, 2)
        levels = ",".join(
            f'{{"per_second":{rate},"peaks":[{_pairs(_coarser(pairs, PEAKS_PER_SECOND // rate))}]}}'
            for rate in COARSER
        )
        return (
            f'{{"per_second":{PEAKS_PER_SECOND},"peaks":[{_pairs(pairs)}],'
            f'"levels":[{levels}],"loudness":{json.dumps(loudness)}}}'
        ).encode()


def _coarser(pairs: npt.NDArray[np.int8], factor: int) -> npt.NDArray[np.int8]:
    padded = np.pad(
        pairs, ((0, -len(pairs) % factor), (0, 0)), mode="edge" if len(pairs) else "constant"
    )
    bins = padded.reshape(-1, factor, 2)
    return np.stack((bins[..., 0].min(axis=1), bins[..., 1].max(axis=1)), axis=1)


def _pairs(pairs: npt.NDArray[np.int8]) -> str:
    # A part at a time: lists of all pairs of a long film would take a hundred times their text.
    return ",".join(",".join(part) for part in _texts(pairs))


def _texts(pairs: npt.NDArray[np.int8]) -> Iterator[list[str]]:
    for at in range(0, len(pairs), 4096):
        yield [f"[{low},{high}]" for low, high in pairs[at : at + 4096].tolist()]


class Loudness:
    """The integrated loudness of EBU R 128, by FFmpeg's own meter."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate, self._layout = rate, "mono" if channels == 1 else "stereo"
        self._graph = Graph()
        form = (
            f"sample_rate={rate}:sample_fmt=fltp:channel_layout={self._layout}:time_base=1/{rate}"
        )
        nodes = [
            self._graph.add("abuffer", form),
            self._graph.add("ebur128", "metadata=1"),
            self._graph.add("abuffersink"),
        ]
        self._graph.link_nodes(*nodes).configure()
        self._told: str | None = None

    def add(self, at: int, block: Block) -> None:
        """Take the next block."""
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", self._layout)
        frame.sample_rate, frame.pts = self._rate, at
        self._graph.push(frame)
        self._pull()

    def _pull(self) -> None:
        while True:
            try:
                metered = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._told = metered.metadata.get("lavfi.r128.I", self._told)

    def lufs(self) -> float | None:
        """What has been heard so far, in LUFS; None for silence and for less than half a second."""
        told = None if self._told is None else float(self._told)
        return None if told is None or not told > QUIETEST else told
