"""Whether small studies tell another story than large ones, and what hangs on a single study.

Sources: Egger et al. 1997, BMJ 315:629–634, and Sterne & Egger 2005 (regression on the standard error); Begg &
Mazumdar 1994, Biometrics 50:1088–1101 (rank test); Duval & Tweedie 2000, Biometrics 56:455–463 (trim and
fill, estimator L0); Cook's distance as Viechtbauer & Cheung 2010, Res Synth Methods 1:112–125. Checked
against metafor 3.8-1: case 01 (`tests/reference`). A funnel that leans does not prove that studies are
missing; these are signs, with few studies weak ones.
"""

import math
from dataclasses import dataclass

import numpy as np

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.meta.pool import Coefficient, Meta, of_studies, two_sided
from attune.core.statistics.meta.weights import Floats, Studies, studies, weighted

SE = "se"
"""The moderator of Egger's test."""


def egger(of: Meta) -> Coefficient:
    """The slope on the standard error in the same model as `of`. Case 01 (REML): z −0.803, P 0.421."""
    _refuse_moderators(of)
    return of_studies(_on_se(of.of), of.method, of.knapp_hartung).coefficient(SE)


def egger_classic(of: Meta) -> Coefficient:
    """Egger's own: least squares weighted by 1/v, t with k − 2. Case 01: t −1.401, P 0.189."""
    _refuse_moderators(of)
    sloped = _on_se(of.of)
    at = weighted(sloped, 0.0)
    variance = float(at.q / sloped.freedom * at.spread[1, 1])
    if at.q <= 1e-20 * np.sum(at.weights * sloped.effects**2):
        raise CannotComputeError("the studies lie exactly on a line")
    slope, se = float(at.estimates[1]), math.sqrt(variance)
    p = two_sided(slope / se, sloped.freedom)
    return Coefficient(slope, se, slope / se, p, float(sloped.freedom))


def _on_se(of: Studies) -> Studies:
    return studies(of.effects, of.variances, {SE: np.sqrt(of.variances)})


def _refuse_moderators(of: Meta) -> None:
    if len(of.of.names) > 1:
        raise CannotComputeError("this is asked of a pooled effect, not of a meta-regression")


# ------------------------------------------------------------------------- the rank test


def rank_test(of: Meta) -> tuple[float, float]:
    """Kendall's tau of standardised effects and variances, and its P value: exact without ties, else
    normal. Case 01: tau 0.0256, P 0.952."""
    _refuse_moderators(of)
    v, at = of.of.variances, weighted(of.of, 0.0)
    left = v - float(at.spread[0, 0])
    signs = _pairs(np.asarray(at.residuals) / np.sqrt(left), v)
    k = len(v)
    untied = [k * (k - 1) / 2 - each for each in signs[1:]]
    if min(untied) <= 0:
        raise CannotComputeError("all studies are equally large, or all effects equal")
    tau = signs[0] / math.sqrt(untied[0] * untied[1])
    if max(signs[1:]) == 0:
        return tau, _exact_kendall(k, round(k * (k - 1) / 4 + signs[0] / 2))
    return tau, _tied_kendall(np.asarray(at.residuals) / np.sqrt(left), v, signs[0])


def _pairs(first: Floats, second: Floats) -> tuple[float, float, float]:
    """Concordant less discordant pairs; pairs tied in the first; in the second."""
    upper = np.triu_indices(len(first), 1)
    a, b = (np.sign(each[:, None] - each)[upper] for each in (first, second))
    return float(np.sum(a * b)), float(np.sum(a == 0)), float(np.sum(b == 0))


def _exact_kendall(k: int, concordant: int) -> float:
    """The share of the orders of k things that are at least as extreme, both sides (Kendall 1938)."""
    shares = np.ones(1)
    for number in range(2, k + 1):
        shares = np.convolve(shares, np.full(number, 1 / number))
    below, above = float(shares[: concordant + 1].sum()), float(shares[concordant:].sum())
    return min(2 * min(below, above), 1.0)


def _tied_kendall(first: Floats, second: Floats, score: float) -> float:
    """The normal P value with the variance for ties (Kendall 1970, Rank Correlation Methods)."""
    k = len(first)
    sizes = [np.unique(each, return_counts=True)[1].astype(float) for each in (first, second)]
    plain = k * (k - 1) * (2 * k + 5)
    v0 = plain - sum(float(np.sum(n * (n - 1) * (2 * n + 5))) for n in sizes)
    pairs = [float(np.sum(n * (n - 1))) for n in sizes]
    triples = [float(np.sum(n * (n - 1) * (n - 2))) for n in sizes]
    variance = v0 / 18 + pairs[0] * pairs[1] / (2 * k * (k - 1))
    variance += triples[0] * triples[1] / (9 * k * (k - 1) * (k - 2))
    return two_sided(score / math.sqrt(variance), math.inf)


# ------------------------------------------------------------------------- trim and fill


@dataclass(frozen=True)
class Filled:
    """How many studies seem to be missing, on which side of the pooled effect, and what the effect would
    be with their mirror images in."""

    missing: int
    side: str
    with_them: Meta


def trim_and_fill(of: Meta) -> Filled:
    """Estimator L0, the side by Egger's slope. Case 01 (DL): one on the right, −0.6561 with it.

    Where the number of missing studies goes round in a circle, the one that came twice stands.
    """
    sign = -1 if egger(of).estimate < 0 else 1
    order = np.argsort(sign * of.of.effects, kind="stable")
    y, v = sign * of.of.effects[order], of.of.variances[order]
    missing, centre = 0, 0.0
    seen: set[int] = set()
    while missing not in seen:
        seen.add(missing)
        kept = studies(y[: len(y) - missing], v[: len(y) - missing])
        centre = float(of_studies(kept, of.method, of.knapp_hartung).estimates[0])
        missing = _missing(y - centre)
    mirrored = sign * (2 * centre - y[len(y) - missing :])
    whole = studies(
        np.concatenate([of.of.effects, mirrored]),
        np.concatenate([of.of.variances, v[len(v) - missing :]]),
    )
    side = "right" if sign < 0 else "left"
    return Filled(missing, side, of_studies(whole, of.method, of.knapp_hartung))


def _missing(centred: Floats) -> int:
    k = len(centred)
    ranks = np.empty(k)
    ranks[np.argsort(np.abs(centred), kind="stable")] = np.arange(1, k + 1)
    above = float(np.sum(ranks[centred > 0]))
    # With more than k − 2 trimmed there would be no study left to pool.
    return min(max(0, round((4 * above - k * (k + 1)) / (2 * k - 1))), k - 2)


# ------------------------------------------------------------------------- one study less


def leave_one_out(of: Meta) -> list[Meta]:
    """The same analysis without each study in turn."""
    if of.of.freedom < 2:
        raise CannotComputeError("there are too few studies to leave one out")
    every = np.arange(len(of.of.effects))
    without = [of.of.chosen(every != each) for each in every]
    return [
        of_studies(
            studies(each.effects, each.variances, _moderators(each)), of.method, of.knapp_hartung
        )
        for each in without
    ]


def _moderators(of: Studies) -> dict[str, Floats]:
    return {name: of.design[:, at] for at, name in enumerate(of.names) if at > 0}


def cooks_distances(of: Meta) -> list[float]:
    """How far the estimates move without each study, against their own covariance; without unit."""
    moved = [of.estimates - each.estimates for each in leave_one_out(of)]
    return [float(each @ np.linalg.solve(of.covariance, each)) for each in moved]
