"""The program `escape`: tries to get out, and says how far it came. No film is near it.

Given `read` (paths of secrets), `write` (a folder), `memory` (bytes). The facts say for each attempt "stopped"
or "through". Nothing it does harms the machine it gets through to.
"""

import ctypes
import errno
import mmap
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from attune.core.media.sandbox.remote import Say
from attune.core.media.sink import Sink

STOPPED, THROUGH = "stopped", "through"
TRACE_ME = 0
BOMB = 16
"""Processes of the fork bomb, if it goes off: enough to see, too few to hurt."""
ASK_KEYRING, SESSION = 0, -3
CALLS = {
    "x86_64": {"ptrace": 101, "process_vm_readv": 310, "keyctl": 250},
    "aarch64": {"ptrace": 117, "process_vm_readv": 270, "keyctl": 219},
}


class Memory(ctypes.Structure):
    """A piece of memory, as process_vm_readv(2) takes it."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def escape(given: dict[str, Any], sources: list[BinaryIO], sink: Sink, say: Say) -> dict[str, Any]:
    """Try everything, one after the other."""
    return {name: _outcome(attempt) for name, attempt in attempts(given).items()}


def attempts(given: dict[str, Any]) -> dict[str, Callable[[], object]]:
    """By name, what is tried. Each raises `OSError` or `MemoryError` when a wall holds."""
    return {
        "read a secret": partial(_read_any, given["read"]),
        "list a folder": partial(os.listdir, given["write"]),
        "write a file": partial(_write, Path(given["write"]) / f"escaped-{os.getpid()}"),
        "look at a file": partial(os.stat, given["write"]),
        "open a TCP connection": partial(_connect, socket.AF_INET, socket.SOCK_STREAM),
        "send a UDP packet": partial(_connect, socket.AF_INET, socket.SOCK_DGRAM),
        "open a Unix socket": _open_unix,
        "start another program": _start,
        "become another program": _become,
        "fork": _fork,
        "fork without end": _bomb,
        "be traced": partial(_call, "ptrace", TRACE_ME, 0, 0, 0),
        "read another process's memory": _read_memory,
        "signal another process": partial(os.kill, os.getppid(), 0),
        "read the keyring": partial(_call, "keyctl", ASK_KEYRING, SESSION, 0),
        "make memory executable": partial(
            mmap.mmap, -1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_EXEC
        ),
        "take more memory": partial(mmap.mmap, -1, given["memory"]),
    }


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except (OSError, MemoryError):
        return STOPPED
    return THROUGH


def _read_any(paths: list[str]) -> None:
    for path in paths:
        try:
            os.close(os.open(path, os.O_RDONLY))
        except OSError:
            continue
        return
    raise OSError("None of them can be opened.")


def _write(path: Path) -> None:
    path.write_bytes(b"I was here")
    path.unlink()


def _connect(family: int, kind: int) -> None:
    """To a port of this machine; an answer that nobody listens there is an answer."""
    with socket.socket(family, kind) as line:
        line.settimeout(2)
        if line.connect_ex(("127.0.0.1", 9)) not in (0, errno.ECONNREFUSED):
            raise OSError("There is no way to the network.")


def _open_unix() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _start() -> None:
    quiet = [(os.POSIX_SPAWN_CLOSE, 1)]
    os.waitpid(os.posix_spawn("/proc/self/exe", ["python", "-V"], {}, file_actions=quiet), 0)


def _become() -> None:
    """A name that nobody has: what comes through hears that there is no such file."""
    with suppress(FileNotFoundError):
        os.execv("/nobody-has-this-name", ["nobody"])  # noqa: S606 -- it can't start anything


def _fork() -> None:
    os.waitpid(os.fork() or _leave(), 0)


def _bomb() -> None:
    for _ in range(BOMB):
        _fork()


def _leave() -> int:  # pragma: no cover -- only in a process that should not be
    os._exit(0)


def _read_memory() -> None:
    """Our parent's where the system lets us, else our own: the call itself is what is forbidden."""
    for process in (os.getppid(), os.getpid()):
        try:
            _read_memory_of(process)
        except OSError:
            continue
        return
    raise OSError("No memory can be read.")


def _read_memory_of(process: int) -> None:
    there = ctypes.create_string_buffer(8)
    here = ctypes.create_string_buffer(8)
    pieces = [Memory(ctypes.addressof(each), 8) for each in (here, there)]
    _call("process_vm_readv", process, ctypes.byref(pieces[0]), 1, ctypes.byref(pieces[1]), 1, 0)


def _call(name: str, *given: object) -> None:
    number = CALLS[os.uname().machine][name]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(ctypes.c_long(number), *given) < 0:
        raise OSError(ctypes.get_errno(), name)
