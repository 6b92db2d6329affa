"""What happens to a film that arrives: one decode, everything made from it, all or nothing.

In the folder appear `proxy.mp4`, `poster.jpg`, `peaks.json` and, last, `frames.json`: a folder that
has `frames.json` is complete.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from av.video.frame import VideoFrame
from PIL import Image

from attune.core.clock import FrameTable
from attune.core.media.look import Look, first_look
from attune.core.media.opening import Source, open_film
from attune.core.media.probe import Probe, describe
from attune.core.media.proxy import Progress, encode_proxy
from attune.core.media.sound import Peaks, plain_rate
from attune.core.media.whole import flush

PROXY, POSTER, PEAKS, FRAMES = "proxy.mp4", "poster.jpg", "peaks.json", "frames.json"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was made of a film.

    `sha256` is of the source's bytes, in hexadecimal.
    """

    probe: Probe
    sha256: str

    @property
    def table(self) -> FrameTable:
        """The frame table in the source's own ticks."""
        return self.probe.table


class _Poster:
    """Keeps the first picture, and then the one a third of the way in."""

    def __init__(self, after: Fraction, seconds: Callable[[int], Fraction]) -> None:
        self._after, self._seconds = after, seconds
        self._kept: list[VideoFrame] = []

    def see(self, tick: int, frame: VideoFrame) -> None:
        if not self._kept or (len(self._kept) == 1 and self._seconds(tick) >= self._after):
            self._kept.append(frame)

    def save(self, path: Path) -> None:
        Image.fromarray(self._kept[-1].to_ndarray(format="rgb24")).save(path, quality=85)


def ingest(source: Source, folder: Path, *, progress: Progress | None = None) -> Ingested:
    """Make the proxy, poster, peaks and frame table of `source` in `folder`, which must exist.

    Raises a `FilmError` for what is not a whole film, `OSError` where a file cannot be read or
    written, and whatever `progress` raises (`CancelledError` to stop). Then nothing half-made is left.
    """
    digest = _digest(source)
    look = first_look(source)
    draft = Path(tempfile.mkdtemp(prefix=".ingest-", dir=folder))
    try:
        probe = _make(source, draft, look, progress)
        for name in (PROXY, POSTER, PEAKS, FRAMES):
            flush(draft / name)
        for name in (PROXY, POSTER, PEAKS, FRAMES):
            (draft / name).replace(folder / name)
        flush(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Ingested(probe, digest)


def _make(source: Source, draft: Path, look: Look, progress: Progress | None) -> Probe:
    peaks = Peaks(plain_rate(look.sound_rate or 48_000))
    with open_film(source) as film:
        poster = _Poster(look.seconds / 3, film.base.seconds)
        decoding = encode_proxy(
            film, look, draft / PROXY, progress=progress, seen=poster.see, heard=peaks.add
        )
        probe = describe(film, look, decoding)
    poster.save(draft / POSTER)
    (draft / PEAKS).write_text(json.dumps(peaks.to_json(), separators=(",", ":")))
    (draft / FRAMES).write_bytes(probe.table.to_bytes())
    return probe


def _digest(source: Source) -> str:
    if not isinstance(source, Path | str):
        source.seek(0)
        return _digest_of(source)
    with Path(source).open("rb") as file:
        return _digest_of(file)


def _digest_of(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()
