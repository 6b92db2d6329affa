"""How much a group changed: raw and standardised effects before and after, and rates of improvement.

A raw change is in points of the measure; a standardised one in standard deviations, and the name says
of what: of the change (SMCC, d_z, d_rm), of the scores before (SMCR, SMCRH), of both (SMCRP, d_av).
A change is always after − before. None of these has a control group unless it is called d_ppc.

Sources: Becker 1988, Br J Math Stat Psychol 41:257–278; Hedges 1981, J Educ Stat 6:107–128; Bonett
2008, Psychol Methods 13:99–109; Morris 2008, Organ Res Methods 11:364–386; Lakens 2013, Front Psychol
4:863; Borenstein et al. 2009, Introduction to Meta-Analysis, ch. 4; Wilson 1927, JASA 22:209–212.
Checked against metafor 5.0-1 on Morris's five studies (case 04 in `tests/reference`), which prints
d_ppc1 = 0.74 0.95 1.81 1.15 0.51 and d_ppc2 = 0.77 0.80 1.20 1.05 0.44.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy.special import gammaln

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate, normal_quantile, wald
from attune.core.statistics.inputs import finite, positive

FEWEST = 2
EXACT = 1e-12


@dataclass(frozen=True)
class Paired:
    """A group of `n` people measured twice: means and standard deviations in points, and the
    correlation between the occasions."""

    n: int
    mean_pre: float
    mean_post: float
    sd_pre: float
    sd_post: float
    correlation: float

    def __post_init__(self) -> None:
        if self.n < FEWEST:
            raise CannotComputeError("fewer than two people were measured twice")
        finite("the mean before", self.mean_pre)
        finite("the mean after", self.mean_post)
        positive("the standard deviation before", self.sd_pre)
        positive("the standard deviation after", self.sd_post)
        if not -1 <= finite("the correlation", self.correlation) <= 1:
            raise CannotComputeError("the correlation is not between -1 and 1")

    @property
    def change(self) -> float:
        """The mean change, in points."""
        return self.mean_post - self.mean_pre

    @property
    def variance_of_change(self) -> float:
        """The variance of one person's change, in squared points."""
        shared = 2 * self.correlation * self.sd_pre * self.sd_post
        return max(0.0, self.sd_pre**2 + self.sd_post**2 - shared)

    @property
    def sd_of_change(self) -> float:
        """The standard deviation of one person's change, in points; refused when all changed alike."""
        size = self.sd_pre**2 + self.sd_post**2
        if self.variance_of_change <= EXACT * size:
            raise CannotComputeError("everybody changed by the same amount")
        return math.sqrt(self.variance_of_change)


@dataclass(frozen=True)
class PairedSums:
    """What is counted and summed of pairs: enough for every effect here, and sums of parts add up.

    Scores in points; take them from near the middle of the scale (`origin`) where they are large,
    because a variance is the difference of two sums.
    """

    n: int
    pre: float
    post: float
    pre_squared: float
    post_squared: float
    product: float

    def __add__(self, other: "PairedSums") -> "PairedSums":
        return PairedSums(
            self.n + other.n,
            self.pre + other.pre,
            self.post + other.post,
            self.pre_squared + other.pre_squared,
            self.post_squared + other.post_squared,
            self.product + other.product,
        )

    def paired(self, origin: float = 0.0) -> Paired:
        """The group these sums are of; `origin` is what was taken from each score, in points."""
        if self.n < FEWEST:
            raise CannotComputeError("fewer than two people were measured twice")
        first, last = self.pre / self.n, self.post / self.n
        freedom = self.n - 1
        before = (self.pre_squared - self.n * first**2) / freedom
        after = (self.post_squared - self.n * last**2) / freedom
        both = (self.product - self.n * first * last) / freedom
        if min(before, after) <= EXACT * max(self.pre_squared, self.post_squared, 1e-300):
            raise CannotComputeError("all scores of an occasion are the same")
        share = finite("the correlation", both / math.sqrt(before * after))
        return Paired(
            self.n,
            first + origin,
            last + origin,
            math.sqrt(before),
            math.sqrt(after),
            min(1.0, max(-1.0, share)),
        )


