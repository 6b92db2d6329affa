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
        ("a.mp4", {"kind": "vp9-webm"}), ("a.webm", {}),
    ],
)  # fmt: skip
def test_a_film_that_cannot_be_invented_is_refused(name, wrong, tmp_path):
    with pytest.raises(InventionError):
        make_film(tmp_path / name, **wrong)
    assert list(tmp_path.iterdir()) == []


def test_what_is_presented_of_an_edited_film_is_told():
    film = made("several-edits-b-frames")
    assert film.numbers == (*range(5, 12), *range(17, 34))
    assert film.table.pts == tuple(1001 * place for place in range(3, 27))
    assert film.table.end == 27 * 1001


def test_wide_pixels_and_odd_sizes_are_told():
    assert made("wide-pixels").display_size == (256, 144)
    assert made("odd-size-rotated").display_size == (143, 191)


def test_kinds_are_what_they_say():
    assert made("hevc-vfr-rotated").table.variable_rate
    assert not made("hevc").table.variable_rate
    assert made("edit-list").numbers[0] == 7
    assert made("negative-start").numbers[0] == 10
    assert made("rotated").display_size == (180, 320)
    assert made("mirrored-90").mirrored
