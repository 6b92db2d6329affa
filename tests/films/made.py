"""Small films of known truth, made once per test run."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import av

from attune.core.media.invented import KINDS, FilmTruth, make_film, read_frame_number

SECONDS = 1.5
SIZE = (320, 180)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="attune-films-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def made(kind: str, seconds: float = SECONDS, size: tuple[int, int] = SIZE) -> FilmTruth:
    """The film of this kind; do not change the file."""
    name = f"{kind}-{seconds}-{size[0]}{KINDS[kind].suffix}"
    return make_film(_folder() / name, kind, seconds=seconds, size=size)


def numbers_shown(path: Path) -> list[tuple[int, int]]:
    """(tick, painted number) of every frame of an upright film."""
    with av.open(str(path)) as film:
        return [
            (frame.pts, read_frame_number(frame.to_ndarray(format="rgb24")))
            for frame in film.decode(video=0)
        ]
