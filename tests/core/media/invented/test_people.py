from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from attune.core.media.invented.people import Pose, draw_person, draw_toy
from attune.core.media.invented.scene import SCENES

STILL = Pose(turn=0.6, smile=0.5, mouth=0.0, reach=0.3, lift=0.0, blink=False)


def drawn(pose: Pose, scene: str = "floor-play") -> np.ndarray:
    paper = Image.new("RGB", (300, 260), (255, 255, 255))
    draw_person(ImageDraw.Draw(paper), SCENES[scene].parent, pose, (120, 230), 40, (230, 200))
    return np.asarray(paper)


@pytest.mark.parametrize(
    "change",
    [
        {"turn": -0.6},
        {"smile": 1.0},
        {"mouth": 1.0},
        {"reach": 1.0},
        {"lift": 1.0},
        {"blink": True},
    ],
)
def test_each_part_of_a_pose_is_seen(change):
    assert (drawn(STILL) != drawn(replace(STILL, **change))).any()
    assert (drawn(STILL) == drawn(STILL)).all()


def test_a_reaching_hand_comes_near_the_toy():
    skin = SCENES["floor-play"].parent.skin
    at_rest, reaching = (drawn(replace(STILL, reach=reach))[200, 230] for reach in (0.0, 1.0))
    assert tuple(reaching) == skin
    assert tuple(at_rest) != skin


@pytest.mark.parametrize("name", SCENES)
def test_each_toy_is_drawn_in_its_colour_and_turns(name):
    pictures = []
    for spin in (0.0, 1.0):
        paper = Image.new("RGB", (120, 120), (255, 255, 255))
        draw_toy(ImageDraw.Draw(paper), SCENES[name], (60, 60), 20, spin)
        pictures.append(np.asarray(paper))
    assert (pictures[0] != pictures[1]).any()
    assert (pictures[0] == SCENES[name].toy_colour).all(axis=-1).any()
