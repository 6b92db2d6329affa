"""What every function asks of its input before it computes: finite numbers in their range.

Each raises `CannotComputeError` with the name of what is wrong, so that no NaN, no infinity and no
warning comes out of a formula.
"""

import math

from attune.core.statistics.errors import CannotComputeError

LARGEST = 1e100
"""Beyond it a square or a product of squares would be infinite; nobody measures such a number."""

SUREST = 1 - 1e-12
"""Beyond it a critical value would be infinite."""


def finite(name: str, value: float) -> float:
    """The value, when it is a finite number."""
    if not math.isfinite(value):
        raise CannotComputeError(f"{name} is not a finite number")
    if abs(value) > LARGEST:
        raise CannotComputeError(f"{name} is too large to be computed with")
    return float(value)


def positive(name: str, value: float) -> float:
    """The value, when it is finite and above zero: below 1/LARGEST its square would be none."""
    if finite(name, value) <= 1 / LARGEST:
        raise CannotComputeError(f"{name} is not above zero")
    return float(value)


def within(name: str, value: float, low: float, high: float) -> float:
    """The value, when low < value < high."""
    if not low < finite(name, value) < high:
        raise CannotComputeError(f"{name} is not between {low:g} and {high:g}")
    return float(value)


def confidence_level(confidence: float) -> float:
    """A level of confidence, as a share: 0.95 is 95 %."""
    return within("the level of confidence", confidence, 0, SUREST)
