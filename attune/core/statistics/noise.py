"""Noise for whole numbers, so that what is said of many hardly depends on any one: the discrete Laplace distribution.

P(X = x) = (1 − p)/(1 + p) · p^|x| with p = exp(−1/scale) (Ghosh, Roughgarden, Sundararajan 2012, as the two-sided geometric). Added
to numbers that one unit can move by `sensitivity` in all (the sum of the moves), it is differentially private with ε =
sensitivity/scale. OpenDP draws it, exactly, over fractions of whole numbers; it is an extra and loaded only where noise is drawn.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from importlib.util import find_spec

import numpy as np

from attune.core.statistics.errors import CannotComputeError

INSTALL = "uv sync --extra noise"
"""What whoever runs a server types, so that noise can be drawn."""

FINEST = 1000
"""The scale up to which a band of sums is worked out number by number; beyond, in steps of scale/FINEST."""
NOTHING = 64
"""So many scales away nothing is left: exp(−64) is 10⁻²⁸."""


def is_installed() -> bool:
    """Whether noise can be drawn here; it doesn't load what draws it."""
    return find_spec("opendp") is not None


def scale_of(sensitivity: int, epsilon: Fraction) -> float:
    """The smallest double that is large enough: sensitivity / scale, as a fraction, is never more than epsilon.

    Raises CannotComputeError where one of them is not above nought, or the scale is no number.
    """
    if sensitivity < 1:
        raise CannotComputeError("the sensitivity is not a whole number above nought")
    if epsilon <= 0:
        raise CannotComputeError("epsilon is not above nought")
    try:
        scale = float(sensitivity / epsilon)
    except OverflowError as error:
        raise CannotComputeError("epsilon is too small") from error
    return scale if spent(sensitivity, scale) <= epsilon else math.nextafter(scale, math.inf)


def spent(sensitivity: int, scale: float) -> Fraction:
    """The epsilon of noise of this scale, exactly."""
    return sensitivity / Fraction(scale)


def with_noise(values: Sequence[int], scale: float) -> list[int]:
    """Each value with noise of its own. Raises CannotComputeError where OpenDP is not installed, or the scale is not above nought."""
    if not (math.isfinite(scale) and scale > 0):  # OpenDP takes 0, which is no noise at all
        raise CannotComputeError("the scale of the noise is not above nought")
    if not is_installed():
        raise CannotComputeError(f"OpenDP is not installed ({INSTALL})")
    import opendp.prelude as dp  # noqa: PLC0415 -- an extra, and slow to load

    dp.enable_features("contrib")  # its name for what has no finished proof document
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    drawn: list[int] = dp.m.make_laplace(*space, scale=scale)(list(values))
    return drawn


# --- how far off ----------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def band(scale: float, many: int = 1, share: float = 0.95) -> int:
    """How far off noise is at most, in `share` of all draws: the smallest whole number k with P(|X| ≤ k) ≥ share.

    many: X is the sum of the noise of so many numbers. It is for reading a table; privacy does not depend on it.
    """
    if many == 1:
        p = math.exp(-1 / scale)
        return max(0, math.ceil(scale * math.log(2 / ((1 + p) * (1 - share))) - 1 - 1e-9))
    if scale > FINEST:
        return math.ceil((band(FINEST, many, share) + 1) * (scale / FINEST))
    found = np.cumsum(_chances(scale, many))
    return int(np.searchsorted(found, share - 1e-12))


def _chances(scale: float, many: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """P(|X| = k) for k = 0, 1, … of the sum of `many`, back from its characteristic function."""
    size = 2 ** math.ceil(math.log2(2 * NOTHING * max(scale, 1)))
    p = math.exp(-1 / scale)
    angles = 2 * np.pi * np.arange(size // 2 + 1) / size
    one = (1 - p) ** 2 / (1 - 2 * p * np.cos(angles) + p * p)
    chances = np.fft.irfft(one**many, size)[: size // 2]
    return np.concatenate([chances[:1], 2 * chances[1:]])
