"""From a number to its place, to round numbers beside it, and to how it is written."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format

INSET = 4.0  # per cent kept free at both ends
STEPS = (1, 2, 2.5, 5, 10)
MINUS = "−"


@dataclass(frozen=True)
class Axis:
    """Numbers from `low` to `high`, and the round ones between them. start, end: where these lie, in per cent
    or pixels; a number outside stands at the edge."""

    low: float
    high: float
    ticks: tuple[float, ...]
    start: float = INSET
    end: float = 100 - INSET

    def place(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def spanning(
    values: Iterable[float], *, about: int = 4, start: float = INSET, end: float = 100 - INSET
) -> Axis:
    """An axis that holds all of these values between round numbers; 0 to 1 without any."""
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if low == high:
        low, high = low - 1, high + 1
    step = _step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, start, end)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def written(value: float, decimals: int = 1) -> str:
    """A number for people: with so many decimals, a true minus, and no minus before a nought."""
    rounded = round(value, decimals)
    text = number_format(abs(rounded), decimals)
    return MINUS + text if rounded < 0 else text


def tick(value: float) -> str:
    """A round number beside an axis, without needless noughts."""
    places = next((n for n in (0, 1, 2) if round(value, n) == value), 3)
    return written(value, places)


def shares(value: float) -> str:
    """A share of 0 to 1 in whole per cent, as "61 %"."""
    return f"{round(100 * value)} %"
