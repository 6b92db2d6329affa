"""Scores by several raters: the six intraclass correlations. No unit.

Sources: Shrout & Fleiss 1979, Psychol Bull 86:420–428, which print .17 .29 .71 .44 .62 .91; McGraw & Wong
1996, Psychol Methods 1:30–46 (intervals). Standard errors by the delta method on independent mean
squares of variance 2·MS²/df. Checked against psych 2.2.9 (case 16); its interval of ICC2k steps that of ICC2
up by Spearman–Brown, which is followed, where irr 0.84.1 computes degrees of freedom anew.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate
from attune.core.statistics.inputs import confidence_level, finite

NOTHING = 1e-24


class Icc(StrEnum):
    """By design: each unit by other raters (1), raters drawn from many (2), these raters only (3); k: of
    the mean of the raters."""

    ICC1 = "ICC1"
    ICC2 = "ICC2"
    ICC3 = "ICC3"
    ICC1K = "ICC1k"
    ICC2K = "ICC2k"
    ICC3K = "ICC3k"


@dataclass(frozen=True)
class MeanSquares:
    """The two-way table's mean squares, in squared points, for `n` units and `k` raters."""

    n: int
    k: int
    units: float
    raters: float
    error: float
    within: float


def score_table(scores: Sequence[Sequence[float | None]]) -> NDArray[np.float64]:
    """Units × raters, whole and finite, at least two of each."""
    if len(scores) < 2 or any(len(row) != len(scores[0]) for row in scores):
        raise CannotComputeError("there are not two or more units with one score of each rater")
    if len(scores[0]) < 2:
        raise CannotComputeError("there are fewer than two raters")
    cells = [each for row in scores for each in row if each is not None and not math.isnan(each)]
    if len(cells) < len(scores) * len(scores[0]):
        raise CannotComputeError("a score is missing, and every rater must have scored every unit")
    for each in cells:
        finite("a score", each)
    return np.array(scores, dtype=np.float64)


def mean_squares(scores: Sequence[Sequence[float | None]]) -> MeanSquares:
    """The mean squares of units × raters, in squared points; refused when all units score alike."""
    table = score_table(scores)
    n, k = table.shape
    of_units = table.mean(axis=1, keepdims=True) - table.mean()
    of_raters = table.mean(axis=0, keepdims=True) - table.mean()
    left = table - table.mean() - of_units - of_raters
    nothing = NOTHING * float((table**2).sum())

    def square(total: float, freedom: int) -> float:
        return total / freedom if total > nothing else 0.0

    units, raters = k * float((of_units**2).sum()), n * float((of_raters**2).sum())
    error = float((left**2).sum())
    if units <= nothing:
        raise CannotComputeError("the units have the same mean score, so nothing sets them apart")
    return MeanSquares(
        n,
        k,
        square(units, n - 1),
        square(raters, k - 1),
        square(error, (n - 1) * (k - 1)),
        square(raters + error, n * (k - 1)),
    )


def icc(scores: Sequence[Sequence[float | None]], kind: Icc, confidence: float = 0.95) -> Estimate:
    """One of the six, with Shrout & Fleiss' interval.

    Their six units by four raters: ICC2 0.289763779527559, from 0.018786513374712 to 0.761084369648953.
    """
    seen = mean_squares(scores)
    estimate, se = _figure(seen, kind)
    tail = (1 + confidence_level(confidence)) / 2
    low, high = _two_way(seen, tail) if kind in (Icc.ICC2, Icc.ICC2K) else _by_f(seen, kind, tail)
    if kind in (Icc.ICC1K, Icc.ICC2K, Icc.ICC3K):
        low, high = _stepped(low, seen.k), _stepped(high, seen.k)
    return Estimate(estimate, se, low, high)


def _figure(seen: MeanSquares, kind: Icc) -> tuple[float, float]:
    """The figure as a ratio of two sums of mean squares, and its error by the delta method."""
    n, k = seen.n, seen.k
    two_way = (seen.units, seen.raters, seen.error)
    squares = (seen.units, seen.within) if kind in (Icc.ICC1, Icc.ICC1K) else two_way
    freedom = (n - 1, n * (k - 1)) if len(squares) == 2 else (n - 1, k - 1, (n - 1) * (k - 1))
    above = (1, -1) if len(squares) == 2 else (1, 0, -1)
    below = {
        Icc.ICC1: (1, k - 1),
        Icc.ICC2: (1, k / n, k - 1 - k / n),
        Icc.ICC3: (1, 0, k - 1),
        Icc.ICC1K: (1, 0),
        Icc.ICC2K: (1, 1 / n, -1 / n),
        Icc.ICC3K: (1, 0, 0),
    }[kind]
    total = sum(part * each for part, each in zip(below, squares, strict=True))
    if total <= 0:
        raise CannotComputeError("the error is larger than what sets the units apart")
    value = sum(part * each for part, each in zip(above, squares, strict=True)) / total
    variance = sum(
        ((one - value * other) / total) ** 2 * 2 * each**2 / df
        for one, other, each, df in zip(above, below, squares, freedom, strict=True)
    )
    return value, math.sqrt(variance)


def _by_f(seen: MeanSquares, kind: Icc, tail: float) -> tuple[float, float]:
    """ICC1 and ICC3: the interval of a ratio of two mean squares."""
    n, k = seen.n, seen.k
    one_way = kind in (Icc.ICC1, Icc.ICC1K)
    error = seen.within if one_way else seen.error
    freedom = n * (k - 1) if one_way else (n - 1) * (k - 1)
    least = float(fdtri(n - 1, freedom, tail)) * error
    most = float(fdtri(freedom, n - 1, tail)) * seen.units
    low = (seen.units - least) / (seen.units + (k - 1) * least)
    return low, (most - error) / (most + (k - 1) * error)


def _two_way(seen: MeanSquares, tail: float) -> tuple[float, float]:
    """ICC2: Satterthwaite's degrees of freedom for raters and error together."""
    n, k, error = seen.n, seen.k, seen.error
    share = _figure(seen, Icc.ICC2)[0]
    first = k * share * seen.raters
    second = error * (n * (1 + (k - 1) * share) - k * share)
    freedom = float((n - 1) * (k - 1))
    if first or second:
        freedom *= (first + second) ** 2 / ((n - 1) * first**2 + second**2)
    others = k * seen.raters + (k * n - k - n) * error
    least = float(fdtri(n - 1, freedom, tail))
    most = float(fdtri(freedom, n - 1, tail))
    if not (math.isfinite(least) and math.isfinite(most)):
        raise CannotComputeError("raters and error leave no degrees of freedom for the interval")
    low = n * (seen.units - least * error) / (least * others + n * seen.units)
    return low, n * (most * seen.units - error) / (others + n * most * seen.units)


def _stepped(share: float, k: int) -> float:
    """Spearman–Brown: the reliability of the mean of k raters."""
    if 1 + (k - 1) * share <= 0:
        raise CannotComputeError("the error is larger than what sets the units apart")
    return k * share / (1 + (k - 1) * share)
