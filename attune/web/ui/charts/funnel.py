"""Services by their size, or studies by their standard error, within the limits that chance alone would keep to.

A point outside asks a question and gives no verdict. Limits are given by who computed them.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from attune.web.ui.charts.drawing import Drawing, Shape, Table, dashed, dot, line, word
from attune.web.ui.charts.scale import Axis, spanning, tick

TALL = 340
EDGE = 34  # pixels above and below the field
NORMAL = 1.959963984540054


@dataclass(frozen=True)
class Point:
    """One service: its size across, its value up. own: the one that is looking."""

    size: float
    value: float
    label: str = ""
    own: bool = False


@dataclass(frozen=True)
class Limit:
    """The limits at one level of confidence: (size, low, high), by growing size. kind: inner or outer."""

    kind: str
    label: str
    places: Sequence[tuple[float, float, float]]


@dataclass(frozen=True)
class Study:
    """A published or contributed estimate and its standard error."""

    label: str
    value: float
    se: float


@dataclass(frozen=True)
class Words:
    """What lies across and up, and what the middle line is."""

    across: str
    up: str
    middle: str
    whose: str = ""


def by_size(
    points: Sequence[Point],
    limits: Sequence[Limit],
    *,
    middle: float,
    title: str,
    says: str,
    words: Words,
    said: Callable[[float], str] = tick,
    foot: tuple[str, ...] = (),
) -> Drawing:
    """said: how a value is written beside its axis."""
    across = spanning([0.0, *(one.size for one in points)], start=13, end=97)
    bounds = [
        bound for limit in limits for _size, low, high in limit.places for bound in (low, high)
    ]
    up = spanning([middle, *bounds, *(one.value for one in points)], start=TALL - EDGE, end=EDGE)
    shapes = _field(across, up, words, said)
    for limit in limits:
        for side in (1, 2):
            places = [(across.place(row[0]), up.place(row[side])) for row in limit.places]
            shapes += _curve(limit.kind, places)
    shapes.append(line("middle", across.start, up.place(middle), across.end, up.place(middle)))
    for one in points:
        kind = "own" if one.own else "estimate"
        shapes.append(dot(kind, across.place(one.size), up.place(one.value), 7 if one.own else 5.5))
    keys = [("middle", words.middle), *((limit.kind, limit.label) for limit in limits)]
    if any(one.own for one in points):
        keys.insert(0, ("own", _("your service")))
    if not all(one.own for one in points):
        keys.insert(0, ("estimate", words.whose))
    rows = tuple((one.label, one.size, one.value) for one in points)
    head = (words.whose, words.across, words.up)
    return Drawing(title, says, TALL + 36, tuple(shapes), Table(head, rows, 2), tuple(keys), foot)


def by_error(
    studies: Sequence[Study],
    *,
    middle: float,
    title: str,
    says: str,
    words: Words,
    decimals: int = 2,
    foot: tuple[str, ...] = (),
) -> Drawing:
    """The most precise studies above; the funnel opens by 1.96 standard errors to either side of the middle."""
    most = max((one.se for one in studies), default=1.0)
    down = spanning([0.0, most], start=EDGE, end=TALL - EDGE)
    reach = NORMAL * down.high
    values = [middle - reach, middle + reach, *(one.value for one in studies)]
    across = spanning(values, start=13, end=97)
    shapes = _field(across, down, words, tick)
    x = across.place(middle)
    for side in (-reach, reach):
        shapes.append(
            line("inner", x, down.place(0), across.place(middle + side), down.place(down.high))
        )
    shapes.append(line("middle", x, down.place(0), x, down.place(down.high)))
    shapes += [dot("estimate", across.place(one.value), down.place(one.se), 5.5) for one in studies]
    keys = (
        ("estimate", words.whose),
        ("middle", words.middle),
        ("inner", _("where 95 of 100 would lie if all measured the same")),
    )
    rows = tuple((one.label, one.value, one.se) for one in studies)
    head = (words.whose, words.across, words.up)
    return Drawing(title, says, TALL + 36, tuple(shapes), Table(head, rows, decimals), keys, foot)


def _field(across: Axis, down: Axis, words: Words, said: Callable[[float], str]) -> list[Shape]:
    """The two axes, their round numbers and what they are."""
    top, bottom = sorted((down.start, down.end))
    found: list[Shape] = []
    for value in down.ticks:
        y = down.place(value)
        found.append(line("grid", across.start, y, across.end, y))
        found.append(word("tick", across.start - 1.5, y + 5, said(value), "end"))
    for value in across.ticks:
        x = across.place(value)
        found.append(word("tick", x, bottom + 19, tick(value), "middle"))
    found.append(word("tick", 0, top - 16, words.up))
    found.append(word("tick", 97, bottom + 42, words.across, "end"))
    return found


def _curve(kind: str, places: list[tuple[float, float]]) -> list[Shape]:
    if kind == "outer":
        return dashed(kind, places)
    return [line(kind, *start, *end) for start, end in itertools.pairwise(places)]


LEVELS = (("inner", 0.95), ("outer", 0.998))


def limits_of(
    points: Sequence[Point], limits: Callable[[int, float], tuple[float, float]]
) -> list[Limit]:
    """The usual two levels. limits: of a size and a level of confidence, where chance alone leads to."""
    words = {
        "inner": _("95 of 100 services of that size would lie inside by chance alone"),
        "outer": _("998 of 1,000 would"),
    }
    at = sizes(points)
    return [
        Limit(kind, words[kind], [(size, *limits(size, level)) for size in at])
        for kind, level in LEVELS
    ]


def sizes(points: Sequence[Point], steps: int = 60) -> list[int]:
    """Sizes at which to compute limits, to the end of the axis: close together where services are small and
    limits bend."""
    known = [one.size for one in points]
    largest = spanning([0.0, *known]).high
    smallest = max(1.0, min(known, default=1.0) / 4)
    ratio = max(largest / smallest, 1.0) ** (1 / steps)
    return sorted({round(smallest * ratio**step) for step in range(steps + 1)})
