from fractions import Fraction

import numpy as np
import pytest

from attune.core.media.invented.boxes import set_edits, set_way_up
from attune.core.media.look import first_look
from tests.films.made import made
from tests.films.oracle import ffmpeg, presented

STEP = Fraction(1001, 30000)


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(made("no-audio").path.read_bytes())
    return path


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_way_up_is_what_players_read(rotation, mirrored, film):
    set_way_up(film, rotation, 320, 180, mirrored=mirrored)
    look = first_look(film)
    assert (look.rotation, look.mirrored) == (rotation, mirrored)
    assert film.stat().st_size == made("no-audio").path.stat().st_size
    plain, shown = (
        np.frombuffer(
            ffmpeg("-i", path, "-frames:v", 1, "-pix_fmt", "gray", "-f", "rawvideo", "-"),
            dtype=np.uint8,
        )
        for path in (made("no-audio").path, film)
    )
    stored = plain.reshape(180, 320)
    ours = np.rot90(stored[:, ::-1] if mirrored else stored, -rotation // 90)
    assert np.array_equal(shown.reshape(ours.shape), ours)


def test_a_trimmed_start_is_hidden_from_players(film):
    set_edits(film, [(5 * STEP, 40 * STEP)])
    assert presented(film)[1] == [tick - 5005 for tick in made("no-audio").table.pts[5:]]


def test_a_pause_and_parts_come_one_after_the_other(film):
    set_edits(film, [(None, 2 * STEP), (5 * STEP, 7 * STEP), (17 * STEP, 9 * STEP)])
    assert presented(film)[1] == [1001 * place for place in range(2, 18)]
