"""Shares beside each other: a bar for each, with the interval it may lie in. One that is hidden is hatched."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from attune.web.ui.charts.drawing import Drawing, Shape, Table, box, line
from attune.web.ui.charts.rows import FOOT, Lane, grid, stacked
from attune.web.ui.charts.scale import INSET, Axis, shares

AXIS = Axis(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), INSET, 100 - INSET)
THICK = 14  # pixels
CAP = 5


@dataclass(frozen=True)
class Share:
    """value: 0 to 1, None where there is none, and `missing` says why. count, of: how many of how many."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    count: int | str | None = None
    of: int | str | None = None
    missing: str = ""


def bars(
    rows: Sequence[Share],
    *,
    title: str,
    says: str,
    whose: str,
    what: str,
    foot: tuple[str, ...] = (),
) -> Drawing:
    """whose, what: over the columns of the table: of what each row is, and what the share is of."""
    shapes, lanes, bottom = stacked([(row.label, _said(row), "label") for row in rows])
    drawn: list[Shape] = []
    for lane in lanes:
        drawn.append(box("track", AXIS.start, lane.y - THICK / 2, AXIS.end - AXIS.start, THICK))
    drawn += grid(AXIS, lanes, bottom, shares)
    for row, lane in zip(rows, lanes, strict=True):
        drawn += _marks(row, lane)
    keys = []
    if any(row.low is not None for row in rows):
        keys = [("bar", _("the share")), ("whisker", _("where it lies in 95 of 100 such samples"))]
    if any(row.value is None for row in rows):
        keys.append(("missing", _("no figure; the row says why")))
    return Drawing(
        title=title,
        says=says,
        height=int(bottom + FOOT),
        shapes=(*drawn, *shapes),
        table=Table(
            (whose, _("Count"), _("Of"), what, _("From"), _("To")),
            tuple(
                (row.label, row.count, row.of, row.missing or row.value, row.low, row.high)
                for row in rows
            ),
            3,
        ),
        keys=tuple(keys),
        foot=foot,
    )


def _said(row: Share) -> str:
    if row.value is None:
        return row.missing
    if row.count is None or row.of is None:
        return shares(row.value)
    said = {"count": row.count, "of": row.of, "share": shares(row.value)}
    return _("%(count)s of %(of)s (%(share)s)") % said


def _marks(row: Share, lane: Lane) -> list[Shape]:
    y = lane.y
    if row.value is None:
        return [line("missing", AXIS.start, y, AXIS.end, y)]
    found = [box("bar", AXIS.start, y - THICK / 2, AXIS.place(row.value) - AXIS.start, THICK)]
    if row.low is not None and row.high is not None:
        low, high = AXIS.place(row.low), AXIS.place(row.high)
        found.append(line("whisker", low, y, high, y))
        found += [line("whisker", end, y - CAP, end, y + CAP) for end in (low, high)]
    return found
