"""The process behind the walls. Its parent starts it; by hand it is of no use.

python -I -B -m attune.core.media.sandbox.child PROGRAM DESCRIPTOR PARENT

It loads the program, puts the walls up, says READY, and only then gets to see a film.
"""

import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from av.error import FFmpegError

from attune.core.media.errors import (
    DamagedFilmError,
    FilmError,
    OutputError,
    TooMuchMemoryError,
)
from attune.core.media.hardware import trouble
from attune.core.media.sandbox.devices import NONE
from attune.core.media.sandbox.remote import Blocks, RemoteFile, RemoteSink, Say, saying
from attune.core.media.sandbox.walls import Wall, WallError, raise_walls
from attune.core.media.sandbox.warm import warm
from attune.core.media.sandbox.wire import BrokenWireError, Line, Word, to_json
from attune.core.media.sink import HeadedSink

Program = Callable[[dict[str, Any], list[BinaryIO], HeadedSink, Say], dict[str, Any]]
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from linux/prctl.h
PROGRAMS = "attune.core.media.sandbox.programs"
COMPLAINT = 8000
"""Characters of a traceback that are sent for the log."""


def load(name: str) -> Program:
    """The program of this name, with everything loaded that it will need behind the walls."""
    module = import_module(f"{PROGRAMS}.{name}")
    warm()
    if hasattr(module, "warm"):
        module.warm()
    return cast(Program, getattr(module, name))


def serve(line: Line, program: Program, *, whole_process: bool = True) -> None:
    """Raise the walls that the parent wants, run the program once, and say how it ended."""
    try:
        _word, start = line.receive()
        wish = json.loads(start)
        walls = [Wall(name) for name in wish["walls"]]
        standing = raise_walls(
            walls,
            memory=wish["memory"],
            seconds=wish["seconds"],
            whole_process=whole_process,
            devices=_devices(wish["hardware"], wish["devices"]),
        )
        line.send(Word.READY, to_json(standing))
        _run(line, program)
    except WallError as error:
        line.send(Word.FAILED, f"wall: {error}".encode())
    except BrokenWireError:
        pass  # nobody listens any more


def _devices(hardware: str, nodes: list[str]) -> list[Path]:
    """What stays open for the hardware that is wanted: nothing when its driver can't be loaded."""
    if hardware == NONE or trouble(hardware):
        return []
    return [Path(node) for node in nodes]


def _run(line: Line, program: Program) -> None:
    _word, content = line.receive()
    told = json.loads(content)
    blocks = Blocks(line)
    sources = [
        cast(BinaryIO, RemoteFile(blocks, number, size))
        for number, size in enumerate(told["sizes"])
    ]
    try:
        facts = program(told["given"], sources, RemoteSink(line), saying(line))
        line.send(Word.DONE, to_json(facts))
    except BrokenWireError:
        raise
    except (FilmError, MemoryError, FFmpegError) as error:
        if isinstance(error, OutputError):
            line.send(Word.FAILED, f"output: {error}".encode())
        else:
            _refuse(line, error)
    except Exception:
        line.send(Word.FAILED, traceback.format_exc()[-COMPLAINT:].encode(errors="replace"))


def _refuse(line: Line, error: FilmError | MemoryError | FFmpegError) -> None:
    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        refusal: FilmError = TooMuchMemoryError()
    else:
        refusal = error if isinstance(error, FilmError) else DamagedFilmError()
    line.send(Word.REFUSED, to_json({"kind": type(refusal).__name__, "sentence": str(refusal)}))


def end_with(parent: int) -> None:
    """When the parent is killed, nothing goes on working for nobody."""
    ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit("The process that wanted this film is gone.")


def main(
    name: str, descriptor: str, parent: str
) -> None:  # pragma: no cover -- a process of its own
    """Run one program and end, without the tidying-up for which files would have to be opened."""
    end_with(int(parent))
    program = load(name)
    gc.collect()
    gc.freeze()
    serve(Line(int(descriptor)), program)
    os._exit(0)


if __name__ == "__main__":  # pragma: no cover -- a process of its own
    main(*sys.argv[1:])
