"""Runs a command as on a kernel without Landlock: its three calls answer that there is no such call.

python old_kernel.py COMMAND…
"""

import ctypes
import errno
import os
import struct
import sys

NO_NEW_PRIVILEGES, SET_FILTER, WITH_FILTER = 38, 22, 2  # prctl(2)
FIRST, AFTER = 444, 447  # linux/landlock.h: landlock_create_ruleset and the two that follow it
STEPS = (  # seccomp(2): code, jump if so, jump if not, value
    (0x20, 0, 0, 0),  # which call is it?
    (0x35, 0, 2, FIRST),
    (0x35, 1, 0, AFTER),
    (0x06, 0, 0, 0x0005_0000 | errno.ENOSYS),
    (0x06, 0, 0, 0x7FFF_0000),
)


class Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


steps = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in STEPS))
given = Filter(len(STEPS), ctypes.addressof(steps))
libc = ctypes.CDLL(None, use_errno=True)
for call in ((NO_NEW_PRIVILEGES, 1, 0, 0, 0), (SET_FILTER, WITH_FILTER, ctypes.byref(given), 0, 0)):
    if libc.prctl(*call):
        raise OSError(ctypes.get_errno(), "The kernel takes no seccomp filter")
os.execv(sys.argv[1], sys.argv[1:])
