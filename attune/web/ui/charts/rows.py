"""Rows under one axis: in each, words above a lane, so that it is read as well on a phone as on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from attune.web.ui.charts.drawing import LINE, ROOM, Shape, in_lines, line, word
from attune.web.ui.charts.scale import Axis

LANE = 26  # pixels
GAP = 10
TOP = 4
FOOT = 30


@dataclass(frozen=True)
class Lane:
    """Where a row's marks go: the middle of its lane, in pixels from above."""

    y: float


def words(label: str, says: str, y: float, kind: str = "label") -> tuple[list[Shape], float]:
    """A row's name to the left and its figure to the right, or under it where both are long; and
    where its lane begins."""
    lines = in_lines(label)
    found = []
    for place, text in enumerate(lines):
        found.append(word(kind, 0, y + 15 + place * LINE, text))
    bottom = y + len(lines) * LINE
    if len(lines[-1]) + len(says) + 2 > ROOM:
        bottom += LINE
    if says:
        found.append(word("figure", 100, bottom - LINE + 15, says, "end"))
    return found, bottom


def grid(
    axis: Axis,
    lanes: Sequence[Lane],
    bottom: float,
    said: Callable[[float], str],
    marked: float | None = None,
) -> list[Shape]:
    """The axis under the rows: in each lane, and never through words, a thin line at each round number and a
    stronger one at `marked`."""
    found = [
        word("tick", axis.place(value), bottom + 17, said(value), "middle") for value in axis.ticks
    ]
    for lane in lanes:
        top, low = lane.y - LANE / 2, lane.y + LANE / 2
        for value in axis.ticks:
            found.append(line("grid", axis.place(value), top, axis.place(value), low))
        if marked is not None and axis.holds(marked):
            found.append(line("none", axis.place(marked), top, axis.place(marked), low))
    return found


def ends(left: str, right: str, y: float) -> list[Shape]:
    """What lies to either side of the axis, below it."""
    found = []
    if left:
        found.append(word("tick", 0, y, left))
    if right:
        found.append(word("tick", 100, y, right, "end"))
    return found


def stacked(
    rows: Sequence[tuple[str, str, str]],
) -> tuple[list[Shape], list[Lane], float]:
    """Rows of (label, says, kind of the label) below each other: their words, their lanes, the bottom."""
    shapes: list[Shape] = []
    lanes: list[Lane] = []
    y = float(TOP)
    for label, says, kind in rows:
        found, lane = words(label, says, y, kind)
        shapes.extend(found)
        lanes.append(Lane(lane + LANE / 2))
        y = lane + LANE + GAP
    return shapes, lanes, y
