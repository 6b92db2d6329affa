"""The least value of a smooth criterion of a few numbers that have lower bounds.

Bounded quasi-Newton steps from the best of several starts (L-BFGS-B; Byrd, Lu, Nocedal & Zhu 1995, SIAM J Sci Comput
16:1190–1208), then Newton steps with an exact second derivative on the numbers that are not at their
bound. A variance of zero is an ordinary answer here, and it is exactly zero.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from scipy.optimize import minimize

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.likelihood import Numbers
from attune.core.statistics.mixed.sums import Floats

Criterion = Callable[[Numbers], tuple[Any, Numbers]]
"""A value and its gradient; analytic, so that it also takes complex numbers."""

FAR = 1e6
"""The largest ratio looked for: a group's variance a million times that of its rows."""

CLOSE = 1e-7
"""A Newton step of less than this share of a number is the last: the error left is about its square."""


def hessian(criterion: Criterion, at: Floats) -> Floats:
    """The second derivatives, exact to rounding, by complex steps through the gradient."""
    step = 1e-30
    rows = []
    for number in range(len(at)):
        moved = at.astype(np.complex128)
        moved[number] += step * 1j
        rows.append(np.imag(criterion(moved)[1]) / step)
    found = np.array(rows).reshape(len(at), len(at))
    return (found + found.T) / 2


def least(
    criterion: Criterion, starts: Iterable[Floats], bounds: Floats, *, near: bool = False
) -> Floats:
    """Where the criterion is least; `bounds` (n, 2). From the best start, then polished.

    `near`: the one start is close by, such as the end of a search a little way off: polish alone.
    """
    if near:
        (start,) = starts
        return _polished(criterion, np.clip(start, bounds[:, 0], bounds[:, 1]), bounds)
    start = min(starts, key=lambda each: float(criterion(each)[0]))
    end = minimize(
        criterion,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 500, "ftol": 1e-9, "gtol": 1e-4},
    )
    return _polished(criterion, np.array(end.x, dtype=np.float64), bounds)


def _polished(criterion: Criterion, x: Floats, bounds: Floats) -> Floats:
    value, slope = criterion(x)
    change, rounds = np.full(len(x), np.inf), 0
    while rounds < 50 and np.any(change > CLOSE * (np.abs(x) + CLOSE)):
        rounds += 1
        free = ~((x <= bounds[:, 0]) & (slope > 0)) & ~((x >= bounds[:, 1]) & (slope < 0))
        step = np.zeros(len(x))
        step[free] = _newton(hessian(criterion, x)[np.ix_(free, free)], slope[free])
        moved = np.clip(x + step, bounds[:, 0], bounds[:, 1])
        after, steep = criterion(moved)
        while after > value + 1e-13 * abs(value) and np.any(moved != x):
            step = step / 2
            moved = np.clip(x + step, bounds[:, 0], bounds[:, 1])
            after, steep = criterion(moved)
        change = np.abs(moved - x)
        x, value, slope = moved, after, steep
    if np.any(x >= bounds[:, 1]):
        raise CannotComputeError(
            "the scores within a group do not vary beside those between groups"
        )
    return x


def _newton(curvature: Floats, slope: Floats) -> Floats:
    """The Newton step, or down the slope where the curvature is not positive."""
    values, vectors = np.linalg.eigh(curvature)
    floor = 1e-12 * max(float(np.max(np.abs(values), initial=0)), 1e-100)
    return np.asarray(-vectors @ ((vectors.T @ slope) / np.maximum(np.abs(values), floor)))


# ------------------------------------------------------------------------- profiles


def profile_interval(
    criterion: Criterion, best: Floats, number: int, *, rise: float, floor: Floats
) -> tuple[float, float]:
    """Where the criterion, at its least in all other numbers, is `rise` above its least of all.

    `best` is where it is least, `floor` the lower bounds. A number that may be zero has an interval from
    exactly 0 where the criterion there is no higher. Source: the profile's slope is the criterion's own.
    """
    reach = float(criterion(best)[0]) + rise
    last = np.delete(best, number)
    bounds = np.array([[low, np.inf] for low in np.delete(floor, number)])

    def above(value: float) -> tuple[float, float]:
        nonlocal last

        def held(some: Numbers) -> tuple[Any, Numbers]:
            found, slope = criterion(np.insert(some, number, value))
            return found, np.delete(slope, number)

        last = least(held, [last], bounds, near=True)
        found, slope = criterion(np.insert(last, number, value))
        return float(found) - reach, float(slope[number])

    middle = float(best[number])
    if floor[number] > 0:
        low = _crossing(above, middle, _outside(above, middle, 0.5))
    else:
        low = 0.0 if above(0.0)[0] <= 0 else _crossing(above, middle, 0.0)
    return low, _crossing(above, middle, _outside(above, max(middle, 1e-3), 2))


Above = Callable[[float], tuple[float, float]]


def _outside(above: Above, middle: float, factor: float) -> float:
    """A place beyond the interval, by steps of a factor from the middle."""
    at = factor * middle
    while above(at)[0] <= 0:
        at *= factor
    return at


def _crossing(above: Above, inside: float, outside: float) -> float:
    """Where the criterion reaches its rise: Newton's steps, and halves where one leads out."""
    at, step = outside, np.inf
    while abs(step) > 1e-9 * abs(at) + 1e-13:
        height, slope = above(at)
        if height > 0:
            outside = at
        else:
            inside = at
        there = at - height / slope if slope else np.inf
        if not min(inside, outside) < there < max(inside, outside):
            there = (inside + outside) / 2
        step, at = there - at, there
    return float(at)
