"""One figure over time, a point for each year or month, with the interval of each as a band."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from attune.web.ui.charts.drawing import Drawing, Shape, Table, area, dot, line, word
from attune.web.ui.charts.scale import Axis, spanning, tick

TALL = 220
TOP, BOTTOM = 34, 34  # pixels above and below the field
LEFT, RIGHT = 12.0, 94.0  # per cent, of the first and the last point


@dataclass(frozen=True)
class Moment:
    """label: the year. value, low, high: None where there is no figure, and `missing` says why."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    count: int | str | None = None
    missing: str = ""


def trend(
    moments: Sequence[Moment],
    *,
    title: str,
    says: str,
    what: str,
    none: float | None = None,
    said: Callable[[float], str] = tick,
    decimals: int = 1,
    foot: tuple[str, ...] = (),
) -> Drawing:
    """none: a value that the axis has to hold, with a line, such as "no change"."""
    values = [value for one in moments for value in (one.value, one.low, one.high)]
    up = spanning(
        [*(value for value in values if value is not None), *([] if none is None else [none])],
        start=TALL - BOTTOM,
        end=TOP,
    )
    across = Axis(0, max(len(moments) - 1, 1), (), LEFT, RIGHT)
    drawn: list[Shape] = []
    for value in up.ticks:
        kind = "none" if value == none else "grid"
        drawn.append(line(kind, 8, up.place(value), 100, up.place(value)))
        drawn.append(word("tick", 7, up.place(value) + 5, said(value), "end"))
    places = [across.place(number) for number in range(len(moments))]
    for run in _runs(moments):
        drawn += _run([(places[number], moments[number]) for number in run], up)
    for place, one in zip(places, moments, strict=True):
        drawn.append(word("tick", place, TALL - 10, one.label, "middle"))
        if one.value is None:
            drawn.append(line("missing", place, TOP, place, TALL - BOTTOM))
    keys = [("estimate", what), ("band", _("where it lies in 95 of 100 such samples"))]
    if any(one.value is None for one in moments):
        keys.append(("missing", _("no figure; the table says why")))
    rows = tuple(
        (one.label, one.count, one.missing or one.value, one.low, one.high) for one in moments
    )
    head = (_("Year"), _("Pairs"), what, _("From"), _("To"))
    return Drawing(title, says, TALL, tuple(drawn), Table(head, rows, decimals), tuple(keys), foot)


def _runs(moments: Sequence[Moment]) -> list[list[int]]:
    """Which moments follow each other without a gap."""
    found: list[list[int]] = [[]]
    for number, one in enumerate(moments):
        if one.value is None:
            found.append([])
        else:
            found[-1].append(number)
    return [run for run in found if run]


def _run(points: list[tuple[float, Moment]], up: Axis) -> list[Shape]:
    """The band, the line and the dots of moments that follow each other; a moment alone has a line of its own."""
    highs = [(x, up.place(one.high)) for x, one in points if one.high is not None]
    lows = [(x, up.place(one.low)) for x, one in points if one.low is not None]
    found: list[Shape] = []
    if len(points) > 1 and highs and lows:
        found.append(area("band", TALL, [*highs, *reversed(lows)]))
    elif highs and lows:
        found.append(line("interval", *highs[0], *lows[0]))
    middle = [(x, up.place(one.value)) for x, one in points if one.value is not None]
    for start, end in itertools.pairwise(middle):
        found.append(line("way", *start, *end))
    return [*found, *(dot("estimate", x, y, 5.5) for x, y in middle)]
