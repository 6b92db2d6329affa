"""One upright picture of an invented film: the room, two people at play, digits, the strip."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from attune.core.media.invented.people import Pose, draw_person, draw_toy
from attune.core.media.invented.scene import Scene, background
from attune.core.media.invented.strip import paint_frame_number
from attune.core.media.invented.voices import Turn, Who

FINE = 2
"""People are drawn this many times larger and reduced, for smooth edges."""

STAGES = {"landscape": (0.12, 0.31, 0.88, 0.91), "portrait": (0.04, 0.5, 0.96, 0.91)}
"""The part of the picture in which something moves: left, top, right, bottom. The rest is drawn once."""

Picture = npt.NDArray[np.uint8]


class Painter:
    """Paints the frames of one film. Width and height are those of the upright picture."""

    def __init__(self, scene: Scene, turns: tuple[Turn, ...], width: int, height: int) -> None:
        self._scene, self._turns = scene, turns
        self._height = height
        room = background(scene, width * FINE, height * FINE)
        stage = STAGES["landscape" if width > height else "portrait"]
        left, top = round(stage[0] * width), round(stage[1] * height)
        right, bottom = round(stage[2] * width), round(stage[3] * height)
        self._room = np.asarray(room.reduce(FINE)).copy()
        self._stage = room.crop((left * FINE, top * FINE, right * FINE, bottom * FINE))
        self._corner = (left, top)
        self._unit = min((right - left) / 12.5, (bottom - top) / 6.2) * FINE
        self._digits = _digits(round(min(width, height) / 11))

    def frame(self, number: int, seconds: float) -> Picture:
        """The picture of frame `number` at `seconds`: shape (height, width, 3), RGB."""
        picture = self._room.copy()
        stage = self._stage.copy()
        self._draw(ImageDraw.Draw(stage), stage.width, stage.height, seconds)
        left, top = self._corner
        patch = np.asarray(stage.reduce(FINE))
        picture[top : top + patch.shape[0], left : left + patch.shape[1]] = patch
        x = y = self._height // 30
        for digit in f"{number:05d}":
            plate = self._digits[int(digit)]
            picture[y : y + plate.shape[0], x : x + plate.shape[1]] = plate
            x += plate.shape[1]
        paint_frame_number(picture, number)
        return picture

    def _draw(self, draw: ImageDraw.ImageDraw, width: int, height: int, at: float) -> None:
        unit = self._unit
        middle, ground = width / 2, height * 0.86
        apart = min(width * 0.30, 4.0 * unit)
        swing = math.sin(at * 1.1)
        toy = (middle + 0.25 * apart * swing, ground - 0.5 * unit)
        draw_person(draw, self._scene.parent, self._pose("parent", at, swing),
                    (middle - apart, ground), unit, toy)  # fmt: skip
        draw_person(draw, self._scene.baby, self._pose("baby", at, swing),
                    (middle + apart, ground), unit * 0.66, toy)  # fmt: skip
        draw_toy(draw, self._scene, toy, unit * 0.55, at * 1.1 + swing)

    def _pose(self, who: Who, at: float, swing: float) -> Pose:
        inward = 1 if who == "parent" else -1
        speaking = next((turn for turn in self._turns if turn.start <= at < turn.stop), None)
        mine = speaking is not None and speaking.who == who
        slow = math.sin(at * 0.53 + (0.0 if who == "parent" else 1.3))
        attention = 0.75 if speaking else 0.45 + 0.35 * slow
        reach = max(0.0, -swing if who == "parent" else swing)
        return Pose(
            turn=inward * attention,
            smile=min(1.0, 0.55 + 0.45 * slow + (0.2 if speaking and not mine else 0.0)),
            mouth=abs(math.sin(at * 9.5)) if mine else 0.0,
            reach=0.25 + 0.6 * reach,
            lift=math.sin(at * 1.7 + inward),
            blink=(at * 0.29 + (0.0 if who == "parent" else 0.4)) % 1.0 < 0.04,
        )


def _digits(tall: int) -> list[npt.NDArray[Any]]:
    """Ten plates with a digit each, dark on light, `tall` pixels high."""
    font = ImageFont.load_default(max(8, round(tall * 0.85)))
    wide = round(max(font.getlength(digit) for digit in "0123456789")) + 2
    plates = []
    for digit in "0123456789":
        plate = Image.new("RGB", (wide, tall), (252, 250, 244))
        ImageDraw.Draw(plate).text((wide / 2, tall / 2), digit, (30, 30, 34), font, anchor="mm")
        plates.append(np.asarray(plate))
    return plates
