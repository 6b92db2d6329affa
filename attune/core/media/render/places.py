"""Where on the picture of a film something is hidden, at each tick."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction

from attune.core.clock import TimeBase
from attune.core.media.render.conceal import Corners
from attune.core.media.render.follow import Move
from attune.core.media.render.plan import WHOLE, Box, Face, Point, Region, rectangle

HOLD = Fraction(1)
"""Seconds before and after, for which a followed place and a face stay hidden."""
LOST = 1.5
"""How much larger a shape is made while what is under it is lost from sight."""

Moves = Mapping[int, Move]
"""How a followed shape lies at the ticks at which it was looked for."""


def around(shape: Sequence[Point]) -> tuple[float, float, float, float]:
    """The box around a shape: x, y, width, height as parts of the picture."""
    across, down = [x for x, _ in shape], [y for _, y in shape]
    x, y = min(across), min(down)
    return x / WHOLE, y / WHOLE, (max(across) - x) / WHOLE, (max(down) - y) / WHOLE


class Places:
    """What is hidden in one film.

    `moves` has one `Moves` for each region that is followed, by its number in `regions`.
    """

    def __init__(
        self,
        base: TimeBase,
        regions: Sequence[Region],
        faces: Sequence[Face],
        moves: Mapping[int, Moves],
    ) -> None:
        self._regions, self._faces = regions, faces
        self._moves = {number: (sorted(each), each) for number, each in moves.items()}
        self._hold = base.nearest_tick(HOLD)
        self._ticks = {id(face): [box.tick for box in face.boxes] for face in faces}

    def at(self, tick: int, width: int, height: int) -> list[tuple[Corners, str]]:
        """The shapes to hide in the frame at `tick`, in pixels of a picture of this size."""
        found: list[tuple[Corners, str]] = []
        for number, region in enumerate(self._regions):
            hold = self._hold if region.follow else 0
            begun = region.first is None or region.first - hold <= tick
            if begun and (region.last is None or tick <= region.last + hold):
                move = self._move(number, tick)
                found.append((_pixels(_moved(region.shape, move), width, height), region.style))
        for face in self._faces:
            if (box := self._box(face, tick)) is not None:
                shape = rectangle(box.x, box.y, box.width, box.height)
                found.append((_pixels(shape, width, height), face.style))
        return found

    def _move(self, number: int, tick: int) -> Move | None:
        ticks, moves = self._moves.get(number, ([], {}))
        if not ticks:
            return None
        return moves[ticks[max(0, bisect_right(ticks, tick) - 1)]]

    def _box(self, face: Face, tick: int) -> Box | None:
        boxes = face.boxes
        if not boxes[0].tick - self._hold <= tick <= boxes[-1].tick + self._hold:
            return None
        after = bisect_right(self._ticks[id(face)], tick)
        if after == 0:
            return boxes[0]
        if after == len(boxes):
            return boxes[-1]
        return between(boxes[after - 1], boxes[after], tick)


def between(before: Box, after: Box, tick: int) -> Box:
    """The box at a tick between those of two others."""
    part = Fraction(tick - before.tick, after.tick - before.tick)

    def mixed(one: int, other: int) -> int:
        return round(one + (other - one) * part)

    return Box(
        tick,
        mixed(before.x, after.x),
        mixed(before.y, after.y),
        mixed(before.width, after.width),
        mixed(before.height, after.height),
    )


def _moved(shape: Sequence[Point], move: Move | None) -> Sequence[tuple[float, float]]:
    if move is None:
        return shape
    x, y, width, height = (each * WHOLE for each in around(shape))
    middle = x + width / 2, y + height / 2
    scale = move.scale * (1 if move.sure else LOST)
    return [
        (
            middle[0] + (px - middle[0]) * scale + move.dx * WHOLE,
            middle[1] + (py - middle[1]) * scale + move.dy * WHOLE,
        )
        for px, py in shape
    ]


def _pixels(shape: Sequence[tuple[float, float]], width: int, height: int) -> Corners:
    return [(x * width / WHOLE, y * height / WHOLE) for x, y in shape]
