"""Prepares one film, or draws one still of it: behind the walls of core/media/sandbox, and only there.

A film is a stranger's file. No process that serves people or holds the database opens one, and where the
walls don't hold nothing is opened at all. What a film gives goes to a sink, byte by byte as it comes.
"""

import hashlib
import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from attune.core.media.sandbox.launcher import (  # noqa: TID253 -- it opens no film itself
    FilmRefusedError,
    Limits,
    SandboxError,
    WallsError,
    run,
)
from attune.core.media.sandbox.trial import (  # noqa: TID253 -- nor does this
    Hardware,
    Verdict,
    try_hardware,
    try_walls,
)
from attune.core.media.sink import Sink  # noqa: TID253 -- nor this

log = logging.getLogger("attune.films")

__all__ = ["FilmRefusedError", "PreparingError", "SandboxError", "WallsError"]

PIECE = 2**20
LONGEST = 6 * 60 * 60  # seconds that preparing may take at most
SILENCE = 5 * 60  # seconds without a word after which it counts as stuck

Progress = Callable[[float, float], None]


class NoWallsError(WallsError):
    """Nothing is opened here for now; whoever waits for it may ask again."""

    again_after = timedelta(minutes=1)  # see config/workers.py


class PreparingError(SandboxError):
    """Preparing broke off, though the film may be fine: it is worth another try."""


class Said:
    """Hands on what the program says of its progress, and nothing else."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def __call__(self, words: dict[str, Any]) -> None:
        try:
            done, total = float(words["done"]), float(words["total"])
        except (KeyError, TypeError, ValueError) as error:
            raise PreparingError("The program says something else than how far it is.") from error
        if not 0 <= done <= total < 10**7:
            raise PreparingError("The program says that it is further than it can be.")
        self.progress(done, total)


def prepare(source: BinaryIO, sink: Sink, *, progress: Progress) -> dict[str, Any]:
    """Make everything of the film `source` into `sink`; return its facts.

    `progress(done, total)`, in seconds of film, is called as the work goes on; when it raises, the work
    ends. Raises FilmRefusedError, SandboxError, and WallsError before anything is opened.
    """
    require_walls()
    limits, kind = Limits(seconds=LONGEST, silence=SILENCE), hardware().kind
    given, said = {"hardware": kind}, Said(progress)
    return run("ingest", given, [source], sink, said=said, limits=limits, hardware=kind)


class _One:
    """A sink for one part that is kept in memory."""

    def __init__(self) -> None:
        self.content = b""

    def append(self, name: str, piece: bytes) -> None:
        self.content += piece

    def replace(self, name: str, content: bytes) -> None:
        self.content = content


def draw_still(source: BinaryIO, frames: bytes, number: int, ending: str) -> bytes:
    """Frame `number` of the film at its full size, as the bytes of a picture; `ending`: png or jpg.

    `frames` is the film's frame table. Raises as `prepare` does.
    """
    require_walls()
    name, one = f"still.{ending}", _One()
    limits = Limits(seconds=10 * 60, silence=SILENCE, names=frozenset({name}))
    run("still", {"number": number, "name": name}, [source, io.BytesIO(frames)], one, limits=limits)
    return one.content


# --- the walls ------------------------------------------------------------------------------------
def require_walls() -> None:
    """Raise NoWallsError where the walls don't hold; they are tried once in each process."""
    verdict = tried()
    if not verdict.holds:
        log.error("%s", verdict.sentence)
        tried.cache_clear()  # so that the next film finds out whether it was put right
        raise NoWallsError(verdict.sentence)


@lru_cache(maxsize=1)
def tried() -> Verdict:
    """What the trial of the walls found on this machine, with our own secrets as bait."""
    database = settings.DATABASES["default"]["NAME"]
    bait = [settings.DATA, settings.DATA / "secret-key", Path(database), settings.FILMS]
    keys = getattr(settings, "KEYS", None)
    return try_walls([*bait, *([Path(keys)] if keys else [])])


@lru_cache(maxsize=1)
def hardware() -> Hardware:
    """What decodes films here; tried, and said in the log, once in each process."""
    found = try_hardware()
    if found.sentence:
        log.log(logging.INFO if found.holds else logging.WARNING, "%s", found.sentence)
    return found


# --- the checksum ---------------------------------------------------------------------------------
@contextmanager
def summing(source: BinaryIO) -> Iterator[Callable[[], str]]:
    """Compute the SHA-256 of an open film in a thread, beside what else is done with it.

    Gives a function that waits for it and returns it in hexadecimal, or raises what reading raised. Who
    leaves early stops it.
    """
    summed, stop, outcome = hashlib.sha256(), threading.Event(), list[Exception]()

    def work() -> None:
        try:
            while not stop.is_set() and (piece := source.read(PIECE)):
                summed.update(piece)
        except Exception as error:  # raised where the result is asked for
            outcome.append(error)

    def result() -> str:
        thread.join()
        if outcome:
            raise outcome[0]
        return summed.hexdigest()

    thread = threading.Thread(target=work, name="checksum")
    thread.start()
    try:
        yield result
    finally:
        stop.set()
        thread.join()
