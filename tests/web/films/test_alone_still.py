"""The program that draws one frame, run as it is run: as a process."""

import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from attune.core.media.invented import make_film, read_frame_number
from attune.web.films.preparing import PreparingError, RefusedError, draw_still


@pytest.fixture
def truth(tmp_path):
    return make_film(tmp_path / "film.mp4", "vfr", seconds=1, size=(320, 180))


@pytest.fixture
def frames(tmp_path, truth):
    path = tmp_path / "frames.json"
    path.write_bytes(truth.table.to_bytes())
    return path


def test_frame_is_drawn_in_a_process_of_its_own(tmp_path, truth, frames):
    draw_still(truth.path, frames, tmp_path / "still.png", 13)
    assert read_frame_number(np.asarray(Image.open(tmp_path / "still.png"))) == 13


def test_what_is_no_film_is_refused_in_a_sentence(tmp_path, frames):
    (tmp_path / "other.mp4").write_text("no film at all")
    with pytest.raises(RefusedError, match=r"\.$"):
        draw_still(tmp_path / "other.mp4", frames, tmp_path / "still.png", 0)
    assert not (tmp_path / "still.png").exists()


def test_film_that_is_gone_is_a_failure_and_no_refusal(tmp_path, frames):
    with pytest.raises(PreparingError):
        draw_still(tmp_path / "gone.mp4", frames, tmp_path / "still.png", 0)


def test_every_line_is_json(tmp_path, frames):
    (tmp_path / "other.mp4").write_text("no film at all")
    program = [sys.executable, "-I", "-m", "attune.web.films.alone_still"]
    given = [str(path) for path in (tmp_path / "other.mp4", frames, tmp_path / "still.png")]
    done = subprocess.run([*program, *given, "0"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"refused"}
