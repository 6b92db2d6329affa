"""The walls round a child that opens a film: which there are, which are wanted, how they go up.

They are put up by the child itself, once everything it needs is loaded and before it sees one byte of a
film; they can't be taken down again. Standard library only, and no privileges.
"""

import ctypes
import os
import resource
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from attune.core.media.sandbox import landlock, seccomp

SETTING = "ATTUNE_SANDBOX"
NO_NEW_PRIVILEGES, DUMPABLE = 38, 4  # PR_SET_…, from linux/prctl.h
FILES_OPEN = 32
PROCESSES = 8192
"""Threads of one user, all programs together: a bound against runaways, not a budget."""


class Wall(StrEnum):
    """One of the walls."""

    LIMITS = "limits"
    """Of memory, time, files and threads (setrlimit)."""
    LANDLOCK = "landlock"
    """No path can be opened."""
    SECCOMP = "seccomp"
    """No system call but those for decoding."""


EVERY_WALL = frozenset(Wall)
CHOICES = {
    "full": EVERY_WALL,
    "without-landlock": EVERY_WALL - {Wall.LANDLOCK},
    "without-seccomp": EVERY_WALL - {Wall.SECCOMP},
    "limits-only": frozenset({Wall.LIMITS}),
}
"""What `ATTUNE_SANDBOX` may say."""


class WallError(Exception):
    """A wall can't be put up here. The message says which, and what to do."""


def wanted(environment: Mapping[str, str] = os.environ) -> frozenset[Wall]:
    """The walls that the operator wants: all, unless `ATTUNE_SANDBOX` names an exception.

    Raises `WallError` for a word that is none of `CHOICES`.
    """
    word = environment.get(SETTING) or "full"
    if word not in CHOICES:
        known = ", ".join(CHOICES)
        raise WallError(f"{SETTING} is {word!r}; it must be one of: {known}.")
    return CHOICES[word]


def raise_walls(
    walls: Iterable[Wall],
    *,
    memory: int,
    seconds: int,
    whole_process: bool = True,
    devices: Sequence[Path] = (),
) -> dict[str, int]:
    """Put up `walls` for good and return what stands, each with a number (Landlock: its version).

    `memory` is in bytes of addresses, `seconds` of processor time. With `whole_process=False` only the
    calling thread is walled in, and nothing is limited. Through Landlock, and only where it stands,
    `devices` stay open. Raises `WallError` when a wall can't be put up.
    """
    standing: dict[str, int] = {}
    wish = frozenset(walls)
    if whole_process and (native := _threads()) != 1:
        raise WallError(f"The walls came too late: {native} threads run already.")
    _prctl(NO_NEW_PRIVILEGES, 1)
    if Wall.LIMITS in wish and whole_process:
        set_limits(limits(memory=memory, seconds=seconds))
        _prctl(DUMPABLE, 0)
        standing[Wall.LIMITS] = 1
    left_open = devices if Wall.LANDLOCK in wish else ()
    if Wall.LANDLOCK in wish:
        standing[Wall.LANDLOCK] = _up(
            Wall.LANDLOCK, "without-landlock", lambda: landlock.restrict(left_open)
        )
    if Wall.SECCOMP in wish:
        standing[Wall.SECCOMP] = _up(
            Wall.SECCOMP,
            "without-seccomp",
            lambda: seccomp.restrict(whole_process=whole_process, devices=bool(left_open)),
        )
    return standing


def _up(wall: Wall, exception: str, restrict: Callable[[], int | None]) -> int:
    try:
        return restrict() or 1
    except (OSError, KeyError) as error:
        raise WallError(
            f"This machine has no {wall} wall ({error}), so films can't be opened safely on it. "
            f"Use a Linux kernel that has it, or set {SETTING}={exception} to go without."
        ) from error


def limits(*, memory: int, seconds: int) -> dict[int, int]:
    """What the kernel is to limit, as `setrlimit` names it."""
    return {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: FILES_OPEN,
        resource.RLIMIT_NPROC: PROCESSES,
    }


def set_limits(wish: Mapping[int, int]) -> None:
    """Lower the limits of this process for good; one that is lower already stays."""
    for name, value in wish.items():
        _soft, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


def _threads() -> int:
    """Threads of this process, those of libraries included."""
    folder = Path("/proc/self/task")
    return len(list(folder.iterdir())) if folder.exists() else threading.active_count()


def _prctl(what: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0) != 0:
        raise WallError(f"The kernel refuses prctl {what}: {os.strerror(ctypes.get_errno())}.")
