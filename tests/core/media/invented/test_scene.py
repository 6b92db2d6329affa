import numpy as np
import pytest

from attune.core.media.invented.scene import SCENES, background, tint


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_a_room_has_its_wall_above_and_its_floor_below(name, size):
    scene = SCENES[name]
    room = np.asarray(background(scene, *size))
    assert room.shape == (size[1], size[0], 3)
    assert tuple(room[2, 2]) == scene.wall
    assert tuple(room[-2, 2]) == scene.floor
    assert tuple(room[round(size[1] * 0.8), size[0] // 2]) == scene.rug


def test_rooms_differ():
    assert len({(scene.wall, scene.toy) for scene in SCENES.values()}) == len(SCENES)


def test_a_tint_stays_a_colour():
    assert tint((250, 5, 100), 20) == (255, 25, 120)
    assert tint((250, 5, 100), -20) == (230, 0, 80)
