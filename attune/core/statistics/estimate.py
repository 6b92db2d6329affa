"""What a function of this package gives back: a number, how sure it is, and where it lies."""

import math
from dataclasses import dataclass

from scipy.special import ndtri

from attune.core.statistics.inputs import confidence_level, finite


@dataclass(frozen=True)
class Estimate:
    """A figure, its standard error and its interval, all in the unit of the figure."""

    estimate: float
    se: float
    ci_lb: float
    ci_ub: float


def normal_quantile(confidence: float) -> float:
    """The two-sided critical value of the normal distribution: 1.959963984540054 at 95 %."""
    return float(ndtri((1 + confidence_level(confidence)) / 2))


def wald(value: float, variance: float, confidence: float = 0.95) -> Estimate:
    """value ± z·√variance; both in the unit of the figure (the variance in its square)."""
    se = math.sqrt(finite("the variance", variance))
    away = normal_quantile(confidence) * se
    return Estimate(finite("the figure", value), se, value - away, value + away)
