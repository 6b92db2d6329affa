"""Do two movements go together, and who leads: cross-correlation in windows at many lags.

Series are samples at one even rate, in any unit; lags, windows and steps are in samples. A positive lag says
that the first leads. Correlations have no unit; z is Fisher's.

Sources: Boker, Xu, Rotondo & King 2002, Psychol Methods 7:338–355 (windows, peak picking); Kleinbub & Ramseyer
2021, Psychother Res 31:817–830 (rMEA); Moulder et al. 2018, Psychol Methods 23:757–773 (surrogates). Checked
against R's ccf and rMEA 1.2.2 on two series of known lead (case 20).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import LARGEST

SAME = 1e-12

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Windows:
    """Windows × lags. `known` is False where one of the series stands still; the correlation is 0 there.

    `starts` are the windows' first samples; `lags` run from −reach to reach.
    """

    starts: tuple[int, ...]
    lags: tuple[int, ...]
    correlations: Matrix
    known: NDArray[np.bool_]

    def z(self) -> Matrix:
        """Fisher's z of each correlation, 0 where it is not known; refused where the series are the same."""
        if (np.abs(self.correlations) > 1 - SAME).any():
            raise CannotComputeError("the two series are the same in a window, but for scale")
        return np.asarray(np.arctanh(self.correlations), dtype=np.float64)

    def mean_z(self, *, absolute: bool) -> float:
        """The mean z of all cells that are known: case 20 gives 0.157331948241602 when absolute."""
        if not self.known.any():
            raise CannotComputeError("one of the series stands still in every window")
        values = self.z()[self.known]
        return float((np.abs(values) if absolute else values).mean())

    def best_lags(self) -> list[int | None]:
        """Each window's lag of the highest correlation, in samples; None where nothing is known."""
        highest = np.where(self.known, self.correlations, -2.0).argmax(axis=1)
        return [
            self.lags[at] if told.any() else None
            for at, told in zip(highest, self.known, strict=True)
        ]


@dataclass(frozen=True)
class Peak:
    """A lag, in samples, at which a window's correlation is higher than on both sides."""

    lag: int
    correlation: float


@dataclass(frozen=True)
class Synchrony:
    """The mean absolute z, its mean over surrogates, how far apart in their SD, and p (one-sided)."""

    mean_z: float
    by_chance: float
    effect: float
    p: float


def cross_correlation(first: Sequence[float], second: Sequence[float], reach: int) -> list[float]:
    """The correlation of the whole series at the lags −reach to reach, as R's ccf of (second, first).

    Both are centred once, and every lag is divided by the whole length's spread. Case 20: highest at 15.
    """
    one, other = _series(first, second, reach, 1)
    one, other = one - one.mean(), other - other.mean()
    spread = math.sqrt(float((one**2).sum()) * float((other**2).sum()))
    if not np.ptp(one) or not np.ptp(other) or not spread:
        raise CannotComputeError("one of the series stands still")
    length = len(one)
    return [
        float(one[max(0, -lag) : length - max(0, lag)] @ other[max(0, lag) : length + min(0, lag)])
        / spread
        for lag in range(-reach, reach + 1)
    ]


def windowed(
    first: Sequence[float], second: Sequence[float], *, window: int, step: int, reach: int
) -> Windows:
    """Pearson's correlation of windows of `window` samples, every `step`, at the lags −reach to reach.

    At lag k ≥ 0 the first's window is set beside the second's k samples later; below 0 the other way
    round. Windows whose furthest partner is not whole are left out (rMEA's MEAccf).
    """
    one, other = _series(first, second, reach, window)
    return _windowed(one, other, window, _step(step), reach)


