"""Services beside each other: who is further from the average than their numbers explain.

A rate is a share of people (0 to 1), for instance who reliably improved; z is in standard errors. A limit is
where a service of that size lies by chance alone: a point beyond asks a question, it gives no verdict.

Sources: Spiegelhalter 2005, Stat Med 24:1185–1202 (limits, winsorised overdispersion); Spiegelhalter et al.
2012, J R Stat Soc A 175:1–47 (additive overdispersion on the arcsine scale); Morris 1983, JASA 78:47–55
(shrinkage). Checked against FunnelPlotR 0.6.0 and R's qbinom in case 18; FunnelPlotR rounds its normal
quantiles to six decimals, so its limits agree to 1e-7.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, ndtri

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate, normal_quantile
from attune.core.statistics.inputs import confidence_level, positive, within

TRIMMED = 0.1


@dataclass(frozen=True)
class Service:
    """How many people, and how many of them had the outcome."""

    n: int
    count: int

    def __post_init__(self) -> None:
        if self.n < 1:
            raise CannotComputeError("a service has counted nobody")
        if not 0 <= self.count <= self.n:
            raise CannotComputeError("a service's count is not between nobody and everybody")

    @property
    def rate(self) -> float:
        """The share with the outcome."""
        return self.count / self.n


# ------------------------------------------------------------------------- limits


def target_rate(services: Sequence[Service]) -> float:
    """All services' people together: Σ count / Σ n. Case 18: 0.626761654018894."""
    total = sum(each.n for each in services)
    if not total:
        raise CannotComputeError("there is no service")
    return within("the rate of all services", sum(each.count for each in services) / total, 0, 1)


def exact_limits(target: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The binomial limits for a service of n people, interpolated as Spiegelhalter (2005, A.1.1).

    r is the least count with F(r) ≥ p; the limit is (r − a)/n, a = (F(r) − p)/(F(r) − F(r−1)), kept in 0 to
    1. Case 18, ten people: 0.258396084483927 to 0.871914686495073.
    """
    share, level = within("the target", target, 0, 1), confidence_level(confidence)
    if n < 1:
        raise CannotComputeError("a service has counted nobody")
    return _interpolated(share, n, (1 - level) / 2), _interpolated(share, n, (1 + level) / 2)


def _interpolated(share: float, n: int, tail: float) -> float:
    count = bisect_left(range(n), tail, key=lambda r: float(bdtr(r, n, share)))
    upto = float(bdtr(count, n, share))
    below = float(bdtr(count - 1, n, share)) if count else 0.0
    return max(0.0, (count - (upto - tail) / (upto - below)) / n)


def normal_limits(
    target: float, sd: float, n: int, confidence: float = 0.95
) -> tuple[float, float]:
    """target ± z·sd/√n, in the unit of the target: for a mean change, or a rate with sd √(p(1−p))."""
    away = normal_quantile(confidence) * positive("the standard deviation", sd)
    away /= math.sqrt(positive("the number of people", n))
    return target - away, target + away


def arcsine_limits(
    target: float, n: float, confidence: float = 0.95, between: float = 0.0
) -> tuple[float, float]:
    """sin²(asin√target ± z·√(1/4n + τ²)): the limits of a rate, wider by overdispersion τ² (`between`).

    Case 18, 382 people at 95 %: 0.5777039462216 to 0.674545692320209.
    """
    middle = math.asin(math.sqrt(within("the target", target, 0, 1)))
    if not 0 <= between < math.inf:
        raise CannotComputeError("the variance between services is not a number from 0 up")
    spread = 1 / (4 * positive("the number of people", n)) + between
    away = normal_quantile(confidence) * math.sqrt(spread)
    return _back(middle - away), _back(middle + away)


def _back(angle: float) -> float:
    return math.sin(min(math.pi / 2, max(0.0, angle))) ** 2


# ------------------------------------------------------------------------- overdispersion


def z_scores(services: Sequence[Service]) -> list[float]:
    """(rate − target) / √(target(1 − target)/n) of each service, in standard errors."""
    target = target_rate(services)
    return [(each.rate - target) / math.sqrt(target * (1 - target) / each.n) for each in services]


def arcsine_z_scores(services: Sequence[Service]) -> list[float]:
    """(asin√rate − asin√target)·2√n of each service, in standard errors."""
    middle = math.asin(math.sqrt(target_rate(services)))
    return [(math.asin(math.sqrt(each.rate)) - middle) * 2 * math.sqrt(each.n) for each in services]


def overdispersion(scores: Sequence[float], trimmed: float = TRIMMED) -> float:
    """φ: the mean squared z after the lowest and highest share `trimmed` are pulled in. 1 is chance alone.

    Quantiles as R's type 7. Case 18: 1.08221220404237, and 1.97417322139661 when nothing is trimmed.
    """
    if len(scores) < 2 or not all(math.isfinite(each) for each in scores):
        raise CannotComputeError("there are not two or more services with a finite score")
    if not 0 <= trimmed < 0.5:
        raise CannotComputeError("the trimmed share is not from 0 up to a half")
    low, high = np.quantile(np.array(scores), [trimmed, 1 - trimmed])
    return float((np.clip(scores, low, high) ** 2).mean())


def between_services(services: Sequence[Service], trimmed: float = TRIMMED) -> float:
    """τ² on the arcsine scale: max(0, (kφ − (k−1)) / (Σw − Σw²/Σw)), w = 4n (DerSimonian & Laird).

    Case 18: 0.000249138659521991.
    """
    phi = overdispersion(arcsine_z_scores(services), trimmed)
    weights = [4.0 * each.n for each in services]
    scale = sum(weights) - sum(each**2 for each in weights) / sum(weights)
    number = len(services)
    return max(0.0, (number * phi - (number - 1)) / scale)


def allowing_overdispersion(scores: Sequence[float], trimmed: float = TRIMMED) -> list[float]:
    """z/√φ, when φ is above 1 (Spiegelhalter's multiplicative way), else z."""
    widened = math.sqrt(max(1.0, overdispersion(scores, trimmed)))
    return [each / widened for each in scores]


# ------------------------------------------------------------------------- shrunken estimates


def shrunken_rates(
    services: Sequence[Service], confidence: float = 0.95, trimmed: float = TRIMMED
) -> list[Estimate]:
    """Each service's rate drawn to the mean of all as far as chance could have moved it, as a share.

    On the arcsine scale y, with variance s² = 1/4n: μ is the mean by weights 1/(s²+τ²), B = τ²/(τ²+s²), the
    estimate μ + B(y − μ), its variance B·s² + (1−B)²·Var(μ), as a meta-analysis gives its best linear
    predictions. The interval is turned back by sin²; the standard error is by the delta method, in shares.
    Without variance between services every estimate is the mean.
    """
    between = between_services(services, trimmed)
    weights = [1 / (1 / (4 * each.n) + between) for each in services]
    angles = [math.asin(math.sqrt(each.rate)) for each in services]
    mean = sum(one * y for one, y in zip(weights, angles, strict=True)) / sum(weights)
    z = float(ndtri((1 + confidence_level(confidence)) / 2))
    found = []
    for each, weight, y in zip(services, weights, angles, strict=True):
        kept = between * weight
        middle = mean + kept * (y - mean)
        error = math.sqrt(kept / (4 * each.n) + (1 - kept) ** 2 / sum(weights))
        low, high = _back(middle - z * error), _back(middle + z * error)
        found.append(Estimate(_back(middle), abs(math.sin(2 * middle)) * error, low, high))
    return found
