"""The pooled effect, or a meta-regression: estimates, intervals, heterogeneity.

Estimates, standard errors and intervals are in the effect's unit (per unit of a moderator), tau2 in it
squared, I² in per cent, H² and Q without unit. Sources: Viechtbauer 2010, J Stat Softw 36(3); Knapp &
Hartung 2003, Stat Med 22:2693–2710 (never narrowed or widened afterwards); Higgins, Thompson &
Spiegelhalter 2009, J R Stat Soc A 172:137–159 (prediction interval). Checked against metafor 3.8-1: cases 01
(BCG trials), 03 (stroke care), 04, 11 in `tests/reference`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtr, stdtrit

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import confidence_level
from attune.core.statistics.meta.heterogeneity import Method, tau2
from attune.core.statistics.meta.weights import Floats, Studies, studies, weighted


@dataclass(frozen=True)
class Coefficient:
    """One estimate with its standard error, its test (z, or t with `freedom`) and the test's P value."""

    estimate: float
    se: float
    statistic: float
    p: float
    freedom: float

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """estimate ± quantile·SE: normal, or Student's with Knapp–Hartung."""
        away = quantile(self.freedom, confidence) * self.se
        return self.estimate - away, self.estimate + away


@dataclass(frozen=True)
class Meta:
    """What a meta-analysis says.

    `q` tests whether the studies differ (beyond the moderators), `i2` (per cent) and `h2` say by how much
    more than chance. `tau2_se` is None for the fixed-effect model.
    """

    of: Studies
    method: Method
    knapp_hartung: bool
    estimates: Floats
    covariance: Floats
    tau2: float
    tau2_se: float | None
    q: float
    q_p: float
    i2: float
    h2: float

    def coefficient(self, name: str = "(Intercept)") -> Coefficient:
        """The pooled effect, or the coefficient of a moderator."""
        if name not in self.of.names:
            raise CannotComputeError(f"there is no moderator called {name}")
        at = self.of.names.index(name)
        estimate, se = float(self.estimates[at]), math.sqrt(float(self.covariance[at, at]))
        freedom = float(self.of.freedom) if self.knapp_hartung else math.inf
        return Coefficient(estimate, se, estimate / se, two_sided(estimate / se, freedom), freedom)

    def prediction_interval(
        self, confidence: float = 0.95, *, freedom: float | None = None
    ) -> tuple[float, float]:
        """Where the true effect of a new study is expected: estimate ± quantile·√(SE² + tau2).

        As metafor 3.8: normal, or t with k − 1 after Knapp–Hartung; `freedom` sets another, such as
        k − 2 (Higgins et al. 2009). Only without moderators.
        """
        if len(self.of.names) > 1:
            raise CannotComputeError("a new study needs its moderators to be predicted")
        pooled = self.coefficient()
        spread = quantile(pooled.freedom if freedom is None else freedom, confidence)
        away = spread * math.sqrt(pooled.se**2 + self.tau2)
        return pooled.estimate - away, pooled.estimate + away

    def moderators_test(self) -> tuple[float, float]:
        """Whether the moderators explain anything: QM and its P value (chi-square with p − 1), or F with
        p − 1 and k − p after Knapp–Hartung."""
        number = len(self.of.names) - 1
        if number == 0:
            raise CannotComputeError("there are no moderators")
        slopes = self.estimates[1:]
        qm = float(slopes @ np.linalg.solve(self.covariance[1:, 1:], slopes))
        if self.knapp_hartung:
            return qm / number, float(fdtrc(number, self.of.freedom, qm / number))
        return qm, float(chdtrc(number, qm))

    def explained(self) -> float:
        """How much of the heterogeneity the moderators explain: 100·(1 − tau2/tau2 without), at least
        0, in per cent (Raudenbush 2009)."""
        alone = Studies(("(Intercept)",), self.of.effects, self.of.variances, self.of.design[:, :1])
        without, _ = tau2(alone, self.method)
        if without == 0:
            raise CannotComputeError("the studies do not differ, so that nothing can be explained")
        return max(100 * (1 - self.tau2 / without), 0.0)


def pool(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    moderators: Mapping[str, ArrayLike] | None = None,
    method: Method = Method.REML,
    knapp_hartung: bool = False,
) -> Meta:
    """The effects of k studies put together, or regressed on moderators.

    BCG trials (case 01, REML): −0.7145, SE 0.1798, tau2 0.3132, I² 92.22, Q 152.23.
    """
    return of_studies(studies(effects, variances, moderators), method, knapp_hartung)


def of_studies(of: Studies, method: Method, knapp_hartung: bool) -> Meta:
    """`pool`, of studies that are fit to be put together."""
    found, error = tau2(of, method)
    at, plain = weighted(of, found), weighted(of, 0.0)
    scale = float(at.q) / of.freedom if knapp_hartung else 1.0
    if knapp_hartung and scale <= 1e-20 * float(np.sum(at.weights * of.effects**2)):
        raise CannotComputeError("the studies agree exactly, so that Knapp–Hartung has no spread")
    q, typical = float(plain.q), of.freedom / float(plain.trace)
    i2, h2 = 100 * found / (typical + found), found / typical + 1
    if method is Method.FE:
        i2, h2 = 100 * max(1 - of.freedom / q, 0.0) if q > 0 else 0.0, q / of.freedom
    return Meta(
        of,
        method,
        knapp_hartung,
        np.asarray(at.estimates),
        scale * np.asarray(at.spread),
        found,
        error,
        q,
        float(chdtrc(of.freedom, q)),
        i2,
        h2,
    )


def quantile(freedom: float, confidence: float) -> float:
    """The two-sided quantile: Student's, or normal for infinite degrees of freedom."""
    upper = (1 + confidence_level(confidence)) / 2
    if math.isinf(freedom):
        return float(ndtri(upper))
    if not freedom > 0:
        raise CannotComputeError("there are too few studies for this interval")
    return float(stdtrit(freedom, upper))


def two_sided(statistic: float, freedom: float) -> float:
    """The P value of a statistic in either direction."""
    tail = ndtr(-abs(statistic)) if math.isinf(freedom) else stdtr(freedom, -abs(statistic))
    return float(2 * tail)
