"""Two raters: Cohen's kappa, plain and weighted. No unit; 1 is full agreement, 0 is what chance gives.

Sources: Cohen 1960, Educ Psychol Meas 20:37–46; Cohen 1968, Psychol Bull 70:213–220; Fleiss, Cohen &
Everitt 1969, Psychol Bull 72:323–327 (both standard errors). Checked against irr 0.84.1 (estimate and
z) and psych 2.2.9 (variance, plain) in case 14. psych 2.2.9 prints a weighted variance of 0.46 there, where
the published formula, which a numerical derivative confirms, gives 0.0247.
"""

import math

import numpy as np
from numpy.typing import NDArray

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate, wald
from attune.core.statistics.reliability.ratings import Ratings
from attune.core.statistics.reliability.weights import Weights, weight_matrix

SAME = 1e-12


def crossed(ratings: Ratings) -> NDArray[np.float64]:
    """Categories × categories: how many units the first rater called a and the second b.

    A unit that only one of them rated is left out.
    """
    if ratings.places.shape[1] != 2:
        raise CannotComputeError("there are not exactly two raters")
    both = ratings.places[(ratings.places >= 0).all(axis=1)]
    if not len(both):
        raise CannotComputeError("no unit was rated by both")
    table = np.zeros((len(ratings.categories),) * 2)
    np.add.at(table, (both[:, 0], both[:, 1]), 1)
    return table


def kappa_of_table(
    table: NDArray[np.float64], weights: NDArray[np.float64], confidence: float = 0.95
) -> Estimate:
    """κ = (p_o − p_e)/(1 − p_e) of a table of counts, with the large-sample standard error.

    The weights are 1 on the diagonal. Anxiety data, raters 1 and 2: 0.119496855345912 unweighted
    (variance 0.0142256423269795), 0.189189189189189 linear, 0.29676511954993 quadratic.
    """
    share, by_chance, kappa = _parts(table, weights)
    marginal = _marginal(share, weights)
    spread = float((share * (weights - marginal * (1 - kappa)) ** 2).sum())
    spread -= (kappa - by_chance * (1 - kappa)) ** 2
    variance = max(0.0, spread) / (float(table.sum()) * (1 - by_chance) ** 2)
    told = wald(kappa, variance, confidence)
    return Estimate(told.estimate, told.se, max(-1.0, told.ci_lb), min(1.0, told.ci_ub))


def cohen_kappa(
    ratings: Ratings, weights: Weights = Weights.UNWEIGHTED, confidence: float = 0.95
) -> Estimate:
    """Cohen's kappa of two raters; see `kappa_of_table`."""
    return kappa_of_table(crossed(ratings), weight_matrix(ratings, weights), confidence)


def cohen_kappa_z(ratings: Ratings, weights: Weights = Weights.UNWEIGHTED) -> float:
    """κ over its standard error if there were only chance: 1.16376222865954 for the anxiety data."""
    table, matrix = crossed(ratings), weight_matrix(ratings, weights)
    share, by_chance, kappa = _parts(table, matrix)
    margins = np.outer(share.sum(axis=1), share.sum(axis=0))
    spread = float((margins * (matrix - _marginal(share, matrix)) ** 2).sum()) - by_chance**2
    if spread <= SAME:
        raise CannotComputeError("a rater used one category only, so chance has no spread")
    return kappa * (1 - by_chance) * math.sqrt(float(table.sum()) / spread)


def _parts(
    table: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, float]:
    share = table / table.sum()
    by_chance = float((weights * np.outer(share.sum(axis=1), share.sum(axis=0))).sum())
    if 1 - by_chance <= SAME:
        raise CannotComputeError("every rating is the same, so chance alone would agree as well")
    return share, by_chance, (float((weights * share).sum()) - by_chance) / (1 - by_chance)


def _marginal(share: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    columns, lines = weights @ share.sum(axis=0), share.sum(axis=1) @ weights
    return np.asarray(np.add.outer(columns, lines), dtype=np.float64)
