"""Starts the child: a Python of its own, with an environment of its own and one pair of sockets."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

CHILD = "attune.core.media.sandbox.child"
BUFFER = 1 << 20


class Child(Protocol):
    """A child that runs: its `line` to talk over, and the descriptor of its complaints."""

    line: socket.socket
    complaints: int

    def end(self) -> int:
        """Make sure that it is gone, and return how it ended, as `subprocess` counts."""


@dataclass(slots=True)
class Spawned:
    """A child in a process that was started for it alone. Use it with `with`."""

    line: socket.socket
    complaints: int
    process: subprocess.Popen[bytes]

    def end(self) -> int:
        """See `Child`."""
        self.process.kill()  # does nothing when it has ended by itself
        return self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The child ends however this one goes on."""
        self.end()
        self.line.close()
        os.close(self.complaints)


def spawn(program: str) -> Spawned:
    """Start the child that runs `program`; it waits for the first word."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    complaints, voice = os.pipe()
    with theirs, os.fdopen(voice, "wb") as stderr:
        process = subprocess.Popen(  # noqa: S603 -- our own program
            [
                *(sys.executable, "-I", "-B", "-X", "utf8", "-m", CHILD),
                *(program, str(theirs.fileno()), str(os.getpid())),
            ],
            cwd="/",
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            close_fds=True,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    return Spawned(ours, complaints, process)


def environment() -> Mapping[str, str]:
    """Nothing of ours: no data directory, no keys. One thread for sums, so that walls can go up."""
    return {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "4"}
