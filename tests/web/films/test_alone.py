"""The program that opens a film, run as it is run: as a process."""

import json
import os
import subprocess
import sys

import pytest

from attune.core.media.invented import make_film
from attune.web.films import alone


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-I", "-m", "attune.web.films.alone", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={"LANG": "C.UTF-8", **environment},
    )


def test_every_line_is_json_and_the_last_one_holds_the_facts(tmp_path):
    film = make_film(tmp_path / "film.mp4", seconds=1, size=(320, 180)).path
    done = run(film, tmp_path)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [set(words) for words in said[:-1]] == [{"done", "total"}] * (len(said) - 1)
    assert said[-1]["facts"]["frames"] == 30
    assert len(said[-1]["facts"]["sha256"]) == 64


def test_refusal_is_a_sentence_and_no_failure(tmp_path):
    (tmp_path / "film.mp4").write_text("no film at all")
    done = run(tmp_path / "film.mp4", tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["refused"].endswith(".")


def test_it_does_not_begin_for_a_parent_that_is_gone(tmp_path):
    done = run(tmp_path / "film.mp4", tmp_path, ATTUNE_PARENT="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "gone" in done.stderr


def test_it_starts_no_django(tmp_path):
    code = "import attune.web.films.alone, sys; raise SystemExit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_progress_is_said_no_more_often_than_people_see(capsys, monkeypatch):
    clock = iter([100.0, 100.1, 100.6, 100.7])
    monkeypatch.setattr(alone, "monotonic", lambda: next(clock))
    progress = alone.Progress()
    for done in range(4):
        progress(done, 10)
    said = [json.loads(line)["done"] for line in capsys.readouterr().out.splitlines()]
    assert said == [0.0, 2.0]


def test_own_parent_is_no_reason_to_leave():
    code = "import attune.web.films.alone as a; a.end_with_parent()"
    environment = {**os.environ, "ATTUNE_PARENT": str(os.getpid())}
    done = subprocess.run([sys.executable, "-c", code], check=False, env=environment)
    assert done.returncode == 0


@pytest.mark.parametrize("missing", ["source"])
def test_failure_has_no_facts(missing, tmp_path):
    done = run(tmp_path / missing, tmp_path)
    assert done.returncode == 1
    assert "facts" not in done.stdout
