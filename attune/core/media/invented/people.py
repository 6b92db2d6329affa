"""The two figures: a grown-up and a baby who sit, turn to each other, smile, reach and speak."""

import math
from dataclasses import dataclass

from PIL import ImageDraw

from attune.core.media.invented.scene import Person, Scene, tint

DARK = (62, 44, 40)


@dataclass(frozen=True, slots=True)
class Pose:
    """One person at one moment.

    `turn` is -1 (to the picture's left) to 1 (right), `smile` and `mouth` 0 to 1, `reach` 0 (hands in
    the lap) to 1 (towards the toy), `lift` how far the head is raised, as a part of its radius.
    """

    turn: float
    smile: float
    mouth: float
    reach: float
    lift: float
    blink: bool


Point = tuple[float, float]


def _disc(
    draw: ImageDraw.ImageDraw, at: Point, rx: float, ry: float, fill: tuple[int, ...]
) -> None:
    draw.ellipse((at[0] - rx, at[1] - ry, at[0] + rx, at[1] + ry), fill=fill)


def _limb(
    draw: ImageDraw.ImageDraw, points: tuple[Point, ...], wide: float, fill: tuple[int, ...]
) -> None:
    draw.line(points, fill=fill, width=max(1, round(wide)), joint="curve")
    for point in (points[0], points[-1]):
        _disc(draw, point, wide / 2, wide / 2, fill)


def draw_person(
    draw: ImageDraw.ImageDraw, person: Person, pose: Pose, seat: Point, size: float, hand: Point
) -> None:
    """Draw one sitting person.

    `seat` is where they sit, `size` the radius of the head in pixels, `hand` what they reach for.
    """
    x, y = seat
    side = 1 if hand[0] > x else -1
    shoulder = (x, y - 2.3 * size)
    head = (x + 0.12 * size * pose.turn, y - (3.45 + 0.12 * pose.lift) * size)
    for knee in (-1, 1):  # legs, crossed
        foot = (x - knee * 0.9 * size, y + 0.05 * size)
        _limb(draw, ((x + knee * 0.6 * size, y - 0.2 * size), (x + knee * 1.7 * size, y), foot),
              0.75 * size, tint(person.legs, -8 * knee))  # fmt: skip
    if person.long_hair:
        _disc(draw, (head[0], head[1] + 0.45 * size), 1.12 * size, 1.45 * size, person.hair)
    draw.rounded_rectangle(
        (x - 1.05 * size, shoulder[1] - 0.25 * size, x + 1.05 * size, y + 0.2 * size),
        radius=0.8 * size, fill=person.top,
    )  # fmt: skip
    _limb(draw, (shoulder, (head[0], head[1] + 0.6 * size)), 0.6 * size, tint(person.skin, -14))
    _head(draw, person, pose, head, size)
    for arm, share in ((-side, 0.75), (side, 1.0)):
        start = (x + arm * 0.85 * size, shoulder[1] + 0.2 * size)
        lap = (x + side * 0.5 * size + arm * 0.35 * size, y - 0.45 * size)
        far = pose.reach * share
        end = (lap[0] + (hand[0] - lap[0]) * far, lap[1] + (hand[1] - lap[1]) * far)
        elbow = ((start[0] + end[0]) / 2 + arm * 0.25 * size, (start[1] + end[1]) / 2 + 0.5 * size)
        _limb(draw, (start, elbow, end), 0.52 * size, tint(person.top, -12))
        _disc(draw, end, 0.32 * size, 0.32 * size, person.skin)


