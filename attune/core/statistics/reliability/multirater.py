"""Two or more raters: Fleiss' kappa, Gwet's AC1 and AC2, with missing ratings; Conger's and Light's kappa. No unit.

Sources: Fleiss 1971, Psychol Bull 76:378–382; Fleiss, Nee & Landis 1979, Psychol Bull 86:974–977 (z);
Gwet 2008, Br J Math Stat Psychol 61:29–48, and Gwet 2014, Handbook of Inter-Rater Reliability, ch. 5
(weights, missing ratings, standard errors by linearisation, intervals by t with n − 1). Checked against
irr 0.84.1 and irrCAC 1.0 in cases 14 and 15; Fleiss printed 0.430 for his diagnoses. Conger 1980, Psychol Bull
88:322–328, and Light 1971, Psychol Bull 76:365–377: checked against Conger's own formula by variances of the
margins, against Cohen's kappa of each two raters, and errors against numerical derivatives.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate
from attune.core.statistics.inputs import confidence_level
from attune.core.statistics.reliability.ratings import Ratings
from attune.core.statistics.reliability.weights import Weights, weight_matrix

SAME = 1e-12


@dataclass(frozen=True)
class _Seen:
    """What the raters did: counts by unit, ratings of each unit, agreement of each, shares overall."""

    counts: NDArray[np.float64]
    rated: NDArray[np.float64]
    agreed: NDArray[np.float64]
    shares: NDArray[np.float64]
    weights: NDArray[np.float64]


def _seen(ratings: Ratings, kind: Weights) -> _Seen:
    weights = weight_matrix(ratings, kind)
    counts = ratings.counts[ratings.counts.sum(axis=1) > 0]
    rated = counts.sum(axis=1)
    if (rated >= 2).sum() < 2:
        raise CannotComputeError("fewer than two units were rated by two or more raters")
    pairs = np.maximum(rated * (rated - 1), 1)
    agreed = (counts * (counts @ weights - 1)).sum(axis=1) / pairs
    return _Seen(counts, rated, agreed, (counts / rated[:, None]).mean(axis=0), weights)


def fleiss_kappa(
    ratings: Ratings, weights: Weights = Weights.UNWEIGHTED, confidence: float = 0.95
) -> Estimate:
    """κ with chance Σ w_kl·π_k·π_l of the raters together. Fleiss' diagnoses: 0.430244520060141.

    A unit that one rater alone rated counts among the shares π and not in the agreement.
    """
    seen = _seen(ratings, weights)
    return _beyond_chance(seen, seen.weights @ seen.shares, 1.0, confidence)


def gwet_ac(
    ratings: Ratings, weights: Weights = Weights.UNWEIGHTED, confidence: float = 0.95
) -> Estimate:
    """AC1, or AC2 when weighted: chance is Σw·Σ π_k(1−π_k) / q(q−1), q categories.

    Krippendorff's 4 × 12 example gives AC1 0.77544 (standard error 0.14295).
    """
    seen = _seen(ratings, weights)
    size = len(seen.shares)
    scale = float(seen.weights.sum()) / (size * (size - 1))
    return _beyond_chance(seen, 1 - seen.shares, scale, confidence)


def _beyond_chance(
    seen: _Seen, expected: NDArray[np.float64], scale: float, confidence: float
) -> Estimate:
    """(p_a − p_e)/(1 − p_e) with p_e = scale·Σ π_k·expected_k, and its error by linearisation."""
    twice = seen.rated >= 2
    observed = float(seen.agreed[twice].mean())
    by_chance = scale * float(seen.shares @ expected)
    if 1 - by_chance <= SAME:
        raise CannotComputeError("every rating is the same, so chance alone would agree as well")
    figure = (observed - by_chance) / (1 - by_chance)
    apart = np.where(twice, seen.agreed - by_chance, 0.0) * (len(twice) / twice.sum())
    chances = scale * (seen.counts @ expected) / seen.rated
    parts = (apart - 2 * (1 - figure) * (chances - by_chance)) / (1 - by_chance)
    return by_t(figure, parts, confidence)


def by_t(figure: float, parts: NDArray[np.float64], confidence: float) -> Estimate:
    """The figure with the error of its units' parts, and the interval by t with n − 1 in −1 to 1."""
    number = len(parts)
    se = math.sqrt(float(((parts - figure) ** 2).sum()) / (number * (number - 1)))
    away = se * float(stdtrit(number - 1, (1 + confidence_level(confidence)) / 2))
    return Estimate(figure, se, max(-1.0, figure - away), min(1.0, figure + away))


