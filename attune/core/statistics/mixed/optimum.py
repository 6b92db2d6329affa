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
