"""Estimates beside each other, each with its interval: regions, services, or published studies.

A row is a square, as large as its weight, on the line of its interval; a pooled row is a diamond as wide as its
interval, with the interval in which a further one would lie as a thin bar. A row without a number says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from attune.web.ui.charts.drawing import Drawing, Shape, Table, area, box, line, square
from attune.web.ui.charts.rows import FOOT, Lane, ends, grid, stacked
from attune.web.ui.charts.scale import Axis, spanning, tick, written

LARGEST, SMALLEST = 16.0, 6.0  # pixels, the side of a square
HALF = 9  # pixels, of a diamond's height


@dataclass(frozen=True)
class Row:
    """label: whose it is. value, low, high: the estimate and its interval, None where there is none, and
    `missing` says why. weight: how large its square is beside the others'. pooled: of all together. prediction: where
    a further one would lie. count: of how many, for the table."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    weight: float = 1.0
    pooled: bool = False
    prediction: tuple[float, float] | None = None
    count: int | str | None = None
    missing: str = ""


@dataclass(frozen=True)
class Words:
    """What stands around it: below the axis at either side, and over the columns of the table."""

    left: str = ""
    right: str = ""
    whose: str = ""
    what: str = ""
    count: str = ""


def forest(
    rows: Sequence[Row],
    *,
    title: str,
    says: str,
    words: Words,
    none: float | None = 0.0,
    decimals: int = 1,
    foot: tuple[str, ...] = (),
) -> Drawing:
    """none: where "no difference" lies; None for no such line."""
    axis = spanning(_values(rows, none))
    shapes, lanes, bottom = stacked([_said(row, decimals) for row in rows])
    drawn: list[Shape] = grid(axis, lanes, bottom, tick, none)
    most = max((row.weight for row in rows if not row.pooled), default=1.0) or 1.0
    height = int(bottom + FOOT + (24 if words.left or words.right else 0))
    for row, lane in zip(rows, lanes, strict=True):
        drawn.extend(_marks(row, lane, axis, most, height))
    return Drawing(
        title=title,
        says=says,
        height=height,
        shapes=(*drawn, *shapes, *ends(words.left, words.right, bottom + FOOT + 14)),
        table=_table(rows, words, decimals),
        keys=_keys(rows),
        foot=foot,
    )


def interval_said(value: float, low: float, high: float, decimals: int = 1) -> str:
    """As "4.1 (2.9 to 5.3)"."""
    said = {"value": value, "low": low, "high": high}
    return _("%(value)s (%(low)s to %(high)s)") % {
        name: written(number, decimals) for name, number in said.items()
    }


def _said(row: Row, decimals: int) -> tuple[str, str, str]:
    kind = "strong" if row.pooled else "label"
    if row.value is None or row.low is None or row.high is None:
        return row.label, row.missing, kind
    return row.label, interval_said(row.value, row.low, row.high, decimals), kind


def _values(rows: Sequence[Row], none: float | None) -> list[float]:
    found = [] if none is None else [none]
    for row in rows:
        found += [value for value in (row.value, row.low, row.high) if value is not None]
        found += row.prediction or ()
    return found


def _marks(row: Row, lane: Lane, axis: Axis, most: float, height: int) -> list[Shape]:
    y = lane.y
    if row.value is None or row.low is None or row.high is None:
        return [line("missing", axis.start, y, axis.end, y)]
    low, middle, high = axis.place(row.low), axis.place(row.value), axis.place(row.high)
    found = []
    if row.prediction is not None:
        first, last = (axis.place(end) for end in row.prediction)
        found.append(box("prediction", first, y - 3, last - first, 6))
    if row.pooled:
        corners = [(low, y), (middle, y - HALF), (high, y), (middle, y + HALF)]
        return [*found, area("pooled", height, corners)]
    size = SMALLEST + (LARGEST - SMALLEST) * sqrt(max(row.weight, 0) / most)
    return [*found, line("interval", low, y, high, y), square("weight", middle, y, size)]


def _keys(rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    found = [("weight", _("the estimate; its line is where it lies in 95 of 100 such samples"))]
    if any(row.pooled for row in rows):
        found.append(("pooled", _("all together, as wide as its interval")))
    if any(row.prediction for row in rows):
        found.append(("prediction", _("where a further one would lie")))
    if any(row.value is None for row in rows):
        found.append(("missing", _("no figure; the row says why")))
    return tuple(found)


def _table(rows: Sequence[Row], words: Words, decimals: int) -> Table:
    counted = any(row.count is not None for row in rows)
    head = [words.whose, words.what, _("From"), _("To")]
    if counted:
        head.insert(1, words.count)
    found = []
    for row in rows:
        cells = [row.label, row.missing if row.value is None else row.value, row.low, row.high]
        if counted:
            cells.insert(1, row.count)
        found.append(tuple(cells))
    return Table(tuple(head), tuple(found), decimals)
