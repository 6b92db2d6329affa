"""The wall of files: what it takes away by version, and that the kernel holds it."""

import os
import threading
from pathlib import Path

import pytest

from attune.core.media.sandbox import landlock, seccomp


def in_a_thread(work):
    """What `work` raised in a thread of its own, whose walls end with it."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        # The kernel's documentation, “Landlock: unprivileged access control”, by ABI version.
        (1, (0x1FFF, 0, 0)),
        (2, (0x3FFF, 0, 0)),
        (3, (0x7FFF, 0, 0)),
        (4, (0x7FFF, 3, 0)),
        (5, (0xFFFF, 3, 0)),
        (6, (0xFFFF, 3, 3)),
        (7, (0xFFFF, 3, 3)),
        (99, (0xFFFF, 3, 3)),
    ],
)
def test_each_version_takes_away_all_it_can(version, expected):
    assert landlock.handled(version) == expected


def test_no_file_opens_in_this_thread_and_all_do_outside(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    stood = []

    def work():
        with secret.open() as held:  # what was open before stays so
            stood.append(landlock.restrict())
            assert held.read() == "a secret"
            for attempt in (secret.read_text, lambda: (tmp_path / "new").touch(), secret.unlink):
                with pytest.raises(PermissionError):
                    attempt()
            with pytest.raises(PermissionError):
                list(Path("/").iterdir())
            Path("/etc/hostname").read_bytes()

    assert [type(error) for error in in_a_thread(work)] == [PermissionError]
    assert stood == [landlock.version()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret"]
    assert secret.read_text() == "a secret"


def test_kernel_without_landlock_says_so():
    """The filter of calls takes Landlock's calls away: as an old kernel does."""

    def work():
        seccomp.restrict(whole_process=False)
        assert landlock.version() == 0
        landlock.restrict()

    assert "has no Landlock" in str(in_a_thread(work)[0])


def test_kernel_that_takes_no_more_walls_says_so():
    def work():
        for _ in range(100):  # it takes sixteen
            landlock.restrict()

    assert "could not be put up" in str(in_a_thread(work)[0])


@pytest.mark.parametrize(("version", "size"), [(1, 8), (3, 8), (4, 16), (5, 16), (6, 24)])
def test_older_kernels_get_the_fields_that_they_know(version, size, monkeypatch):
    calls = []

    def call(number, *given):
        calls.append((number, *given))
        return 0 if number == landlock.RESTRICT else os.open("/", os.O_RDONLY)

    monkeypatch.setattr(landlock, "version", lambda: version)
    monkeypatch.setattr(landlock, "_call", call)
    assert landlock.restrict() == version
    assert calls[0][2].value == size


def test_devices_that_are_named_open_and_nothing_else(tmp_path):
    """Devices that every machine has stand for those of hardware."""
    secret = tmp_path / "secret"
    secret.write_text("a secret")

    def work():
        landlock.restrict([Path("/dev/zero")])
        with Path("/dev/zero").open("r+b", buffering=0) as device:
            assert device.read(2) == b"\0\0"
            device.write(b"to it")
        for other in (Path("/dev/full"), secret, Path("/dev")):
            with pytest.raises(PermissionError):
                os.open(other, os.O_RDONLY)
        with pytest.raises(PermissionError):
            (tmp_path / "new").touch()

    assert in_a_thread(work) == []


def test_device_that_there_is_not_is_said():
    def work():
        landlock.restrict([Path("/dev/there-is-no-such-device")])

    assert [type(error) for error in in_a_thread(work)] == [FileNotFoundError]


def test_device_that_the_kernel_does_not_leave_open_is_said(monkeypatch):
    answers = {landlock.CREATE: lambda: os.open("/", os.O_RDONLY), landlock.ADD_RULE: lambda: -1}
    monkeypatch.setattr(landlock, "version", lambda: 1)
    monkeypatch.setattr(landlock, "_call", lambda number, *given: answers[number]())
    with pytest.raises(OSError, match="can't leave /dev/null open"):
        landlock.restrict([Path("/dev/null")])