def fleiss_z(ratings: Ratings) -> float:
    """Fleiss' kappa over its standard error if there were only chance; the diagnoses: 17.6518305829914.

    Every unit needs as many ratings as every other.
    """
    seen = _seen(ratings, Weights.UNWEIGHTED)
    raters = float(seen.rated[0])
    if (seen.rated != raters).any():
        raise CannotComputeError("the units were not all rated by as many raters")
    kappa = fleiss_kappa(ratings).estimate
    spread = seen.shares * (1 - seen.shares)
    total = float(spread.sum())
    skew = float((spread * (1 - 2 * seen.shares)).sum())
    error = math.sqrt(2 * (total**2 - skew) / (len(seen.rated) * raters * (raters - 1))) / total
    return kappa / error


# ------------------------------------------------------------------------- each rater's own habits


@dataclass(frozen=True)
class _Pair:
    """Two raters: agreement of each unit, its part in what chance gives, and both means."""

    agreed: NDArray[np.float64]
    chances: NDArray[np.float64]

    @property
    def observed(self) -> float:
        return float(self.agreed.mean())

    @property
    def by_chance(self) -> float:
        return float(self.chances.mean())


def _pairs(ratings: Ratings, kind: Weights) -> list[_Pair]:
    """Every two raters, over the units that all have rated."""
    weights = weight_matrix(ratings, kind)
    places = ratings.places[(ratings.places >= 0).all(axis=1)]
    if len(places) < 2:
        raise CannotComputeError("fewer than two units were rated by everybody")
    shares = np.array([np.bincount(each, minlength=len(weights)) for each in places.T])
    expected = shares / len(places) @ weights
    found = []
    for one in range(places.shape[1]):
        for other in range(one):
            first, last = places[:, one], places[:, other]
            chances = (expected[one][last] + expected[other][first]) / 2
            found.append(_Pair(weights[first, last], chances))
    return found


def _kappa_of(pair: _Pair) -> tuple[float, NDArray[np.float64]]:
    """κ of agreement beyond chance, and each unit's part in it, of which κ is the mean."""
    by_chance = pair.by_chance
    if 1 - by_chance <= SAME:
        raise CannotComputeError("every rating is the same, so chance alone would agree as well")
    figure = (pair.observed - by_chance) / (1 - by_chance)
    apart = pair.agreed - pair.observed - 2 * (1 - figure) * (pair.chances - by_chance)
    return figure, figure + apart / (1 - by_chance)


def conger_kappa(
    ratings: Ratings, weights: Weights = Weights.UNWEIGHTED, confidence: float = 0.95
) -> Estimate:
    """κ with chance from each rater's own shares, the mean over every two raters (irr's "exact" Fleiss).

    Of two raters it is Cohen's. Only units that all have rated; the error is by linearisation.
    """
    pairs = _pairs(ratings, weights)
    agreed = np.mean([pair.agreed for pair in pairs], axis=0)
    chances = np.mean([pair.chances for pair in pairs], axis=0)
    return by_t(*_kappa_of(_Pair(agreed, chances)), confidence)


def light_kappa(
    ratings: Ratings, weights: Weights = Weights.UNWEIGHTED, confidence: float = 0.95
) -> Estimate:
    """The mean of Cohen's kappas of every two raters. Only units that all have rated."""
    each = [_kappa_of(pair) for pair in _pairs(ratings, weights)]
    figure = math.fsum(kappa for kappa, _ in each) / len(each)
    return by_t(figure, np.mean([parts for _, parts in each], axis=0), confidence)
