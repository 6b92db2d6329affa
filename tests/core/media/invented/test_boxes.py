from fractions import Fraction

import pytest

from attune.core.media.invented.boxes import set_rotation, trim_start
from attune.core.media.look import first_look
from tests.films.made import made
from tests.films.oracle import presented


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotation_is_what_players_read(rotation, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(made("no-audio").path.read_bytes())
    set_rotation(film, rotation, 320, 180)
    assert first_look(film).rotation == rotation
    assert film.stat().st_size == made("no-audio").path.stat().st_size


def test_a_trimmed_start_is_hidden_from_players(tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(made("no-audio").path.read_bytes())
    trim_start(film, float(Fraction(5 * 1001, 30000)))
    assert presented(film)[1] == [tick - 5005 for tick in made("no-audio").table.pts[5:]]
