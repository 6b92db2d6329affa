"""Starting the web server and the workers together, and keeping them together."""

import ctypes
import errno
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TERMINATE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from linux/prctl.h
PATIENCE = 15  # seconds a process has to stop by itself
LAST_REQUESTS = 8  # seconds in which a server that has lost its parent ends
PAUSE = 60  # seconds before a worker that dies too often is tried again
TOO_OFTEN = 5  # deaths within a minute after which we give up


def die_with_parent() -> None:
    """Runs in the child: no server stays behind when its parent is killed without a word."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(TERMINATE_WITH_PARENT, signal.SIGTERM)


def port_is_free(host: str, port: int) -> bool:
    """Raises OSError when this machine has no such address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def free_soon(host: str, port: int) -> bool:
    """Whether the port is free, or will be: a server whose parent was killed is still ending."""
    deadline = time.monotonic() + LAST_REQUESTS
    while not port_is_free(host, port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@dataclass
class Process:
    """A named command that is started again when it dies."""

    name: str
    command: list[str]
    essential: bool = True  # without it there is no going on
    running: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    rests_until: float = 0

    def start(self) -> None:
        self.running = subprocess.Popen(  # noqa: S603 -- our own commands
            self.command, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent
        )

    def died(self) -> bool:
        return self.running is not None and self.running.poll() is not None

    def dies_too_often(self) -> bool:
        now = time.monotonic()
        self.deaths = [*(death for death in self.deaths if now - death < 60), now]
        return len(self.deaths) >= TOO_OFTEN


def stop(processes: list[Process]) -> None:
    """Ask all to stop, wait, and end what is left."""
    alive = [process.running for process in processes if process.running]
    for running in alive:
        running.terminate()
    deadline = time.monotonic() + PATIENCE
    for running in alive:
        try:
            running.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def keep_running(
    processes: list[Process], *, say: Callable[[str], object], until: Callable[[], bool]
) -> bool:
    """Restart what dies, until `until` says so (True) or something essential dies too often
    (False)."""
    while not until():
        for process in processes:
            if not process.died() or time.monotonic() < process.rests_until:
                continue
            if process.dies_too_often():
                say(f"The {process.name} stops again and again; the lines above say why.")
                if process.essential:
                    return False
                say(f"It is tried again in {PAUSE} seconds. Everything else goes on.")
                process.deaths, process.rests_until = [], time.monotonic() + PAUSE
                continue
            say(f"The {process.name} stopped unexpectedly; starting it again. Nothing is lost.")
            process.start()
        time.sleep(0.3)
    return True
