"""A disk whose power a test can cut: an ext4 file system of its own on a loop device.

`cut` is the kernel's own EXT4_IOC_SHUTDOWN without a flush of the journal, by which the makers of
file systems simulate a power cut: what was not synced before is not there afterwards. Mounting needs
the machine's own root, so these tests are collected for it only (conftest.py says so at the end of the
run). Root of a user namespace is not enough: the kernel lets it mount no ext4.
"""

import fcntl
import os
import struct
import subprocess
import time
from pathlib import Path

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
WITHOUT_FLUSHING = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH
PATIENCE = 20  # seconds
SYS_ADMIN = 1 << 21  # CAP_SYS_ADMIN, from linux/capability.h
EVERYBODY = "0 0 4294967295"  # who is root here is root of the whole machine
COMMIT = 300  # seconds between commits by the clock: nothing is saved by luck


def may_mount() -> bool:
    """Whether this is the machine's own root, with the right to mount."""
    status = Path("/proc/self/status").read_text()
    rights = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    mapped = Path("/proc/self/uid_map").read_text().split()
    return bool(int(rights, 16) & SYS_ADMIN) and mapped == EVERYBODY.split()


class Disk:
    """An ext4 disk of `megabytes`, mounted at `place`."""

    def __init__(self, folder: Path, megabytes: int = 256) -> None:
        self.image, self.place = folder / "disk.img", folder / "disk"
        self.place.mkdir()
        with self.image.open("wb") as file:
            file.truncate(megabytes * 2**20)
        command("mkfs.ext4", "-q", "-F", str(self.image))
        self.mount()

    def mount(self) -> None:
        """Turn the power on: the journal is replayed as on any machine that starts again."""
        options = f"loop,commit={COMMIT}"
        command("mount", "-t", "ext4", "-o", options, str(self.image), str(self.place))

    def cut(self) -> None:
        """Cut the power, now. From here on every write on this disk fails."""
        descriptor = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(descriptor)

    def unmount(self) -> None:
        """Take the disk out, as soon as the last of the killed processes has let go of it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return command("umount", str(self.place))
            except RuntimeError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def command(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
