"""The rooms in which the invented families meet: colours, furniture, a toy. Drawn once per film."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Toy = Literal["ball", "book", "spoon", "blocks"]


@dataclass(frozen=True, slots=True)
class Person:
    """Skin, hair and clothes."""

    skin: Colour
    hair: Colour
    top: Colour
    legs: Colour
    long_hair: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A room with two people and what they play with."""

    wall: Colour
    floor: Colour
    rug: Colour
    accent: Colour
    toy: Toy
    toy_colour: Colour
    parent: Person
    baby: Person


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "floor-play": Scene(
            (238, 224, 202), (203, 170, 132), (150, 178, 170), (224, 150, 110), "ball",
            (214, 92, 74),
            Person((226, 178, 142), (92, 58, 40), (86, 118, 150), (70, 78, 104), long_hair=True),
            Person((238, 194, 160), (150, 104, 66), (246, 212, 120), (230, 168, 92)),
        ),
        "picture-book": Scene(
            (214, 224, 226), (176, 150, 126), (206, 158, 138), (120, 146, 120), "book",
            (64, 110, 140),
            Person((142, 96, 66), (40, 30, 28), (196, 120, 96), (84, 70, 66)),
            Person((158, 110, 78), (46, 34, 30), (160, 196, 176), (110, 150, 140)),
        ),
        "meal-time": Scene(
            (244, 232, 196), (190, 178, 160), (222, 190, 140), (140, 170, 150), "spoon",
            (120, 140, 160),
            Person((240, 202, 176), (186, 124, 70), (118, 140, 104), (92, 96, 84), long_hair=True),
            Person((244, 208, 184), (206, 160, 96), (226, 140, 130), (196, 116, 110)),
        ),
        "building-blocks": Scene(
            (222, 214, 230), (184, 158, 140), (232, 206, 160), (150, 130, 170), "blocks",
            (92, 150, 190),
            Person((198, 150, 112), (58, 46, 50), (208, 170, 90), (96, 84, 90)),
            Person((206, 160, 124), (70, 52, 48), (150, 170, 206), (110, 128, 170)),
        ),
    }
)  # fmt: skip


def tint(colour: Colour, by: int) -> Colour:
    """The colour, lighter or darker by `by`."""
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def background(scene: Scene, width: int, height: int) -> Image.Image:
    """The empty room, upright, `width` x `height`."""
    room = Image.new("RGB", (width, height), scene.wall)
    draw = ImageDraw.Draw(room)
    horizon = round(height * 0.58)
    draw.rectangle((0, horizon, width, height), fill=scene.floor)
    draw.rectangle((0, horizon, width, horizon + height // 90), fill=tint(scene.wall, -34))
    for board in range(1, 6):
        y = horizon + round((height - horizon) * (board / 6) ** 1.4)
        draw.line((0, y, width, y), fill=tint(scene.floor, -12), width=max(1, height // 360))
    _window(draw, scene, width, height)
    _shelf(draw, scene, width, height)
    rug = (round(width * 0.06), round(height * 0.66), round(width * 0.94), round(height * 0.93))
    draw.ellipse(rug, fill=tint(scene.rug, -22))
    edge = max(2, height // 80)
    draw.ellipse((rug[0] + edge, rug[1] + edge, rug[2] - edge, rug[3] - edge), fill=scene.rug)
    return room


def _window(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    left, top, right, bottom = (
        round(width * 0.60), round(height * 0.08), round(width * 0.84), round(height * 0.40),
    )  # fmt: skip
    frame = max(2, height // 80)
    draw.rectangle((left, top, right, bottom), fill=(250, 246, 238))
    draw.rectangle((left + frame, top + frame, right - frame, bottom - frame), fill=(196, 222, 234))
    draw.ellipse(
        (left + frame, (top + bottom) // 2, right - frame, bottom + (bottom - top) // 2),
        fill=(170, 200, 160),
    )
    draw.rectangle(
        (left - frame, bottom - frame, right + frame, horizon_of(height)), fill=scene.wall
    )
    draw.rectangle((left - frame, bottom - frame, right + frame, bottom), fill=(250, 246, 238))
    middle = (left + right) // 2
    draw.rectangle((middle - frame // 2, top, middle + frame // 2, bottom), fill=(250, 246, 238))
    for side, outer in ((left, left - width // 16), (right, right + width // 16)):
        low, high = sorted((side, outer))
        draw.rectangle((low, top - frame, high, bottom + frame * 3), fill=scene.accent)


def horizon_of(height: int) -> int:
    """Where the wall meets the floor."""
    return round(height * 0.58)


def _shelf(draw: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    left, right, top = round(width * 0.12), round(width * 0.42), round(height * 0.30)
    thick = max(2, height // 60)
    draw.rectangle((left, top, right, top + thick), fill=tint(scene.floor, -30))
    x = left + thick
    for number, colour in enumerate((scene.accent, scene.rug, scene.toy_colour, scene.wall) * 2):
        wide, tall = width // 60 + number % 3 * (width // 150), height // 12 + number % 2 * thick
        draw.rectangle((x, top - tall, x + wide, top), fill=tint(colour, -10))
        x += wide + max(1, width // 300)
    pot = (right - width // 14, top - height // 20, right - width // 40, top)
    draw.rectangle(pot, fill=tint(scene.accent, -26))
    for leaf in (-1, 0, 1):
        x = (pot[0] + pot[2]) // 2 + leaf * width // 60
        draw.ellipse(
            (x - width // 90, pot[1] - height // 12, x + width // 90, pot[1] + thick // 2),
            fill=(112, 150, 108),
        )
