"""The ffmpeg command as an independent witness: it shares no code of ours."""

import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np


def ffmpeg(*arguments: object, told: bool = False) -> bytes:
    """Run the command and return its standard output, or with `told` what it says."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True)
    return done.stderr if told else done.stdout


def presented(path: Path) -> tuple[Fraction, list[int]]:
    """Time base and ticks of the frames that ffmpeg presents, edit list applied."""
    text = ffmpeg(
        "-copyts", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough",
        "-enc_time_base:v", "demux", "-f", "framecrc", "-",
    ).decode()  # fmt: skip
    base = next(line.split()[-1] for line in text.splitlines() if line.startswith("#tb 0:"))
    ticks = [int(line.split(",")[2]) for line in text.splitlines() if not line.startswith("#")]
    return Fraction(base), ticks


def samples(path: Path) -> np.ndarray:
    """The first sound stream from the film's zero: mono, 48,000 samples per second, -1 to 1."""
    raw = ffmpeg("-copyts", "-i", path, "-vn", "-af", "aresample=async=1:first_pts=0",
                 "-ac", 1, "-ar", 48000, "-f", "f32le", "-")  # fmt: skip
    return np.frombuffer(raw, dtype=np.float32)
