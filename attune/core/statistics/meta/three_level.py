"""Several effects of each study: effects within studies within the population, robust to what is shared.

y = Xβ + u(study) + w(effect) + e, with the variances of e known. `between` is the variance of u, `within`
that of w, both in the effect's unit squared; estimates and errors in the effect's unit. REML or ML with an
exact gradient by Woodbury's identity (Konstantopoulos 2011, Res Synth Methods 2:61–76). The robust
covariance is CR2 with Satterthwaite's degrees of freedom (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018,
J Bus Econ Stat 36:672–683), the fitted model as its working model, as in clubSandwich.

Checked: Konstantopoulos' schools in districts against metafor's `rma.mv` (0.1847132, SE 0.08455592,
variances 0.06506194 and 0.03273652); CR2 with its degrees of freedom against
clubSandwich 0.5.8 (SE 0.0844579954, 9.863156), full matrices, and its closed form in balance.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import confidence_level
from attune.core.statistics.meta.pool import Coefficient, two_sided
from attune.core.statistics.meta.weights import Floats, Numbers, Studies, studies
from attune.core.statistics.mixed.optimum import least, profile_interval

STARTS = (0.01, 0.1, 1.0)
"""The variances to start from, over all that the effects vary."""


FAR = 1e4
"""The largest variance looked for, over all that the effects vary."""


@dataclass(frozen=True)
class ThreeLevel:
    """A fitted model: `covariance` is the model's own, `robust` the CR2 one, both (p, p).

    `deviance` is −2 ln L (of REML: restricted), its constant with it.
    """

    of: Studies
    study: NDArray[np.int64]
    estimates: Floats
    covariance: Floats
    robust: Floats
    between: float
    within: float
    deviance: float
    reml: bool

    def coefficient(self, name: str = "(Intercept)") -> Coefficient:
        """An estimate with the model's own standard error and z."""
        at = _place(self.of, name)
        return _coefficient(float(self.estimates[at]), float(self.covariance[at, at]), math.inf)

    def robust_coefficient(self, name: str = "(Intercept)") -> Coefficient:
        """An estimate with its CR2 standard error and t with Satterthwaite's degrees of freedom.

        Fewer than four degrees of freedom make the test unreliable (Tipton 2015): say so beside it.
        """
        at = _place(self.of, name)
        freedom = _satterthwaite(self, np.eye(len(self.of.names))[at])
        return _coefficient(float(self.estimates[at]), float(self.robust[at, at]), freedom)


def _place(of: Studies, name: str) -> int:
    if name not in of.names:
        raise CannotComputeError(f"there is no moderator called {name}")
    return of.names.index(name)


def _coefficient(estimate: float, variance: float, freedom: float) -> Coefficient:
    if not variance > 0:
        raise CannotComputeError("the studies agree exactly, so that there is no spread")
    se = math.sqrt(variance)
    return Coefficient(estimate, se, estimate / se, two_sided(estimate / se, freedom), freedom)


def pool_three_levels(
    effects: ArrayLike,
    variances: ArrayLike,
    study: Sequence[Hashable],
    *,
    moderators: Mapping[str, ArrayLike] | None = None,
    reml: bool = True,
) -> ThreeLevel:
    """The effects of m studies put together, several from each.

    Refused: what `weights.studies` refuses, not more studies than coefficients, no study with more than
    one effect (then `pool` is the right model).
    """
    of = studies(effects, variances, moderators)
    known, code = np.unique(np.asarray(study), return_inverse=True)
    if code.shape != of.effects.shape:
        raise CannotComputeError("each effect needs its study")
    if len(known) <= len(of.names):
        raise CannotComputeError("there are not more studies than coefficients")
    if len(known) == len(code):
        raise CannotComputeError("no study has more than one effect")
    unit = float(np.var(of.effects) + np.mean(of.variances))
    if unit > 1e10 * float(np.min(of.variances)):
        raise CannotComputeError("the effects vary too much beside their variances")
    model = partial(_deviance, of, code, reml=reml)

    def scaled(x: Numbers) -> tuple[Any, Numbers]:
        height, slope = model(x * unit)
        return height, slope * unit

    starts = [np.array([first, second]) for first in STARTS for second in STARTS]
    found = least(scaled, starts, np.array([[0, FAR]] * 2)) * unit
    estimates, spread, _, _ = _solved(of, code, found)
    return ThreeLevel(
        of,
        code.astype(np.int64),
        estimates,
        spread,
        _robust(of, code, found, (estimates, spread)),
        float(found[0]),
        float(found[1]),
        float(model(found)[0]),
        reml,
    )