def _windowed(one: Matrix, other: Matrix, window: int, step: int, reach: int) -> Windows:
    starts = np.arange(0, len(one) - window - reach + 1, step)
    lags = range(-reach, reach + 1)
    seen = [np.lib.stride_tricks.sliding_window_view(each, window) for each in (one, other)]
    still = [np.ptp(each, axis=1) == 0 for each in seen]
    found = np.zeros((len(starts), len(lags)))
    known = np.zeros(found.shape, dtype=bool)
    for at, lag in enumerate(lags):
        left, right = starts + max(0, -lag), starts + max(0, lag)
        told, moved = _correlated(seen[0][left], seen[1][right])
        known[:, at] = moved & ~(still[0][left] | still[1][right])
        found[:, at] = np.where(known[:, at], told, 0.0)
    return Windows(tuple(starts.tolist()), tuple(lags), found, known)


def _correlated(one: Matrix, other: Matrix) -> tuple[Matrix, NDArray[np.bool_]]:
    """Pearson's correlation, row by row, and whether both of the row moved at all."""
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    spread = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    shared = (one * other).sum(axis=1)
    moved = np.asarray(spread > 0, dtype=np.bool_)
    return np.clip(shared / np.where(moved, spread, 1.0), -1, 1), moved


def peaks(windows: Windows, reach: int) -> list[Peak | None]:
    """Each window's peak nearest to lag 0 (Boker et al. 2002): above all within `reach` lags either side.

    None where there is none: the correlation only rises to an end, or a series stands still. Of two as near, the
    higher is given, and of two as high the one where the second leads.
    """
    if not 1 <= reach <= (len(windows.lags) - 1) // 2:
        raise CannotComputeError(
            "the reach of a peak is not between one lag and the lags there are"
        )
    found: list[Peak | None] = []
    for values, known in zip(windows.correlations, windows.known, strict=True):
        tops = [
            Peak(windows.lags[at], float(values[at]))
            for at in range(reach, len(values) - reach)
            if known[at - reach : at + reach + 1].all()
            and values[at] > np.delete(values[at - reach : at + reach + 1], reach).max()
        ]
        found.append(min(tops, key=lambda top: (abs(top.lag), -top.correlation), default=None))
    return found


def against_surrogates(
    first: Sequence[float],
    second: Sequence[float],
    *,
    window: int,
    step: int,
    reach: int,
    seed: int,
    draws: int = 199,
) -> Synchrony:
    """Is the mean absolute z more than two movements give that have nothing to do with each other?

    A surrogate moves the second's whole series around by a random time of more than `reach` samples, which keeps
    its own rhythm. p = (1 + draws as high)/(1 + draws). The same seed gives the same answer.
    """
    one, other = _series(first, second, reach, window)
    if draws < 2:
        raise CannotComputeError("there are not two or more random draws to compare with")
    if len(one) < 2 * reach + 3:
        raise CannotComputeError("the series are too short to be moved past each other")
    told = _windowed(one, other, window, _step(step), reach).mean_z(absolute=True)
    moves = np.random.default_rng(seed).integers(reach + 1, len(one) - reach, draws)
    chance = np.array(
        [
            _windowed(one, np.roll(other, move), window, step, reach).mean_z(absolute=True)
            for move in moves
        ]
    )
    spread = float(chance.std(ddof=1))
    if spread <= SAME:
        raise CannotComputeError("moving the series past each other changes nothing")
    p = (1 + int((chance >= told).sum())) / (1 + draws)
    return Synchrony(told, float(chance.mean()), (told - float(chance.mean())) / spread, p)


def _series(
    first: Sequence[float], second: Sequence[float], reach: int, window: int
) -> tuple[Matrix, Matrix]:
    one, other = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != other.shape:
        raise CannotComputeError("the two series are not equally long")
    if not (np.abs(one) < LARGEST).all() or not (np.abs(other) < LARGEST).all():
        raise CannotComputeError("a sample is missing or is not a finite number")
    if reach < 0 or window < 1 or len(one) < max(3, window) + reach:
        raise CannotComputeError("the series are shorter than one window and the longest lag")
    return one, other


def _step(step: int) -> int:
    if step < 1:
        raise CannotComputeError("the step from window to window is below one sample")
    return step
