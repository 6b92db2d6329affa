"""The hostile corpus through the sandbox, each file in a process of its own: no crash, no hang, no leak."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.films.hostile import MARKS, Hostile, corpus

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def files(folder) -> list[Hostile]:
    return [one for family in corpus(folder).values() for one in family]


@pytest.fixture(scope="module")
def told(folder) -> dict:
    """What behind_walls.py says; it makes the same files once more."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.films.behind_walls", str(folder)],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_every_file_gets_its_sentence_or_is_a_film(files, told):
    expected = {one.name: str(one.refusal) if one.refusal else one.frames for one in files}
    assert {name: each["said"] for name, each in told["outcomes"].items()} == expected


def test_nothing_of_a_disk_a_phone_or_a_script_is_in_what_is_made(files, told):
    assert {name: each["leaks"] for name, each in told["outcomes"].items() if each["leaks"]} == {}
    # The marks are in the files: otherwise their absence would show nothing.
    contents = b"".join(one.content for one in files)
    assert [mark for mark in MARKS[:4] if mark not in contents] == []


def test_what_is_refused_has_no_frame_table_without_which_nothing_counts(told):
    complete = {name for name, each in told["outcomes"].items() if "frames.json" in each["parts"]}
    films = {name for name, each in told["outcomes"].items() if isinstance(each["said"], int)}
    assert complete == films
    assert films


def test_parent_has_nothing_left_open(told):
    assert told["left_open"] == 0


def test_corpus_is_large_and_no_name_is_used_twice(files):
    assert len({one.name for one in files}) == len(files) >= 60