def variance_interval(
    fit: ThreeLevel, component: str, confidence: float = 0.95
) -> tuple[float, float]:
    """The profile interval of "between" or "within", in the effect's unit squared; from exactly 0 where no
    spread is likely enough. By the fit's own criterion, as metafor's `confint`.

    Konstantopoulos' schools (REML): between districts 0.0222396907 to 0.2072416192.
    """
    names = ("between", "within")
    if component not in names:
        raise CannotComputeError(f"the model has no variance called {component}")
    rise = float(chdtri(1, 1 - confidence_level(confidence)))
    unit = float(np.var(fit.of.effects) + np.mean(fit.of.variances))

    def scaled(x: Numbers) -> tuple[Any, Numbers]:
        height, slope = _deviance(fit.of, fit.study, x * unit, reml=fit.reml)
        return height, slope * unit

    best = np.array([fit.between, fit.within]) / unit
    low, high = profile_interval(scaled, best, names.index(component), rise=rise, floor=np.zeros(2))
    return low * unit, high * unit


def _solved(
    of: Studies, code: NDArray[np.int64], parts: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """β, (X'V⁻¹X)⁻¹, V⁻¹[X r] row by row with r the residuals, and 1'V⁻¹1 without a study's variance."""
    w = 1 / (of.variances + parts[1])
    table = np.column_stack([of.design, of.effects])
    a, shared = _by_study(code, w), parts[0] / (1 + parts[0] * _by_study(code, w))
    sums = _by_study(code, table * w[:, None])
    inverse = (table - (shared[:, None] * sums)[code]) * w[:, None]
    moment = of.design.T @ inverse
    p = len(of.names)
    spread = np.linalg.inv(moment[:, :p])
    beta = spread @ moment[:, p]
    inverse[:, p] -= inverse[:, :p] @ beta
    return beta, spread, inverse, a


def _by_study(code: NDArray[np.int64], values: Numbers) -> Numbers:
    sums = np.zeros((int(code.max()) + 1, *values.shape[1:]), dtype=values.dtype)
    np.add.at(sums, code, values)
    return sums


def _deviance(
    of: Studies, code: NDArray[np.int64], parts: Numbers, *, reml: bool
) -> tuple[Any, Numbers]:
    """−2 ln L and its slope by the variances between and within studies."""
    beta, spread, inverse, a = _solved(of, code, parts)
    w, p = 1 / (of.variances + parts[1]), len(of.names)
    shrink = 1 / (1 + parts[0] * a)
    residuals = of.effects - of.design @ beta
    height = residuals @ inverse[:, p] - np.sum(np.log(w)) - np.sum(np.log(shrink))
    sums = _by_study(code, inverse)
    trace = np.sum(w) - np.sum(parts[0] * shrink * _by_study(code, w**2))
    slope = np.array(
        [np.sum(a * shrink) - np.sum(sums[:, p] ** 2), trace - np.sum(inverse[:, p] ** 2)]
    )
    rows = len(w) - p if reml else len(w)
    if reml:
        sign, size = np.linalg.slogdet(spread)
        # metafor counts ln|X'X| too, so that the height does not hang on the moderators' units.
        height = height - np.linalg.slogdet(of.design.T @ of.design)[1]
        height = height - size - (np.log(sign) if np.iscomplexobj(spread) else 0)
        slope = slope - [np.sum((each[:, :p] @ spread) * each[:, :p]) for each in (sums, inverse)]
    return height + rows * math.log(2 * math.pi), slope


# ------------------------------------------------------------------------- robust


def _adjusted(
    of: Studies, code: NDArray[np.int64], parts: Floats, spread: Floats
) -> list[tuple[NDArray[np.int64], Floats, Floats]]:
    """For each study: its rows, its working covariance F, and A F⁻¹X with A = D'(D(F − XMX')D')^(−1/2)D,
    where F = D'D and M is the model's covariance."""
    found = []
    for number in range(int(code.max()) + 1):
        rows = np.flatnonzero(code == number)
        x = of.design[rows]
        working = np.diag(of.variances[rows] + parts[1]) + parts[0]
        root = np.linalg.cholesky(working).T
        values, vectors = np.linalg.eigh(root @ (working - x @ spread @ x.T) @ root.T)
        kept = values > 1e-12 * values.max()
        inner = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
        found.append((rows, working, root.T @ inner @ root @ np.linalg.solve(working, x)))
    return found


def _robust(
    of: Studies, code: NDArray[np.int64], parts: Floats, fitted: tuple[Floats, Floats]
) -> Floats:
    estimates, spread = fitted
    residuals = of.effects - of.design @ estimates
    scores = np.array(
        [residuals[rows] @ design for rows, _, design in _adjusted(of, code, parts, spread)]
    )
    return np.asarray(spread @ (scores.T @ scores) @ spread)


def _satterthwaite(fit: ThreeLevel, weights: Floats) -> float:
    """2·E²/Var of the robust variance under the working model."""
    inside, own = [], []
    parts = np.array([fit.between, fit.within])
    for rows, working, design in _adjusted(fit.of, fit.study, parts, fit.covariance):
        along = design @ fit.covariance @ weights
        own.append(along @ working @ along)
        inside.append(along @ fit.of.design[rows])
    shared = np.array(inside) @ fit.covariance @ np.array(inside).T
    product = np.diag(own) - shared
    return float(np.trace(product) ** 2 / np.sum(product**2))
