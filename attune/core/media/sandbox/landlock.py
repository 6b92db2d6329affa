"""The wall of files: Landlock. No path can be opened, made, changed or listed, but for devices that are named.

From newer kernels it also takes TCP, signals to other processes and abstract sockets away. The numbers are
those of linux/landlock.h; the three calls have the same number on every kind of processor.
"""

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path

CREATE, ADD_RULE, RESTRICT = 444, 445, 446
BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
ASK_VERSION = 1
FILES_1, REFER_2, TRUNCATE_3, DEVICES_5 = (1 << 13) - 1, 1 << 13, 1 << 14, 1 << 15
TCP_4 = 0b11
SIGNALS_AND_SOCKETS_6 = 0b11
WRITE, READ = 1 << 1, 1 << 2


class _Rules(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("files", ctypes.c_uint64), ("place", ctypes.c_int32))


def version() -> int:
    """What this kernel's Landlock knows, counted from 1; 0 where there is none."""
    return max(0, _call(CREATE, None, ctypes.c_size_t(0), ASK_VERSION))


def handled(known: int) -> tuple[int, int, int]:
    """What to take away, as far as a Landlock of version `known` can: files, network, scopes."""
    files = FILES_1
    for since, right in ((2, REFER_2), (3, TRUNCATE_3), (5, DEVICES_5)):
        files |= right if known >= since else 0
    return files, TCP_4 if known >= 4 else 0, SIGNALS_AND_SOCKETS_6 if known >= 6 else 0


def restrict(devices: Sequence[Path] = ()) -> int:
    """Put the wall up for good, for the calling thread and those it starts; returns `version()`.

    These `devices`, and nothing else, can be opened for reading and writing still. Raises `OSError`
    where the kernel has no Landlock, and for a device that there is not.
    """
    known = version()
    rules = _Rules(*handled(known))
    # An older kernel takes the first fields alone.
    size = 8 if known < 4 else 16 if known < 6 else 24
    descriptor = _call(CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if not known or descriptor < 0:
        raise OSError(ctypes.get_errno(), "The kernel has no Landlock")
    try:
        for device in devices:
            _allow(descriptor, device, rules.files)
        if _call(RESTRICT, descriptor, 0):
            raise OSError(ctypes.get_errno(), "Landlock could not be put up")
    finally:
        os.close(descriptor)
    return known


def _allow(descriptor: int, device: Path, taken: int) -> None:
    place = os.open(device, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(taken & (READ | WRITE | DEVICES_5), place)
        if _call(ADD_RULE, descriptor, BENEATH, ctypes.byref(rule), 0):
            raise OSError(ctypes.get_errno(), f"Landlock can't leave {device} open")
    finally:
        os.close(place)


def _call(number: int, *given: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(ctypes.c_long(number), *given))
