"""The wall of system calls: a list of those that decoding needs. Every other one fails with EPERM.

The filter is a program of the kernel's small filter machine (seccomp(2), linux/filter.h). Numbers are from
the kernel's own tables: asm/unistd_64.h and asm-generic/unistd.h.
"""

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

SET_MODE_FILTER, ALL_THREADS = 1, 1
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
"""Load a word of the call's record; and with a number; jump if equal, if not less; end with a verdict."""
ALLOW, FAIL, KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
STEP = struct.Struct("=HBBI")

# Threads share memory and signals with us and enter no namespace of their own.
THREAD = 0x0001_0900  # CLONE_VM, CLONE_SIGHAND, CLONE_THREAD
NAMESPACES = 0x7E02_0080
EXECUTABLE = 0x4
MEMORY_ADVICE = 0x1F  # beyond it: poisoning of pages, for privileged processes
NAME_OF_THREAD = 15  # PR_SET_NAME


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of processor: what the kernel calls it, its calls, whether it has a second table (x32)."""

    audit: int
    second_table: bool
    calls: dict[str, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """Allowed when `argument` (from 0; its lower 32 bits), and-ed with `mask`, is `value`."""

    argument: int
    mask: int
    value: int


PLAIN = (
    # bytes over the pair of sockets and the pipe for complaints; there is nothing else that is open
    *("read", "write", "readv", "writev", "close", "lseek", "fstat"),
    *("poll", "ppoll", "select", "pselect6"),
    # memory, threads, signals of one's own
    *("munmap", "mremap", "brk", "set_robust_list", "rseq", "futex", "sched_yield"),
    *("sched_getaffinity", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack"),
    *("restart_syscall", "exit", "exit_group"),
    # clocks, random numbers, who am I
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time"),
    *("getrandom", "getrusage", "times", "sysinfo", "gettid", "getpid", "getppid"),
)

DEVICES = ("openat", "ioctl", "fcntl")
"""Let through where Landlock leaves devices open, and says which; never otherwise."""

_X86 = (
    "read 0,write 1,close 3,fstat 5,poll 7,lseek 8,mmap 9,mprotect 10,munmap 11,brk 12,rt_sigaction 13,"
    "rt_sigprocmask 14,rt_sigreturn 15,ioctl 16,readv 19,writev 20,select 23,sched_yield 24,mremap 25,madvise 28,"
    "nanosleep 35,getpid 39,clone 56,exit 60,fcntl 72,gettimeofday 96,getrusage 98,sysinfo 99,times 100,"
    "getppid 110,sigaltstack 131,prctl 157,gettid 186,time 201,futex 202,sched_getaffinity 204,"
    "restart_syscall 219,clock_gettime 228,clock_getres 229,clock_nanosleep 230,exit_group 231,tgkill 234,"
    "openat 257,pselect6 270,ppoll 271,set_robust_list 273,seccomp 317,getrandom 318,rseq 334,clone3 435"
)
_ARM = (
    "fcntl 25,ioctl 29,openat 56,close 57,lseek 62,read 63,write 64,readv 65,writev 66,pselect6 72,ppoll 73,fstat 80,exit 93,"
    "exit_group 94,futex 98,set_robust_list 99,nanosleep 101,clock_gettime 113,clock_getres 114,"
    "clock_nanosleep 115,sched_getaffinity 123,sched_yield 124,restart_syscall 128,tgkill 131,"
    "sigaltstack 132,rt_sigaction 134,rt_sigprocmask 135,rt_sigreturn 139,times 153,getrusage 165,"
    "prctl 167,gettimeofday 169,getpid 172,getppid 173,gettid 178,sysinfo 179,brk 214,munmap 215,"
    "mremap 216,clone 220,mmap 222,mprotect 226,madvise 233,seccomp 277,getrandom 278,rseq 293,clone3 435"
)


def _table(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in map(str.split, text.split(","))}


MACHINES = {
    "x86_64": Machine(0xC000_003E, True, _table(_X86)),
    "aarch64": Machine(0xC000_00B7, False, _table(_ARM)),
}


def conditions(process: int) -> dict[str, Condition]:
    """Calls that are allowed with some arguments only; `process` is the number of our own."""
    return {
        "mmap": Condition(2, EXECUTABLE, 0),
        "mprotect": Condition(2, EXECUTABLE, 0),
        "madvise": Condition(2, 0xFFFF_FFFF & ~MEMORY_ADVICE, 0),
        "clone": Condition(0, THREAD | NAMESPACES, THREAD),
        "tgkill": Condition(0, 0xFFFF_FFFF, process),
        "prctl": Condition(0, 0xFFFF_FFFF, NAME_OF_THREAD),
    }


def _step(code: int, number: int, then: int = 0, otherwise: int = 0) -> bytes:
    return STEP.pack(code, then, otherwise, number)


def program(machine: Machine, process: int, *, devices: bool = False) -> bytes:
    """The filter for a process of this number: steps of 8 bytes, as the kernel takes them.

    With `devices` the calls that hardware needs pass as well.
    """
    verdict = _step(RETURN, ALLOW)
    refusal = _step(RETURN, FAIL | errno.EPERM)
    steps = [
        _step(LOAD, MACHINE_AT),
        _step(EQUAL, machine.audit, then=1),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER_AT),
    ]
    if machine.second_table:
        steps += [_step(AT_LEAST, 0x4000_0000, otherwise=1), _step(RETURN, KILL)]
    for name in (*PLAIN, *(DEVICES if devices else ())):
        if name in machine.calls:
            steps += [_step(EQUAL, machine.calls[name], otherwise=1), verdict]
    for name, each in conditions(process).items():
        steps += [
            _step(EQUAL, machine.calls[name], otherwise=5),
            _step(LOAD, ARGUMENTS_AT + 8 * each.argument),
            _step(AND, each.mask),
            _step(EQUAL, each.value, otherwise=1),
            verdict,
            refusal,
        ]
    # A libc that hears “no such call” starts its threads by clone, whose flags can be looked at.
    missing = _step(RETURN, FAIL | errno.ENOSYS)
    steps += [_step(EQUAL, machine.calls["clone3"], otherwise=1), missing, refusal]
    return b"".join(steps)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def restrict(*, whole_process: bool = True, devices: bool = False) -> None:
    """Put the filter up for good: for every thread of this process, or for the calling one alone.

    With `devices` it lets through what hardware needs; only Landlock says then which are open.

    Raises `OSError` where the kernel has none, `KeyError` for a kind of processor not listed here.
    """
    machine = MACHINES[platform.machine()]
    steps = ctypes.create_string_buffer(program(machine, os.getpid(), devices=devices))
    given = _Filter((len(steps) - 1) // STEP.size, ctypes.addressof(steps))
    flags = ALL_THREADS if whole_process else 0
    libc = ctypes.CDLL(None, use_errno=True)
    call = (ctypes.c_long(machine.calls["seccomp"]), SET_MODE_FILTER, flags, ctypes.byref(given))
    if libc.syscall(*call) != 0:
        raise OSError(ctypes.get_errno(), "The kernel takes no seccomp filter")
