"""Preparing in a process of its own: what it makes, what it refuses, and that it always ends."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from attune.core.clock import FrameTable
from attune.core.media.invented import make_film
from attune.web.films import preparing
from attune.web.films.preparing import PreparingError, RefusedError, prepare
from tests.factories.films import names_in


def nothing(done, total):
    pass


def child_that(code: str, monkeypatch) -> None:
    """Put a program in the place of alone.py; the words and the waiting stay real."""
    real = subprocess.Popen

    def start(command, **options):
        return real([sys.executable, "-c", code], **options)

    monkeypatch.setattr(preparing.subprocess, "Popen", start)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()
    return folder


def test_real_film_is_prepared_and_known(tmp_path, folder):
    truth = make_film(tmp_path / "film.mov", "hevc-vfr-rotated", seconds=2, size=(320, 180))
    heard = []
    facts = prepare(truth.path, folder, progress=lambda *said: heard.append(said))
    assert names_in(folder) == ["frames.json", "peaks.json", "poster.jpg", "proxy.mp4"]
    table = FrameTable.from_bytes((folder / "frames.json").read_bytes())
    assert table == truth.table
    assert facts["frames"] == len(truth.table)
    assert facts["rotation"] == 90
    assert facts["variable_rate"] is True
    assert facts["duration_s"] == pytest.approx(float(truth.table.duration))
    assert "streams" not in facts
    assert all(0 <= done <= total for done, total in heard)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"Dear diary, today we filmed.\n" * 100, "not a film"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "film"),
    ],
)
def test_what_is_no_film_is_refused_in_a_sentence(tmp_path, folder, content, sentence):
    source = tmp_path / "film.mp4"
    source.write_bytes(content)
    with pytest.raises(RefusedError, match=sentence):
        prepare(source, folder, progress=nothing)
    assert names_in(folder) == []


def test_film_that_is_cut_short_is_refused(tmp_path, folder):
    whole = make_film(tmp_path / "whole.mp4", seconds=3).path.read_bytes()
    source = tmp_path / "cut.mp4"
    source.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RefusedError):
        prepare(source, folder, progress=nothing)
    assert names_in(folder) == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise SystemExit(3)", "ended with 3"),
        ("pass", "ended with 0"),
        ("import os; os.kill(os.getpid(), 9)", "ended with -9"),
        ("print('hello')", "not JSON"),
        ("print('[1]')", "makes no sense"),
        ("import sys; sys.stdout.write('x' * 200_000)", "too long"),
    ],
)
def test_child_that_ends_badly_is_worth_another_try(code, reason, tmp_path, folder, monkeypatch):
    child_that(code, monkeypatch)
    with pytest.raises(PreparingError, match=reason):
        prepare(tmp_path / "film", folder, progress=nothing)


@pytest.mark.parametrize("limit", ["SILENCE", "LONGEST"])
def test_child_that_never_ends_is_ended(limit, tmp_path, folder, monkeypatch):
    child_that("import time; time.sleep(600)", monkeypatch)
    monkeypatch.setattr(preparing, limit, 0.3)
    began = time.monotonic()
    with pytest.raises(PreparingError, match="stuck"):
        prepare(tmp_path / "film", folder, progress=nothing)
    assert time.monotonic() - began < 60


def test_child_ends_when_nobody_wants_it_any_more(tmp_path, folder, monkeypatch):
    child_that(
        'import os, time; print(\'{"done": 1, "total": 9}\', flush=True);'
        "open('pid', 'w').write(str(os.getpid())); time.sleep(600)",
        monkeypatch,
    )

    def leave(done, total):
        while not (folder / "pid").exists() or not (folder / "pid").read_text():
            time.sleep(0.01)
        raise KeyError("deleted")

    with pytest.raises(KeyError):
        prepare(tmp_path / "film", folder, progress=leave)
    assert not Path(f"/proc/{(folder / 'pid').read_text()}").exists()


def test_child_knows_nothing_of_our_environment(tmp_path, folder, monkeypatch):
    monkeypatch.setenv("ATTUNE_SECRET_KEY", "s" * 60)
    child_that(
        "import json, os; print(json.dumps({'facts': {'knows': sorted(os.environ)}}))", monkeypatch
    )
    facts = prepare(tmp_path / "film", folder, progress=nothing)
    assert set(facts["knows"]) <= {"ATTUNE_PARENT", "LANG", "LC_CTYPE", "PYTHONDONTWRITEBYTECODE"}
