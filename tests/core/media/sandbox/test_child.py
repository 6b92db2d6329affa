"""The child: its walls stand before it hears of a film, and it always says how it ended."""

import ctypes
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from av.error import InvalidDataError

from attune.core.media.errors import NotAFilmError, OutputError, SoundOnlyError
from attune.core.media.sandbox import child, launcher
from attune.core.media.sandbox.launcher import FilmRefusedError, SandboxError, run
from attune.core.media.sandbox.starting import CHILD, environment
from attune.core.media.sandbox.walls import EVERY_WALL, Wall
from attune.core.media.sandbox.wire import Line, Word
from tests.core.media.sandbox.inside import Parts, serving


def ran(program, walls=()):
    return run("-", {}, [], Parts(), walls=walls, start=serving(program))


def test_program_runs_with_its_walls_up():
    def looks(*_given):
        with pytest.raises(PermissionError):
            open("/etc/passwd").close()  # noqa: PTH123 -- what an attacker would call
        return {"looked": True}

    assert ran(looks, [Wall.LANDLOCK, Wall.SECCOMP]) == {"looked": True}


def raising(error, cause=None):
    def program(*_given):
        raise error from cause

    return program


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (raising(SoundOnlyError()), "sound but no picture"),
        (raising(MemoryError()), "larger than Attune can open"),
        (raising(NotAFilmError(), MemoryError()), "larger than Attune can open"),
        (raising(InvalidDataError(1, "odd")), "a part of it makes no sense"),
    ],
)
def test_refusals_are_sentences(program, sentence):
    with pytest.raises(FilmRefusedError, match=sentence):
        ran(program)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OutputError("The disk is full."), "output: The disk is full"),
        (RuntimeError("odd"), "RuntimeError: odd"),
    ],
)
def test_failures_are_no_refusals(error, reason):
    with pytest.raises(SandboxError, match=reason):
        ran(raising(error))


def test_child_that_hears_nobody_ends_quietly():
    ours, theirs = socket.socketpair()
    with theirs:
        ours.close()
        child.serve(Line(theirs.fileno()), raising(RuntimeError()), whole_process=False)


def test_child_that_loses_its_parent_at_work_ends_quietly():
    ours, theirs = socket.socketpair()

    def leaves(_given, _sources, sink, _say):
        ours.close()
        sink.replace("a.bin", b"x")
        return {}

    with theirs:
        to_child = (
            b'{"walls":[],"memory":1,"seconds":1,"hardware":"none","devices":[]}',
            b'{"given":{},"sizes":[]}',
        )
        for word, content in zip((Word.START, Word.GIVEN), to_child, strict=True):
            Line(ours.fileno()).send(word, content)
        child.serve(Line(theirs.fileno()), leaves, whole_process=False)


def test_program_is_loaded_with_what_it_needs():
    assert child.load("still").__name__ == "still"
    assert child.load("escape").__name__ == "escape"


def test_it_does_not_begin_for_a_parent_that_is_gone():
    done = subprocess.run(
        [sys.executable, "-I", "-m", CHILD, "escape", "0", "1"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is gone" in done.stderr


def test_own_parent_is_no_reason_to_leave():
    try:
        child.end_with(os.getppid())
        with pytest.raises(SystemExit):
            child.end_with(os.getppid() + 1)
    finally:  # the test run itself does not end with its parent
        ctypes.CDLL(None).prctl(child.END_WITH_PARENT, 0)


def test_parents_side_loads_no_library_that_reads_films():
    code = (
        "import sys, attune.core.media.sandbox.trial;"
        "raise SystemExit(bool({'av', 'numpy', 'PIL', 'django'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_devices_stay_open_when_their_driver_was_loaded(monkeypatch):
    def looks(*_given):
        Path("/dev/zero").open("rb").close()
        with pytest.raises(PermissionError):
            Path("/dev/full").open("rb").close()
        return {}

    monkeypatch.setattr(launcher, "nodes", lambda kind: [Path("/dev/zero")])
    monkeypatch.setattr(child, "trouble", lambda kind: "")
    more = {"walls": EVERY_WALL, "start": serving(looks), "hardware": "cuda"}
    assert run("-", {}, [], Parts(), **more) == {}
