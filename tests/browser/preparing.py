"""Holds the process that prepares a film, so that a test looks, kills or cuts in the middle of it."""

import os
import signal
import time
from pathlib import Path

PATIENCE = 60  # seconds


class Preparing:
    """What a film worker has started."""

    def __init__(self, worker: int) -> None:
        self.worker = worker
        self.held: list[int] = []

    def hold(self) -> bool:
        """Stop it where it is; whether there was something to hold."""
        self.held = [pid for pid in processes() if parent(pid) == self.worker and is_at_a_film(pid)]
        for pid in self.held:
            os.kill(pid, signal.SIGSTOP)
        return bool(self.held)

    def hold_soon(self) -> None:
        """Stop it as soon as it is there."""
        deadline = time.monotonic() + PATIENCE
        while not self.hold():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def let_go(self) -> None:
        for pid in self.held:
            os.kill(pid, signal.SIGCONT)
        self.held = []


def processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def is_at_a_film(pid: int) -> bool:
    """Whether it stands behind its walls, so that it ends with its parent even while it is held, and
    is not the trial of the walls."""
    try:
        walled = "Seccomp:\t2\n" in Path(f"/proc/{pid}/status").read_text()
        return walled and "\0escape\0" not in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
