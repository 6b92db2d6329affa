"""From the mean before to the mean after, on the measure's own scale, with the interval of the change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from attune.web.ui.charts.drawing import Drawing, Shape, Table, box, dot, line
from attune.web.ui.charts.rows import FOOT, Lane, grid, stacked
from attune.web.ui.charts.scale import Axis, spanning, tick, written


@dataclass(frozen=True)
class Pair:
    """before, after: means in points. low, high: between which the mean after lies if the mean before is taken
    as it is: that is, before + the interval of the change. None: there is no figure, and `missing` says why."""

    label: str
    before: float | None = None
    after: float | None = None
    low: float | None = None
    high: float | None = None
    count: int | str | None = None
    missing: str = ""


def pairs(
    rows: Sequence[Pair],
    *,
    title: str,
    says: str,
    whose: str,
    ends: tuple[float, float] | None = None,
    decimals: int = 1,
    foot: tuple[str, ...] = (),
) -> Drawing:
    """ends: the lowest and the highest score of the scale; without them the axis holds what there is."""
    values = [value for row in rows for value in (row.before, row.after, row.low, row.high)]
    axis = spanning([*(value for value in values if value is not None), *(ends or ())])
    shapes, lanes, bottom = stacked([(row.label, _said(row, decimals), "label") for row in rows])
    drawn: list[Shape] = grid(axis, lanes, bottom, tick)
    for row, lane in zip(rows, lanes, strict=True):
        drawn += _marks(row, lane, axis)
    head = (whose, _("Pairs"), _("Mean before"), _("Mean after"), _("From"), _("To"))
    cells = tuple(
        (row.label, row.count, row.missing or row.before, row.after, row.low, row.high)
        for row in rows
    )
    keys = [
        ("before", _("the mean at the start")),
        ("estimate", _("the mean later")),
        ("band", _("where it lies in 95 of 100 such samples, from the same start")),
    ]
    if any(row.missing for row in rows):
        keys.append(("missing", _("no figure; the row says why")))
    return Drawing(
        title=title,
        says=says,
        height=int(bottom + FOOT),
        shapes=(*drawn, *shapes),
        table=Table(head, cells, decimals),
        keys=tuple(keys),
        foot=foot,
    )


def _said(row: Pair, decimals: int) -> str:
    if row.before is None or row.after is None:
        return row.missing
    said = {"before": written(row.before, decimals), "after": written(row.after, decimals)}
    return _("from %(before)s to %(after)s") % said


def _marks(row: Pair, lane: Lane, axis: Axis) -> list[Shape]:
    y = lane.y
    if row.before is None or row.after is None:
        return [line("missing", axis.start, y, axis.end, y)]
    found = []
    if row.low is not None and row.high is not None:
        low = axis.place(row.low)
        found.append(box("band", low, y - 8, axis.place(row.high) - low, 16))
    before, after = axis.place(row.before), axis.place(row.after)
    found.append(line("way", before, y, after, y))
    return [*found, dot("before", before, y, 6), dot("estimate", after, y, 7)]
