"""Small films of known truth, made once per test run."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import av

from attune.core.media.invented import CAMERAS, KINDS, FilmTruth, make_film, read_frame_number

SECONDS = 1.5
SIZE = (320, 180)
SMALL = (192, 144)
"""Kinds that only cameras, browsers and editors write are smaller: there are many of them."""

os.environ.setdefault("SVT_LOG", "0")  # the AV1 encoder would tell its life on standard error


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="attune-films-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def made(kind: str, seconds: float | None = None, size: tuple[int, int] | None = None) -> FilmTruth:
    """The film of this kind; do not change the file."""
    phone = kind in KINDS
    return _made(kind, seconds or (SECONDS if phone else 1.2), size or (SIZE if phone else SMALL))


@cache
def _made(kind: str, seconds: float, size: tuple[int, int]) -> FilmTruth:
    name = f"{kind}-{seconds}-{size[0]}{KINDS.get(kind, CAMERAS.get(kind)).suffix}"
    return make_film(_folder() / name, kind, seconds=seconds, size=size)


def numbers_shown(path: Path) -> list[tuple[int, int]]:
    """(tick, painted number) of every frame of an upright film."""
    with av.open(str(path)) as film:
        return [
            (frame.pts, read_frame_number(frame.to_ndarray(format="rgb24")))
            for frame in film.decode(video=0)
        ]