def paired(pre: Sequence[float], post: Sequence[float]) -> Paired:
    """The group of these people's scores, in points; the two lists are in the same order."""
    if len(pre) != len(post):
        raise CannotComputeError("there are not as many scores after as before")
    if len(pre) < FEWEST:
        raise CannotComputeError("fewer than two people were measured twice")
    before = [finite("a score before", each) for each in pre]
    after = [finite("a score after", each) for each in post]
    middle = math.fsum(before) / len(before)
    before, after = [each - middle for each in before], [each - middle for each in after]
    return PairedSums(
        len(before),
        math.fsum(before),
        math.fsum(after),
        math.fsum(each**2 for each in before),
        math.fsum(each**2 for each in after),
        math.fsum(one * two for one, two in zip(before, after, strict=True)),
    ).paired(middle)


def hedges_correction(freedom: float) -> float:
    """Hedges' exact J(m) = Γ(m/2) / (√(m/2)·Γ((m−1)/2)), without unit: 0.959910352924253 at m = 19."""
    if finite("the degrees of freedom", freedom) <= 1:
        raise CannotComputeError("the group is too small for the correction of its effect")
    half = freedom / 2
    return math.exp(float(gammaln(half) - gammaln(half - 0.5)) - math.log(half) / 2)


def _corrected(group: Paired, freedom: float, sd: float) -> float:
    return finite("the effect", hedges_correction(freedom) * group.change / sd)


# ------------------------------------------------------------------------- one group


def mean_change(group: Paired, confidence: float = 0.95) -> Estimate:
    """The mean change, in points, with variance s²_change/n (metafor's MC)."""
    return wald(group.change, group.variance_of_change / group.n, confidence)


def smcc(group: Paired, confidence: float = 0.95) -> Estimate:
    """Standardised by the SD of the change: J(n−1)·change/s_change, variance 1/n + d²/2n.

    Morris's first study: 0.541663699150114, variance 0.0573349890744246.
    """
    value = _corrected(group, group.n - 1, group.sd_of_change)
    return wald(value, 1 / group.n + value**2 / (2 * group.n), confidence)


def smcr(group: Paired, confidence: float = 0.95) -> Estimate:
    """Standardised by the SD before: J(n−1)·change/s_pre, variance 2(1−r)/n + d²/2n.

    Morris's first study: 0.50555278587344, variance 0.0593895904826099.
    """
    value = _corrected(group, group.n - 1, group.sd_pre)
    variance = 2 * (1 - group.correlation) / group.n + value**2 / (2 * group.n)
    return wald(value, variance, confidence)


def smcrh(group: Paired, confidence: float = 0.95) -> Estimate:
    """As `smcr`, for spreads that differ: variance s²_change/(s²_pre·(n−1)) + d²/2(n−1) (Bonett 2008).

    Follows metafor 5.0 (0.052573837934911 for Morris's first study); 3.8 multiplied it by J².
    """
    value = _corrected(group, group.n - 1, group.sd_pre)
    spread = group.variance_of_change / group.sd_pre**2
    return wald(value, (spread + value**2 / 2) / (group.n - 1), confidence)


def smcrp(group: Paired, confidence: float = 0.95) -> Estimate:
    """Standardised by the root mean square of both SDs: J(m)·change/s, m = 2(n−1)/(1+r²).

    Variance 2(1−r)/n + d²(1+r²)/4n. Morris's first study: 0.574859431443544 (metafor's SMCRP).
    """
    share = 1 + group.correlation**2
    sd = math.sqrt((group.sd_pre**2 + group.sd_post**2) / 2)
    value = _corrected(group, 2 * (group.n - 1) / share, sd)
    variance = 2 * (1 - group.correlation) / group.n + value**2 * share / (4 * group.n)
    return wald(value, variance, confidence)


def d_z(group: Paired, confidence: float = 0.95) -> Estimate:
    """change/s_change without correction, variance 1/n + d²/2n. First study: 0.564285714285714."""
    value = finite("the effect", group.change / group.sd_of_change)
    return wald(value, 1 / group.n + value**2 / (2 * group.n), confidence)


