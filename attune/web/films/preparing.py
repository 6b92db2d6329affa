"""Prepares one film, or draws one still of it, in a process of its own, and listens to what it says.

A film is a stranger's file, and the libraries that read films are large. So no process that serves
people or holds the database opens one: `alone.py` and `alone_still.py` do, started here with an
environment of their own and a limit of time. They talk in lines of JSON on standard output.
"""

import json
import logging
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any

log = logging.getLogger("attune.films")

LONGEST = 6 * 60 * 60  # seconds that preparing may take at most
SILENCE = 10 * 60  # seconds without a word after which it counts as stuck
LINE = 64 * 2**10  # characters: a longer line is no word of ours
ALONE, ALONE_STILL = "attune.web.films.alone", "attune.web.films.alone_still"
PARENT = "ATTUNE_PARENT"  # so that the child can see whether we are still there

Progress = Callable[[float, float], None]


class RefusedError(Exception):
    """This film cannot be used. The message is one plain sentence for the person."""


class PreparingError(Exception):
    """Preparing broke off, though the film may be fine: it is worth another try."""


def prepare(source: Path, folder: Path, *, progress: Progress) -> dict[str, Any]:
    """Make everything of the film in `folder`, which is there and empty; return its facts.

    `progress(done, total)`, in seconds of film, is called as often as the child speaks; when it
    raises, the child ends. Raises RefusedError and PreparingError.
    """
    facts: dict[str, Any] | None = None
    given = [str(source), str(folder)]
    with tempfile.TemporaryFile() as complaints, _child(ALONE, given, folder, complaints) as child:
        for said in _words(child):
            if "refused" in said:
                raise RefusedError(str(said["refused"]))
            if "done" in said:
                progress(float(said["done"]), float(said["total"]))
            if "facts" in said:
                facts = dict(said["facts"])
        ended = child.wait(timeout=SILENCE)
        if ended != 0 or facts is None:
            log.error("Preparing ended with %s: %s", ended, _last_lines(complaints))
            raise PreparingError(f"Preparing ended with {ended}.")
    return facts


def draw_still(source: Path, frames: Path, out: Path, number: int) -> None:
    """Write frame `number` of the film to `out` (.png or .jpg), at its full size.

    `frames` holds the film's frame table. Raises RefusedError and PreparingError.
    """
    given = [str(source), str(frames), str(out), str(number)]
    with (
        tempfile.TemporaryFile() as complaints,
        _child(ALONE_STILL, given, out.parent, complaints) as child,
    ):
        for said in _words(child):
            if "refused" in said:
                raise RefusedError(str(said["refused"]))
        ended = child.wait(timeout=SILENCE)
        if ended != 0 or not out.exists():
            log.error("Drawing a still ended with %s: %s", ended, _last_lines(complaints))
            raise PreparingError(f"Drawing a still ended with {ended}.")


@contextmanager
def _child(
    program: str, given: list[str], folder: Path, complaints: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    """The process that opens the film. The walls around it (no network, no other files, limits of
    memory) go up here and nowhere else."""
    child = subprocess.Popen(  # noqa: S603 -- our own program; the paths are made of UUIDs
        [sys.executable, "-I", "-m", program, *given],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        close_fds=True,
    )
    try:
        yield child
    finally:
        child.kill()  # does nothing when it has ended by itself
        child.wait()
        if child.stdout:
            child.stdout.close()


def _environment() -> Mapping[str, str]:
    """Nothing of ours: no data directory, no keys."""
    return {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", PARENT: str(os.getpid())}


def _words(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What the child says, line by line, until it closes its mouth. Raises PreparingError."""
    pipe = child.stdout
    if pipe is None:
        raise PreparingError("The child has no voice.")
    started, held = monotonic(), b""
    while True:
        left = LONGEST - (monotonic() - started)
        ready, _write, _error = select.select([pipe], [], [], max(0, min(SILENCE, left)))
        if not ready:
            raise PreparingError("Preparing took too long or got stuck.")
        heard = os.read(pipe.fileno(), LINE)
        if not heard:
            return
        *lines, held = (held + heard).split(b"\n")
        if len(held) > LINE:
            raise PreparingError("Preparing said something too long to be true.")
        yield from map(_understood, lines)


def _understood(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise PreparingError("Preparing said something that is not JSON.") from error
    if not isinstance(said, dict):
        raise PreparingError("Preparing said something that makes no sense.")
    return said


def _last_lines(complaints: IO[bytes]) -> str:
    length = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, length - 4000))
    return complaints.read().decode(errors="replace").strip()
