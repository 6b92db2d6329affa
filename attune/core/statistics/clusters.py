"""Figures of people who come in groups (the dyads of services), with intervals that know it.

People of one service are alike in what the service does well, so a thousand dyads of ten services tell less than a thousand
of a thousand. Treated as if each stood alone, intervals would be far too narrow. Here the spread between the groups makes the
interval: the groups are what was drawn. Never narrower than if everybody stood alone.

With u_i what group i adds to the error of a figure (its linearisation, Σu = 0), the variance is k/(k−1)·Σu_i²/n² with k−1
degrees of freedom, k the number of groups. Shares take Wilson's interval at the effective number of people.

Sources: Cochran 1977, Sampling Techniques, 3rd ed., §6 (ratio of sums) and §9A (clusters); Binder 1983, Int Stat Rev
51:279–292 (linearisation); Korn & Graubard 1998, Surv Methodol 24:193–201 (effective sample size); Dean & Pagano 2015,
J Surv Stat Methodol 3:484–503 (Wilson's interval with it). Checked in the tests against the same figures from rows.
"""

import math
from collections.abc import Sequence

from scipy.special import stdtrit

from attune.core.statistics.effects import (
    Paired,
    PairedSums,
    hedges_correction,
    mean_change,
    smcr,
    wilson,
)
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate
from attune.core.statistics.inputs import confidence_level

FEWEST = 2


def clustered_change(groups: Sequence[PairedSums], confidence: float = 0.95) -> Estimate:
    """The mean change of all, in points; `groups` are the sums of each group in points."""
    some, whole = _of(groups)
    added = [each.post - each.pre - each.n * whole.change for each in some]
    return _around(mean_change(whole, confidence), _variance(added, whole.n), len(some), confidence)


def clustered_smcr(groups: Sequence[PairedSums], confidence: float = 0.95) -> Estimate:
    """The change in standard deviations of the scores before (SMCR), without dimension."""
    some, whole = _of(groups)
    correction = hedges_correction(whole.n - 1)
    added = [correction * _of_smcr(each, whole) for each in some]
    return _around(smcr(whole, confidence), _variance(added, whole.n), len(some), confidence)


def clustered_rate(groups: Sequence[tuple[int, int]], confidence: float = 0.95) -> Estimate:
    """A share of people: `groups` are how many had the outcome, of how many, in each. Wilson's interval."""
    share, n = _share(groups)
    return wilson(share, n / design_effect(groups), _quantile(_many(groups), confidence))


def design_effect(groups: Sequence[tuple[int, int]]) -> float:
    """How many times as large a share's variance is as if everybody stood alone; 1 at least. `groups` as in `clustered_rate`."""
    share, n = _share(groups)
    alone = share * (1 - share) / n
    if not alone:
        return 1.0
    return max(1.0, _variance([count - share * each for count, each in groups if each], n) / alone)


def freedom_quantile(groups: int, confidence: float = 0.95) -> float:
    """The two-sided critical value of Student's t for so many groups."""
    _refuse_few(groups)
    return _quantile(groups, confidence)


def _share(groups: Sequence[tuple[int, int]]) -> tuple[float, int]:
    if any(not 0 <= count <= n for count, n in groups):
        raise CannotComputeError("the count is not between nobody and everybody")
    _refuse_few(_many(groups))
    n = sum(each for _count, each in groups)
    return sum(count for count, _each in groups) / n, n


def _many(groups: Sequence[tuple[int, int]]) -> int:
    return sum(n > 0 for _count, n in groups)


def _of(groups: Sequence[PairedSums]) -> tuple[list[PairedSums], Paired]:
    """The groups that have anybody, and all their people together."""
    some = [each for each in groups if each.n]
    _refuse_few(len(some))
    whole = some[0]
    for each in some[1:]:
        whole = whole + each
    return some, whole.paired()


def _refuse_few(groups: int) -> None:
    if groups < FEWEST:
        raise CannotComputeError("fewer than two groups have anybody")


def _of_smcr(group: PairedSums, whole: Paired) -> float:
    """What a group adds to change/sd, the standard deviation's own error among it."""
    sd, mean = whole.sd_pre, whole.mean_pre
    squares = group.pre_squared - 2 * mean * group.pre + group.n * mean**2
    of_change = (group.post - group.pre - group.n * whole.change) / sd
    return of_change - whole.change / sd * (squares - group.n * sd**2) / (2 * sd**2)


def _variance(added: Sequence[float], n: int) -> float:
    k = len(added)
    return k / (k - 1) * math.fsum(each**2 for each in added) / n**2


def _quantile(groups: int, confidence: float) -> float:
    return float(stdtrit(groups - 1, (1 + confidence_level(confidence)) / 2))


def _around(alone: Estimate, variance: float, groups: int, confidence: float) -> Estimate:
    se = max(alone.se, math.sqrt(variance))
    away = _quantile(groups, confidence) * se
    return Estimate(alone.estimate, se, alone.estimate - away, alone.estimate + away)
