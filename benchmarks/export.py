"""Exports: exact and smart cuts against the ffmpeg command's own exact cut with the same settings.

`python -m benchmarks.export [SECONDS]`
"""

import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg

from attune.core.clock import FrameTable
from attune.core.media.frames import frame_table
from attune.core.media.opening import open_film
from attune.core.media.render.plan import Clip, Plan
from attune.core.media.render.reel import OUT, render
from attune.core.media.sink import FolderSink
from benchmarks.media import ffmpeg, film_of, least, tell

CODING = (
    "-fps_mode", "passthrough", "-enc_time_base:v", "demux", "-c:v", "libx264",
    "-preset", "veryfast", "-crf", "18", "-profile:v", "high", "-bf", "0", "-g", "30",
    "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k", "-map_metadata", "-1",
    "-movflags", "faststart",
)  # fmt: skip
"""What an exact export is, in the words of the peer."""
GOALS = {"exact": 1.0, "original": 0.1}
MOST = 60 * 30
"""Frames of the clip."""


def export_against_ffmpeg(film: Path, folder: Path, name: str, rounds: int = 3) -> None:
    """One clip, nearly the whole film or a minute of it: encoded anew, and with the film's own pictures
    where it is H.264."""
    table = frame_table(film)
    first, last = 20, min(len(table) - 20, 20 + MOST)
    goals = GOALS if coding_of(film) == "h264" else {"exact": GOALS["exact"]}
    part = table.slice(first, last)
    start = float(table.time_base.seconds(table.pts[first] - table.start))
    stop = start + float(part.duration)
    half = float(table.time_base.tick * (table.pts[1] - table.pts[0])) / 2
    peer = (
        "-i", film, "-vf", f"trim=start={start - half}:end={stop - half},setpts=PTS-STARTPTS",
        "-af", f"atrim=start={start}:end={stop},asetpts=PTS-STARTPTS", *CODING, folder / "peer.mp4",
    )  # fmt: skip

    def export(quality: str) -> None:
        (folder / quality).mkdir(exist_ok=True)
        (folder / quality / OUT).unlink(missing_ok=True)
        clip = Clip(0, table.pts[first], table.pts[last])
        plan = Plan((clip,), quality=quality)
        facts = render(plan, [film], FolderSink(folder / quality), tables=[table])
        if facts["quality"] != quality:
            raise SystemExit(f"{name}: {facts['notes']}")

    works = [lambda quality=quality: export(quality) for quality in goals]
    theirs, *ours = least(rounds, lambda: ffmpeg(*peer), *works)
    for (quality, goal), mine in zip(goals.items(), ours, strict=True):
        tell(f"{name}, export, {quality}", mine, theirs, goal)
        off = frames_off(folder / quality / OUT, part)
        sys.stdout.write(f"    {off} of {len(part)} frames off\n")
    sys.stdout.write(f"    ffmpeg's own cut: {frames_off(folder / 'peer.mp4', part)} frames off\n")


def coding_of(film: Path) -> str:
    """What its pictures are coded in."""
    with open_film(film) as opened:
        return opened.video.codec_context.codec.canonical_name


def frames_off(path: Path, table: FrameTable) -> int:
    """How many frames of a film, as ffmpeg shows it, are not where they should be."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-copyts", "-i", str(path), "-map", "0:v:0",
        "-fps_mode", "passthrough", "-enc_time_base:v", "demux", "-f", "framecrc", "-",
    ]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 -- our own words
    lines = told.splitlines()
    base = Fraction(next(line.split()[-1] for line in lines if line.startswith("#tb 0:")))
    shown = [int(line.split(",")[2]) * base for line in lines if not line.startswith("#")]
    wanted = [table.time_base.seconds(tick) for tick in table.pts]
    return sum(a != b for a, b in zip(shown, wanted, strict=False)) + abs(len(shown) - len(wanted))


def main() -> None:
    """Measure on an H.264 film of as many seconds as the command line says."""
    seconds = int(sys.argv[1]) if sys.argv[1:] else 20
    with tempfile.TemporaryDirectory() as place:
        film = film_of(Path(place), "H.264", seconds)
        export_against_ffmpeg(film, Path(place), f"{seconds} s of 1080p H.264")


if __name__ == "__main__":
    main()
