"""Children for tests: in a thread of the test run, or of any code, with the same words on the wire."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import contextmanager

from attune.core.media.sandbox import child
from attune.core.media.sandbox.starting import Spawned, environment
from attune.core.media.sandbox.wire import Line


class Parts(dict):
    """A sink that keeps everything in memory."""

    def append(self, name: str, piece: bytes) -> None:
        self[name] = self.get(name, b"") + piece

    def replace(self, name: str, content: bytes) -> None:
        self[name] = content

    def put_before(self, name: str, content: bytes) -> None:
        self[name] = content + self[name]


class InThread:
    """What `starting.spawn` gives, but in a thread: its walls are that thread's alone."""

    def __init__(self, line: socket.socket, complaints: int) -> None:
        self.line, self.complaints = line, complaints

    def end(self) -> int:
        self.line.shutdown(socket.SHUT_RDWR)
        return 0


def in_thread(work: Callable[[Line], None]):
    """A `start` for `launcher.run` whose child does `work` at its end of the line."""

    @contextmanager
    def start(_program: str):
        ours, theirs = socket.socketpair()
        read, write = os.pipe()

        def talk() -> None:
            with theirs:
                work(Line(theirs.fileno()))

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            yield InThread(ours, read)
        finally:
            ours.close()
            thread.join()
            os.close(read)
            os.close(write)

    return start


def serving(program) -> Callable[[str], object]:
    """A child that does what the real one does, with this program."""
    return in_thread(lambda line: child.serve(line, program, whole_process=False))


def of_code(code: str, *, with_site: bool = False):
    """A process of its own that runs `code`, with `line` (its socket) and `word(number, bytes)`; its
    own packages, ours among them, with `with_site` alone."""

    def start(_program: str) -> Spawned:
        ours, theirs = socket.socketpair()
        begin = (
            "import os, socket, struct, sys, time\n"
            f"line = socket.socket(fileno={theirs.fileno()})\n"
            "def word(number, content=b''):\n"
            "    line.sendall(struct.pack('!BI', number, len(content)) + content)\n"
        )
        complaints, voice = os.pipe()
        with theirs, os.fdopen(voice, "wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-I", *([] if with_site else ["-S"]), "-c", begin + code],
                env=environment() if with_site else None,
                stderr=stderr,
                pass_fds=(theirs.fileno(),),
            )
        return Spawned(ours, complaints, process)

    return start
