"""Films: our work against the ffmpeg command with the same settings, on the machine at hand.

Each line is one ratio: ours over the peer's, by the wall's clock and by the processor's. The film is a
drawn one with a camera's noise on it, repeated to the length that is asked for.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import imageio_ffmpeg

from attune.core.media.errors import CancelledError
from attune.core.media.ingest import ingest
from attune.core.media.invented import make_film
from attune.core.media.proxy import make_proxy
from attune.core.vault.binding import Binding
from attune.core.vault.streaming import StreamWriter

SIZE, SMALL, LOOP = (1920, 1080), (192, 108), 10
CODERS = {
    "H.264": ("libx264", "-preset", "veryfast", "-crf", "21", "-g", "60", "-bf", "2"),
    "HEVC": ("libx265", "-preset", "ultrafast", "-b:v", "8M", "-x265-params", "log-level=none",
             "-tag:v", "hvc1"),
}  # fmt: skip
PROXY = (
    "-vf", "scale=1280:720:flags=bicubic", "-fps_mode", "passthrough", "-enc_time_base:v", "demux",
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high",
    "-bf", "0", "-g", "15", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k",
    "-map_metadata", "-1", "-movflags", "faststart",
)  # fmt: skip
"""What our proxy is, in the words of the peer."""


def ffmpeg(*words: object) -> None:
    """Run the ffmpeg command."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *map(str, words)]
    subprocess.run(command, check=True)  # noqa: S603 -- our own words


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the wall's clock and by the processor's, children included."""

    wall: float
    processor: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.wall + other.wall, self.processor + other.processor)


def cost(work: Callable[[], object]) -> Cost:
    """What one run takes."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    work()
    return Cost(time.perf_counter() - start, sum(os.times()[:4]) - before)


def least(rounds: int, *works: Callable[[], object]) -> list[Cost]:
    """The least of a few runs of each, in turn, so that all meet the same disturbances."""
    costs = [[cost(work) for work in works] for _ in range(rounds)]
    return [
        Cost(min(one.wall for one in each), min(one.processor for one in each))
        for each in zip(*costs, strict=True)
    ]


def tell(what: str, ours: Cost, peer: Cost, goal: float) -> None:
    """Print one ratio."""
    sys.stdout.write(
        f"{what}: wall {ours.wall:.2f} s against {peer.wall:.2f} s, ratio {ours.wall / peer.wall:.2f}; "
        f"processor {ours.processor:.2f} s against {peer.processor:.2f} s, "
        f"ratio {ours.processor / peer.processor:.2f} (goal {goal} or less)\n"
    )
    sys.stdout.flush()


def film_of(folder: Path, coder: str, seconds: int, size: tuple[int, int] = SIZE) -> Path:
    """A film of at least `seconds`, 30 frames each, with sound: a few seconds coded, then repeated."""
    drawn = make_film(folder / "drawn.mp4", "h264", seconds=min(seconds, LOOP), size=size).path
    noisy, film = folder / "noisy.mp4", folder / f"film-{coder}-{seconds}.mp4"
    ffmpeg("-i", drawn, "-vf", "noise=alls=6:allf=t", "-c:v", *CODERS[coder], "-c:a", "copy", noisy)
    times = -(-seconds // LOOP) - 1
    ffmpeg("-stream_loop", times, "-i", noisy, "-c", "copy", film)
    return film


def proxy_against_ffmpeg(film: Path, folder: Path, name: str, rounds: int) -> None:
    """The proxy alone against one transcode, and the whole ingest against all the separate runs."""

    def whole() -> None:
        ingest_into(film, folder)

    peers = {
        "proxy": ("-i", film, *PROXY, folder / "peer.mp4"),
        "frame table": ("-copyts", "-i", film, "-map", "0:v", "-vf", "showinfo=checksum=0",
                        "-fps_mode", "passthrough", "-f", "null", "-"),
        "peaks": ("-i", film, "-vn", "-f", "f32le", os.devnull),
        "loudness": ("-i", film, "-vn", "-af", "ebur128", "-f", "null", "-"),
        "thumbnails": ("-i", film, "-vf", "fps=1,scale=160:-2:flags=area,tile=10x10", "-q:v", "4",
                       folder / "sheet-%03d.jpg"),
        "poster": ("-i", film, "-vf", "scale=1280:720", "-frames:v", "1", folder / "poster.jpg"),
    }  # fmt: skip
    works = [lambda words=words: ffmpeg(*words) for words in peers.values()]
    ours, ingested, proxy, *others = least(
        rounds, lambda: make_proxy(film, folder / "ours.mp4"), whole, *works
    )
    tell(f"{name}, proxy", ours, proxy, 1.05)
    tell(f"{name}, whole ingest", ingested, sum(others, proxy), 0.7)
    for each, took in zip(peers, (proxy, *others), strict=True):
        sys.stdout.write(f"    ffmpeg, {each}: {took.wall:.2f} s, {took.processor:.2f} s\n")


def ingest_into(film: Path, folder: Path) -> None:
    """Everything that is made of a film that arrives, the parts encrypted as they come."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        sink = Locked(Path(place))
        ingest(film, sink)
        sink.close()


class Locked:
    """A sink that encrypts each part into a file, as the store does."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, os.urandom(32)
        self._growing: dict[str, tuple[BinaryIO, StreamWriter]] = {}

    def append(self, name: str, piece: bytes) -> None:
        """Encrypt more of a part."""
        if name not in self._growing:
            file = (self._folder / name).open("wb")
            self._growing[name] = file, self._writer(file, name)
        self._growing[name][1].write(piece)

    def replace(self, name: str, content: bytes) -> None:
        """Encrypt a whole part."""
        with (self._folder / name).open("wb") as file:
            writer = self._writer(file, name)
            writer.write(content)
            writer.finish()

    def close(self) -> None:
        """Write the ends of the parts that grew."""
        for file, writer in self._growing.values():
            writer.finish()
            file.close()

    def _writer(self, file: BinaryIO, name: str) -> StreamWriter:
        return StreamWriter(file, self._key, Binding("service", "case", "film", name))


def first_fragment(film: Path, name: str) -> None:
    """How long after the start there is something to play."""

    class Until(Locked):
        def append(self, name: str, piece: bytes) -> None:
            raise CancelledError

    with tempfile.TemporaryDirectory() as place, suppress(CancelledError):
        start = time.perf_counter()
        try:
            ingest(film, Until(Path(place)))
        finally:
            took = time.perf_counter() - start
    sys.stdout.write(f"{name}, first fragment: {took:.2f} s after the start (goal 5 or less)\n")


def memory_against_length(folder: Path) -> None:
    """The peak memory of an ingest of 2 hours over that of 2 minutes, of a small film."""
    peaks = []
    for seconds in (120, 7200):
        film = film_of(folder, "H.264", seconds, SMALL)
        words = [sys.executable, "-m", "benchmarks.media", str(film)]
        told = subprocess.run(words, check=True, capture_output=True)  # noqa: S603 -- our own words
        peaks.append(int(told.stdout) / 1024)
    sys.stdout.write(
        f"memory of ingest: {peaks[1]:.0f} MB for 2 hours, {peaks[0]:.0f} MB for 2 minutes, "
        f"ratio {peaks[1] / peaks[0]:.2f} (goal 1.2 or less)\n"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as there:
        ingest_into(Path(sys.argv[1]), Path(there))
    sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
