"""How much the studies' true effects differ: tau2 by seven estimators, and its Q-profile interval.

tau2 and its standard error are in the effect's unit squared. Sources: DerSimonian & Laird 1986 (DL),
Hedges 1983 (HE), Sidik & Jonkman 2005 (SJ), Paule & Mandel 1982 (PM), Viechtbauer 2005, J Educ Behav Stat
30:261–293 (ML, REML and the standard errors); Viechtbauer 2007, Stat Med 26:37–52 (Q-profile).
An estimate below zero is zero. Checked against metafor 3.8-1: cases 01, 03, 04, 11 (`tests/reference`).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri

from attune.core.statistics.inputs import confidence_level
from attune.core.statistics.meta.weights import Floats, Numbers, Studies, weighted
from attune.core.statistics.mixed.optimum import least


class Method(StrEnum):
    """How tau2 is estimated; FE takes it to be zero."""

    FE = "FE"
    DL = "DL"
    HE = "HE"
    SJ = "SJ"
    PM = "PM"
    ML = "ML"
    REML = "REML"


def tau2(of: Studies, method: Method) -> tuple[float, float | None]:
    """tau2 and its standard error (None for FE), in the effect's unit squared."""
    return _ESTIMATORS[method](of)


def _fixed(_: Studies) -> tuple[float, None]:
    return 0.0, None


def _dersimonian_laird(of: Studies) -> tuple[float, float]:
    at = weighted(of, 0.0)
    found = max(float((at.q - of.freedom) / at.trace), 0.0)
    error = 2 * of.freedom + 4 * found * at.trace + 2 * found**2 * at.trace_squared
    return found, float(np.sqrt(error) / at.trace)


def _hedges(of: Studies) -> tuple[float, float]:
    at = weighted(of, 0.0, equal=True)
    spread = at.trace_with(of.variances)
    found = max(float((at.q - spread) / of.freedom), 0.0)
    error = 2 * _trace_pvpv(of, at.weights) + 4 * found * spread + 2 * found**2 * of.freedom
    return found, float(np.sqrt(error) / of.freedom)


def _sidik_jonkman(of: Studies) -> tuple[float, float]:
    first = float(np.var(of.effects))
    at = weighted(of, first)
    found = first * float(at.q) / of.freedom
    mixed = _trace_pvp(of, at.weights)
    error = 2 * _trace_pvpv(of, at.weights) + 4 * found * mixed + 2 * found**2 * at.trace_squared
    return found, first / of.freedom * float(np.sqrt(error))


def _trace_pvpv(of: Studies, w: Numbers) -> Any:
    """tr PVPV for weights w, without P."""
    return _trace_product(of, w, of.variances, of.variances)


def _trace_pvp(of: Studies, w: Numbers) -> Any:
    """tr PVP for weights w, without P."""
    return _trace_product(of, w, of.variances, np.ones(len(w)))


def _trace_product(of: Studies, w: Numbers, a: Floats, b: Floats) -> Any:
    """tr PAPB of diagonal A and B: of P = W − WXMX'W, multiplied out."""
    x = of.design
    m = np.linalg.inv((x * w[:, None]).T @ x)
    both = (x * (w**3 * a * b)[:, None]).T @ x
    left, right = ((x * (w**2 * each)[:, None]).T @ x for each in (a, b))
    return np.sum(w**2 * a * b) - 2 * np.sum(m * both) + np.sum((m @ left) * (m @ right).T)


def _paule_mandel(of: Studies) -> tuple[float, float]:
    found = _crossing(of, of.freedom)
    w = weighted(of, found).weights
    return found, float(np.sqrt(2 * len(w) ** 2 / of.freedom) / np.sum(w))


def _maximum_likelihood(of: Studies) -> tuple[float, float]:
    found = _likeliest(of, reml=False)
    return found, float(np.sqrt(2 / np.sum(weighted(of, found).weights ** 2)))


def _restricted(of: Studies) -> tuple[float, float]:
    found = _likeliest(of, reml=True)
    return found, float(np.sqrt(2 / weighted(of, found).trace_squared))


_ESTIMATORS: dict[Method, Callable[[Studies], tuple[float, float | None]]] = {
    Method.FE: _fixed,
    Method.DL: _dersimonian_laird,
    Method.HE: _hedges,
    Method.SJ: _sidik_jonkman,
    Method.PM: _paule_mandel,
    Method.ML: _maximum_likelihood,
    Method.REML: _restricted,
}


def deviance(of: Studies, value: Any, *, reml: bool) -> tuple[Any, Any]:
    """−2 ln L (of REML: restricted) at a tau2, without its constant, and the slope by tau2."""
    at = weighted(of, value)
    height = at.q - np.sum(np.log(at.weights))
    slope = -np.sum((at.weights * at.residuals) ** 2)
    if reml:
        return height + at.log_spread(), slope + at.trace
    return height, slope + np.sum(at.weights)


def _likeliest(of: Studies, *, reml: bool) -> float:
    """The tau2 of least deviance: of a grid over all that is possible, the best, polished."""
    unit = float(np.var(of.effects) + np.mean(of.variances))

    def scaled(x: Numbers) -> tuple[Any, Numbers]:
        height, slope = deviance(of, x[0] * unit, reml=reml)
        return height, np.array([slope * unit])

    grid = [np.array([0.0]), *(np.array([each]) for each in np.geomspace(1e-4, 10, 21))]
    start = min(grid, key=lambda each: float(scaled(each)[0]))
    return float(least(scaled, [start], np.array([[0, np.inf]]))[0]) * unit


def q_profile(of: Studies, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of tau2 whose generalised Q is likely under chi-square with k − p degrees of freedom.

    An end that would lie below zero is zero. BCG trials (case 01): 0.1197 to 1.1115.
    """
    tail = (1 - confidence_level(confidence)) / 2
    ends = [float(chdtri(of.freedom, each)) for each in (tail, 1 - tail)]
    return _crossing(of, ends[0]), _crossing(of, ends[1])


def _crossing(of: Studies, height: float) -> float:
    """Where the generalised Q, which falls with tau2, comes down to a height; 0 if it starts below."""

    def above(value: float) -> float:
        return float(weighted(of, value).q) - height

    if above(0.0) <= 0:
        return 0.0
    far = float(np.var(of.effects) + np.mean(of.variances))
    while above(far) > 0:
        far *= 2
    return float(brentq(above, 0.0, far, xtol=1e-16 * far, rtol=1e-14))
