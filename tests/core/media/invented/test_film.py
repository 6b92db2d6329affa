import pytest

from attune.core.media.errors import InventionError
from attune.core.media.invented import SCENES, make_film, read_frame_number
from attune.core.media.still import read_still
from tests.films.made import made


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_drawn_and_is_its_own(scene, tmp_path):
    film = make_film(tmp_path / "a.mp4", "no-audio", scene=scene, seconds=0.3)
    picture = read_still(film.path, 5)
    assert read_frame_number(picture) == 5
    wall = picture[picture.shape[0] // 2, 4]
    assert wall == pytest.approx(SCENES[scene].wall, abs=12)


def test_the_same_arguments_make_the_same_film_and_another_seed_another(tmp_path):
    first = make_film(tmp_path / "a.mp4", "vfr", seconds=0.5, seed=4)
    again = make_film(tmp_path / "b.mp4", "vfr", seconds=0.5, seed=4)
    other = make_film(tmp_path / "c.mp4", "vfr", seconds=0.5, seed=5)
    assert first.table == again.table
    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.table != other.table


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("a.mp4", {"kind": "vhs"}), ("a.mp4", {"scene": "moon"}), ("a.mp4", {"seconds": 0}),
        ("a.mp4", {"size": (321, 180)}), ("a.mp4", {"size": (32, 32)}), ("a.gif", {}),
    ],
)  # fmt: skip
def test_a_film_that_cannot_be_invented_is_refused(name, wrong, tmp_path):
    with pytest.raises(InventionError):
        make_film(tmp_path / name, **wrong)
    assert list(tmp_path.iterdir()) == []


def test_kinds_are_what_they_say():
    assert made("hevc-vfr-rotated").table.variable_rate
    assert not made("hevc").table.variable_rate
    assert made("edit-list").numbers[0] == 7
    assert made("negative-start").numbers[0] == 10
    assert made("rotated").display_size == (180, 320)
