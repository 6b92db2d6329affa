"""Where everything stands in a drawing of scores over time: days run to the right, scores upwards.

Places across are in per cent, so that a drawing fills whatever room it has while letters and lines keep
their size; places down are in pixels. Every drawing of a page has the same axis of days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from attune.web.outcomes.wording import number

TALL, SMALL = 132, 84  # pixels
EDGE = 18  # pixels kept free above and below, for the number of a point
INSET = 3.0  # per cent kept free at both ends, for the marks
MANY = 6  # points; of more, only the first and the last have their number beside them


@dataclass(frozen=True)
class Axis:
    """The days that all drawings of a page share."""

    first: date
    last: date

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last

    def across(self, day: date) -> float:
        """Per cent from the left. All of one day stands in the middle."""
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return INSET + share * (100 - 2 * INSET)

    def x(self, day: date) -> str:
        return f"{self.across(day):.2f}%"


@dataclass(frozen=True)
class Mark:
    """A point and its number, which stands above it or, near the top, below."""

    x: str
    y: str
    label: str
    label_y: str
    anchor: str


@dataclass(frozen=True)
class Stretch:
    """The line from one point to the next. broken: something between them is missing."""

    x1: str
    y1: str
    x2: str
    y2: str
    broken: bool


@dataclass(frozen=True)
class Level:
    """A line across the whole drawing, and what it stands for."""

    y: str
    label: str


@dataclass(frozen=True)
class Chart:
    """One drawing. band: from which height down, and how far: changes within it may be error."""

    height: int
    low: str
    high: str
    marks: list[Mark]
    stretches: list[Stretch]
    band: tuple[str, str] | None
    levels: list[Level]


def axis_of(days: Iterable[date]) -> Axis | None:
    """From the first of these days to the last; None without any."""
    days = list(days)
    return Axis(min(days), max(days)) if days else None


def draw(
    axis: Axis,
    scores: Sequence[tuple[date, float | None]],
    *,
    low: float,
    high: float,
    within: float | None = None,
    levels: Sequence[tuple[float, str]] = (),
    small: bool = False,
) -> Chart | None:
    """Scores by day, oldest first; None where an occasion has none. within: points around the first
    score that may be error. None where there is nothing to draw."""
    height = SMALL if small else TALL
    valid = [(day, score) for day, score in scores if score is not None]
    if not valid:
        return None

    def down(score: float) -> float:
        inside = min(max(score, low), high)
        return height - EDGE - (inside - low) / (high - low) * (height - 2 * EDGE)

    return Chart(
        height=height,
        low=number(low),
        high=number(high),
        marks=[_mark(axis, valid, place, down(score)) for place, (_, score) in enumerate(valid)],
        stretches=_stretches(axis, scores, down),
        band=_band(valid[0][1], within, down) if within is not None else None,
        levels=[Level(f"{down(at):.1f}", says) for at, says in levels if low <= at <= high],
    )


def _mark(axis: Axis, valid: list[tuple[date, float]], place: int, y: float) -> Mark:
    day, score = valid[place]
    across = axis.across(day)
    named = len(valid) <= MANY or place in (0, len(valid) - 1)
    return Mark(
        x=f"{across:.2f}%",
        y=f"{y:.1f}",
        label=number(score) if named else "",
        label_y=f"{y - 9 if y >= EDGE + 6 else y + 19:.1f}",
        anchor="start" if across < 4 else "end" if across > 96 else "middle",
    )


def _stretches(axis: Axis, scores: Sequence[tuple[date, float | None]], down) -> list[Stretch]:
    found = []
    before: tuple[date, float] | None = None
    broken = False
    for day, score in scores:
        if score is None:
            broken = True
            continue
        if before is not None:
            from_x, from_y = axis.x(before[0]), f"{down(before[1]):.1f}"
            found.append(Stretch(from_x, from_y, axis.x(day), f"{down(score):.1f}", broken))
        before, broken = (day, score), False
    return found


def _band(first: float, within: float, down) -> tuple[str, str]:
    top, bottom = down(first + within), down(first - within)
    return f"{top:.1f}", f"{bottom - top:.1f}"
