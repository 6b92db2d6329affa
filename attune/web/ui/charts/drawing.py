"""What every chart is made of: shapes at places, and the table of its numbers.

Places across are in per cent of the drawing, so that it fills whatever room it has while letters and
lines keep their size; places down are in pixels. A shape says what it is for (`kind`), and never how it looks.
"""

import itertools
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import Literal

Cell = str | int | float | None
Anchor = Literal["start", "middle", "end"]

LINE = 20  # pixels from one line of letters to the next
ROOM = 34  # letters that fit beside each other in the narrowest drawing


def percent(across: float) -> str:
    return f"{across:.2f}%"


def pixels(down: float) -> str:
    return f"{down:.1f}"


@dataclass(frozen=True)
class Shape:
    """One thing that is drawn. form: line, box, dot, square, word or area; the other fields are what SVG calls
    them. A square is of `width` pixels, around its place."""

    form: str
    kind: str
    x: str = ""
    y: str = ""
    x2: str = ""
    y2: str = ""
    width: str = ""
    height: str = ""
    text: str = ""
    anchor: Anchor = "start"
    points: str = ""


def line(kind: str, x: float, y: float, x2: float, y2: float) -> Shape:
    return Shape("line", kind, percent(x), pixels(y), percent(x2), pixels(y2))


def box(kind: str, x: float, y: float, width: float, height: float) -> Shape:
    return Shape(
        "box", kind, percent(x), pixels(y), width=percent(max(width, 0)), height=pixels(height)
    )


def dot(kind: str, x: float, y: float, radius: float) -> Shape:
    return Shape("dot", kind, percent(x), pixels(y), width=pixels(radius))


def square(kind: str, x: float, y: float, side: float) -> Shape:
    return Shape("square", kind, percent(x), pixels(y), x2=pixels(-side / 2), width=pixels(side))


def word(kind: str, x: float, y: float, text: str, anchor: Anchor = "start") -> Shape:
    return Shape("word", kind, percent(x), pixels(y), text=text, anchor=anchor)


def area(kind: str, height: int, corners: list[tuple[float, float]]) -> Shape:
    """A filled area of a drawing that is `height` pixels high; corners in per cent across and pixels down."""
    points = " ".join(f"{x:.2f},{y:.1f}" for x, y in corners)
    return Shape("area", kind, height=str(height), points=points)


def dashed(kind: str, places: list[tuple[float, float]]) -> list[Shape]:
    """A broken line through many near places: each second stretch of it."""
    pairs = list(itertools.pairwise(places))
    return [line(kind, *start, *end) for start, end in pairs[::2]]


@dataclass(frozen=True)
class Table:
    """The numbers of a chart. decimals: of numbers that are not whole; None is a dash."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    decimals: int = 1


@dataclass(frozen=True)
class Drawing:
    """One chart. says: what it shows, in words. keys: what a kind of shape means.

    foot: how many, how complete, what it can't tell; goes with it wherever it goes.
    """

    title: str
    says: str
    height: int
    shapes: tuple[Shape, ...]
    table: Table
    keys: tuple[tuple[str, str], ...] = ()
    foot: tuple[str, ...] = ()
    room: str = field(default="wide")

    def with_foot(self, *foot: str) -> "Drawing":
        return replace(self, foot=(*self.foot, *foot))


def in_lines(text: str, letters: int = ROOM) -> list[str]:
    """A text broken into lines; one empty line for none."""
    return wrap(text, letters) or [""]
