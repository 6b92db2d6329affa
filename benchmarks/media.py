"""Films: our work against the ffmpeg command with the same settings."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg

from attune.core.media.invented import make_film
from attune.core.media.proxy import make_proxy

ROUNDS = 3


def best(work: Callable[[], object]) -> float:
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def proxy_against_ffmpeg() -> None:
    """The proxy of a 1080p film of 10 seconds against one ffmpeg transcode."""
    with tempfile.TemporaryDirectory() as folder:
        film = make_film(Path(folder) / "film.mp4", "vfr", seconds=10, size=(1920, 1080)).path
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(film),
            "-vf", "scale=1280:720:flags=bicubic", "-fps_mode", "passthrough",
            "-enc_time_base:v", "demux", "-video_track_timescale", "90000",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high",
            "-bf", "0", "-g", "15", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k",
            "-map_metadata", "-1", "-movflags", "faststart", str(Path(folder) / "peer.mp4"),
        ]  # fmt: skip
        peer = best(lambda: subprocess.run(command, check=True))
        ours = best(lambda: make_proxy(film, Path(folder) / "ours.mp4"))
    sys.stdout.write(
        f"proxy, 10 s of 1080p: ours {ours:.2f} s, ffmpeg {peer:.2f} s, "
        f"ratio {ours / peer:.2f} (goal 1.05 or less)\n"
    )