def _head(draw: ImageDraw.ImageDraw, person: Person, pose: Pose, at: Point, size: float) -> None:
    x, y = at
    _disc(
        draw, (x - 0.06 * size * pose.turn, y - 0.14 * size), 1.08 * size, 1.06 * size, person.hair
    )
    ear = x - math.copysign(0.92 * size, pose.turn) * min(1.0, abs(pose.turn) * 3)
    _disc(draw, (ear, y + 0.1 * size), 0.2 * size, 0.26 * size, tint(person.skin, -12))
    _disc(
        draw, (x + 0.05 * size * pose.turn, y + 0.1 * size), 0.95 * size, 0.93 * size, person.skin
    )
    shift = 0.42 * pose.turn * size
    red, green, blue = person.skin
    blush = (min(255, red + 14), green - 22, blue - 14)
    for eye in (-1, 1):
        ex, ey = x + shift + eye * 0.36 * size * (1 - 0.3 * abs(pose.turn)), y + 0.02 * size
        if pose.blink:
            draw.line(
                (ex - 0.13 * size, ey, ex + 0.13 * size, ey),
                fill=DARK,
                width=max(1, round(size / 14)),
            )
        else:
            _disc(draw, (ex, ey), 0.105 * size, 0.14 * size, DARK)
            _disc(
                draw,
                (ex + 0.03 * size, ey - 0.05 * size),
                0.035 * size,
                0.04 * size,
                (255, 255, 255),
            )
        _disc(draw, (ex + eye * 0.14 * size, ey + 0.36 * size), 0.17 * size, 0.11 * size,
              blush)  # fmt: skip
    _disc(
        draw, (x + shift * 1.25, y + 0.22 * size), 0.07 * size, 0.06 * size, tint(person.skin, -28)
    )
    _mouth(draw, pose, (x + shift * 1.1, y + 0.42 * size), size)


def _mouth(draw: ImageDraw.ImageDraw, pose: Pose, at: Point, size: float) -> None:
    x, y = at
    wide = (0.2 + 0.16 * pose.smile) * size
    if pose.mouth > 0.1:
        _disc(
            draw, (x, y + 0.06 * size), wide * 0.75, (0.06 + 0.2 * pose.mouth) * size, (150, 62, 62)
        )
        return
    deep = (0.06 + 0.2 * pose.smile) * size
    draw.arc((x - wide, y - deep, x + wide, y + deep), 15, 165, fill=(150, 62, 62),
             width=max(1, round(size / 11)))  # fmt: skip


def draw_toy(draw: ImageDraw.ImageDraw, scene: Scene, at: Point, size: float, spin: float) -> None:
    """Draw what the two play with: `at` its centre, `size` about its radius, `spin` in radians."""
    x, y = at
    colour, light = scene.toy_colour, tint(scene.toy_colour, 60)
    if scene.toy == "ball":
        _disc(draw, at, size, size, colour)
        for turn in (0.0, math.pi):
            dot = (x + 0.5 * size * math.cos(spin + turn), y + 0.5 * size * math.sin(spin + turn))
            _disc(draw, dot, 0.26 * size, 0.26 * size, light)
    elif scene.toy == "book":
        open_by = 0.3 * size * math.sin(spin)
        for page in (-1, 1):
            draw.polygon(((x, y), (x + page * 1.6 * size, y - 0.5 * size - open_by),
                          (x + page * 1.6 * size, y + 0.7 * size - open_by), (x, y + 1.2 * size)),
                         fill=light if page > 0 else tint(light, 20), outline=colour)  # fmt: skip
        _disc(draw, (x - 0.8 * size, y + 0.3 * size), 0.3 * size, 0.3 * size, scene.accent)
    elif scene.toy == "spoon":
        tip = (x + 1.5 * size * math.cos(spin * 0.2), y - 0.5 * size * math.sin(spin * 0.2))
        _limb(draw, (at, tip), 0.24 * size, colour)
        _disc(draw, at, 0.55 * size, 0.36 * size, light)
    else:
        for number, shade in enumerate((colour, scene.accent, light)):
            bx = x + (number - 1) * 0.9 * size if number < 2 else x - 0.4 * size
            by = y if number < 2 else y - 1.0 * size - 0.3 * size * abs(math.sin(spin))
            draw.rounded_rectangle((bx - 0.5 * size, by - 0.5 * size, bx + 0.5 * size, by + 0.5 * size),
                                   radius=0.12 * size, fill=shade)  # fmt: skip