def d_rm(group: Paired, confidence: float = 0.95) -> Estimate:
    """d_z·√(2(1−r)), without correction: the change in the unit of one occasion (Lakens 2013, eq. 9).

    Variance (1/n + d²/2n)·2(1−r) (Borenstein 2009, eq. 4.28). First study: 0.580967700812838.
    """
    apart = 2 * (1 - group.correlation)
    if apart <= EXACT:
        raise CannotComputeError("the scores before and after are the same but for a constant")
    value = finite("the effect", group.change / group.sd_of_change * math.sqrt(apart))
    return wald(value, (1 / group.n + value**2 / (2 * group.n)) * apart, confidence)


def d_av(group: Paired, confidence: float = 0.95) -> Estimate:
    """change over the mean of both SDs, without correction (Lakens 2013). First study: 0.5939849624.

    Variance by the delta method, the spreads may differ: [s²_change + d²·(s₁²+s₂²+2r²s₁s₂)/8] / s²(n−1).
    """
    first, last = group.sd_pre, group.sd_post
    sd = (first + last) / 2
    value = finite("the effect", group.change / sd)
    spread = (first**2 + last**2 + 2 * group.correlation**2 * first * last) / 8
    variance = (group.variance_of_change + value**2 * spread) / (sd**2 * (group.n - 1))
    return wald(value, variance, confidence)


EFFECTS: dict[str, Callable[[Paired, float], Estimate]] = {
    "MC": mean_change,
    "SMCC": smcc,
    "SMCR": smcr,
    "SMCRH": smcrh,
    "SMCRP": smcrp,
    "d_z": d_z,
    "d_rm": d_rm,
    "d_av": d_av,
}
"""Every effect of one group, by the name that a figure carries."""


# ------------------------------------------------------------------------- two groups


def d_ppc1(treated: Paired, control: Paired, confidence: float = 0.95) -> Estimate:
    """SMCR of the treated less SMCR of the controls; the variances add (Morris 2008, eq. 4).

    Morris's first study: 0.742052438043184, variance 0.11378789261952.
    """
    one, other = smcr(treated), smcr(control)
    return wald(one.estimate - other.estimate, one.se**2 + other.se**2, confidence)


def d_ppc2(treated: Paired, control: Paired, confidence: float = 0.95) -> Estimate:
    """J·(change_T − change_C)/s with the SD before pooled over both groups (Morris 2008, eq. 8).

    Variance 2(1−r)(1/n_T + 1/n_C) + d²/2(n_T+n_C), as metafor's worked example; r is the mean of both
    groups' correlations, by degrees of freedom. Morris's first study: 0.768447646803813.
    """
    one, other = treated.n - 1, control.n - 1
    sd = math.sqrt((one * treated.sd_pre**2 + other * control.sd_pre**2) / (one + other))
    value = hedges_correction(one + other) * (treated.change - control.change) / sd
    value = finite("the effect", value)
    shared = (one * treated.correlation + other * control.correlation) / (one + other)
    variance = 2 * (1 - shared) * (1 / treated.n + 1 / control.n)
    return wald(value, variance + value**2 / (2 * (treated.n + control.n)), confidence)


# ------------------------------------------------------------------------- rates


def rate(count: int, n: int, confidence: float = 0.95) -> Estimate:
    """A share of people, for instance who reliably improved, with Wilson's interval (Wilson 1927).

    The standard error is √(p(1−p)/n); at 0 or all of `n` it is 0, the interval is not: 0 of 10 gives
    0 to 0.2775. 81 of 263 gives 0.2553 to 0.3662 (Newcombe 1998, Stat Med 17:857–872).
    """
    if n < 1:
        raise CannotComputeError("nobody is counted")
    if not 0 <= count <= n:
        raise CannotComputeError("the count is not between nobody and everybody")
    return wilson(count / n, n, normal_quantile(confidence))


def wilson(share: float, n: float, quantile: float) -> Estimate:
    """Wilson's interval of a share at a number of people, which need not be whole where it is an effective one."""
    middle = (share + quantile**2 / (2 * n)) / (1 + quantile**2 / n)
    spread = math.sqrt(share * (1 - share) / n + quantile**2 / (4 * n**2))
    away = quantile * spread / (1 + quantile**2 / n)
    low = 0.0 if share == 0 else middle - away
    high = 1.0 if share == 1 else middle + away
    return Estimate(share, math.sqrt(share * (1 - share) / n), low, high)
