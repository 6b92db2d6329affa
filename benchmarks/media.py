"""Films: our work against the ffmpeg command with the same settings."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg

ROUNDS = 3


def best(work: Callable[[], object]) -> tuple[float, float]:
    """Of a few runs, the least seconds by the wall's clock and by the processor's, children included."""
    walls, processors = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), sum(os.times()[:4])
        work()
        walls.append(time.perf_counter() - start)
        processors.append(sum(os.times()[:4]) - before)
    return min(walls), min(processors)


def proxy_against_ffmpeg() -> None:
    """The proxy of a 1080p film of 5 seconds against one ffmpeg transcode."""
    from attune.core.media.invented import make_film
    from attune.core.media.proxy import make_proxy

    with tempfile.TemporaryDirectory() as folder:
        film = make_film(Path(folder) / "film.mp4", "vfr", seconds=5, size=(1920, 1080)).path
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(film),
            "-vf", "scale=1280:720:flags=bicubic", "-fps_mode", "passthrough",
            "-enc_time_base:v", "demux", "-video_track_timescale", "90000",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high",
            "-bf", "0", "-g", "15", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k",
            "-map_metadata", "-1", "-movflags", "faststart", str(Path(folder) / "peer.mp4"),
        ]  # fmt: skip
        peer = best(lambda: subprocess.run(command, check=True))  # noqa: S603 -- our own words
        ours = best(lambda: make_proxy(film, Path(folder) / "ours.mp4"))
    for name, mine, theirs in zip(("wall", "processor"), ours, peer, strict=True):
        sys.stdout.write(
            f"proxy, 5 s of 1080p, {name}: ours {mine:.2f} s, ffmpeg {theirs:.2f} s, "
            f"ratio {mine / theirs:.2f} (goal 1.05 or less)\n"
        )
