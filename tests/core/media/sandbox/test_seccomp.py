"""The filter of system calls, run step by step by a small machine of our own, and by the kernel."""

import errno
import os
import platform
import re
import struct
import threading
from pathlib import Path

import pytest

from attune.core.media.sandbox import seccomp
from attune.core.media.sandbox.seccomp import ALLOW, FAIL, KILL, MACHINES

PROCESS = 4711
REFUSED, NO_SUCH_CALL = FAIL | errno.EPERM, FAIL | errno.ENOSYS
THREAD_OF_GLIBC = 0x3D0F00
# From the kernel's tables, for calls that must never pass: x86_64, aarch64.
FORBIDDEN = {
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "socket": (41, 198),
    "connect": (42, 203),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "memfd_create": (319, 279),
    "chmod": (90, None),
    "unlinkat": (263, 35),
    "setuid": (105, 146),
    "init_module": (175, 105),
}
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


def verdict(
    machine: str, number: int, *arguments: int, audit: int | None = None, steps: bytes | None = None
) -> int:
    """What the filter says of one call: seccomp_data through the steps, as seccomp(2) describes."""
    kind = MACHINES[machine]
    audit = kind.audit if audit is None else audit
    record = struct.pack("=iIQ6Q", number, audit, 0, *(*arguments, *[0] * 6)[:6])
    steps = list(struct.iter_unpack("=HBBI", steps or seccomp.program(kind, PROCESS)))
    at = held = 0
    while True:
        code, then, otherwise, value = steps[at]
        at += 1
        if code == 0x06:  # BPF_RET
            return value
        if code == 0x20:  # BPF_LD, a word
            (held,) = struct.unpack_from("=I", record, value)
        elif code == 0x54:  # BPF_AND
            held &= value
        else:  # BPF_JEQ or BPF_JGE
            hit = held == value if code == 0x15 else held >= value
            at += then if hit else otherwise


def number(machine: str, name: str) -> int:
    return MACHINES[machine].calls[name]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_call_is_refused_but_those_on_the_list(machine):
    passing = {call for call in range(600) if verdict(machine, call) == ALLOW}
    calls = MACHINES[machine].calls
    plain = {calls[name] for name in seccomp.PLAIN if name in calls}
    # Three more pass with arguments of zero: no executable memory, no harmful advice.
    assert passing == plain | {calls[name] for name in ("mmap", "mprotect", "madvise")}
    assert len(passing) < 50
    missing = {call for call in range(600) if verdict(machine, call) == NO_SUCH_CALL}
    assert missing == {435}


@pytest.mark.parametrize(("machine", "place"), [("x86_64", 0), ("aarch64", 1)])
def test_calls_that_lead_out_are_refused_whatever_their_arguments(machine, place):
    for name, numbers in FORBIDDEN.items():
        if numbers[place] is not None:
            for value in (0, 1, 0xFFFF_FFFF, PROCESS, THREAD_OF_GLIBC):
                assert verdict(machine, numbers[place], *[value] * 6) == REFUSED, name


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "passes"),
    [
        ("clone", (THREAD_OF_GLIBC,), True),
        ("clone", (17,), False),  # SIGCHLD alone: fork
        ("clone", (0x4111,), False),  # CLONE_VM, CLONE_VFORK: vfork
        ("clone", (THREAD_OF_GLIBC | 0x1000_0000,), False),  # a user namespace
        ("clone", (THREAD_OF_GLIBC | 0x4000_0000,), False),  # a network namespace
        ("mmap", (0, 4096, 3), True),
        ("mmap", (0, 4096, 7), False),
        ("mmap", (0, 4096, 5), False),
        ("mprotect", (0, 4096, 1), True),
        ("mprotect", (0, 4096, 5), False),
        ("madvise", (0, 4096, 4), True),
        ("madvise", (0, 4096, 100), False),  # MADV_HWPOISON
        ("tgkill", (PROCESS, 1, 6), True),
        ("tgkill", (PROCESS - 1, 1, 9), False),
        ("prctl", (15,), True),
        ("prctl", (4, 1), False),  # PR_SET_DUMPABLE
    ],
)
def test_calls_that_depend_on_their_arguments(machine, name, arguments, passes):
    expected = ALLOW if passes else REFUSED
    assert verdict(machine, number(machine, name), *arguments) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_in_the_name_of_another_processor_end_the_child(machine):
    for audit in (0x4000_0003, 0xC000_003E, 0xC000_00B7, 0x4000_0028):
        expected = ALLOW if audit == MACHINES[machine].audit else KILL
        assert verdict(machine, number(machine, "read"), audit=audit) == expected
    second_table = verdict(machine, 0x4000_0000 | 1)
    assert second_table == (KILL if machine == "x86_64" else REFUSED)


def test_numbers_are_those_of_the_kernel_where_its_tables_lie():
    for machine, path in HEADERS.items():
        text = path.read_text() if path.exists() else ""
        told = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text))
        calls = MACHINES[machine].calls
        wrong = {
            name: told[name] for name in calls if name in told and int(told[name]) != calls[name]
        }
        assert wrong == {}


def test_numbers_of_no_call_are_said_twice():
    for machine in MACHINES.values():
        assert len(set(machine.calls.values())) == len(machine.calls)
        assert set(seccomp.conditions(1)) | {"seccomp", "clone3"} <= set(machine.calls)


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


def test_kernel_refuses_what_the_filter_refuses_in_this_thread_alone():
    found = []

    def work():
        seccomp.restrict(whole_process=False)
        found.append(os.getpid())
        Path("/").stat()

    raised = in_a_thread(work)
    assert found == [os.getpid()]
    assert [type(error) for error in raised] == [PermissionError]
    assert Path("/").stat()


def test_second_filter_is_refused_by_the_first():
    def work():
        seccomp.restrict(whole_process=False)
        seccomp.restrict(whole_process=False)

    assert "takes no seccomp filter" in str(in_a_thread(work)[0])


def test_unknown_processor_has_no_filter(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")
    with pytest.raises(KeyError):
        seccomp.restrict()


@pytest.mark.parametrize("machine", MACHINES)
def test_hardware_needs_three_more_calls_and_they_pass_for_it_alone(machine):
    kind = MACHINES[machine]
    more = {kind.calls[name] for name in ("openat", "ioctl", "fcntl")}
    without, with_them = (seccomp.program(kind, PROCESS, devices=each) for each in (False, True))
    passing = [{call for call in range(600) if verdict(machine, call, steps=steps) == ALLOW}
               for steps in (without, with_them)]  # fmt: skip
    assert passing[1] - passing[0] == more
    assert passing[0] < passing[1]
