"""How much two categories agree: 1 for the same, less the further apart they are."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.reliability.ratings import Ratings


class Weights(StrEnum):
    """The weights of irrCAC: none, by distance, by squared distance, by the ranks between."""

    UNWEIGHTED = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    ORDINAL = "ordinal"


def weight_matrix(ratings: Ratings, kind: Weights) -> NDArray[np.float64]:
    """Categories × categories, from 0 to 1, ones on the diagonal (Gwet 2014, Handbook, ch. 3).

    Linear: 1 − |a−b|/range; quadratic: 1 − (a−b)²/range²; ordinal: 1 − C(m,2)/C(q,2) with m the number
    of categories from one to the other. Linear and quadratic take the numbers themselves where the
    categories are numbers (irr's kappa2 takes their places, which differs where one is never used).
    """
    size = len(ratings.categories)
    if size < 2:
        raise CannotComputeError("every rating is the same, so chance alone would agree as well")
    if kind is Weights.UNWEIGHTED:
        return np.eye(size)
    values = ratings.values()
    apart = np.abs(np.subtract.outer(values, values)) / float(np.ptp(values))
    if kind is Weights.LINEAR:
        return np.asarray(1 - apart, dtype=np.float64)
    if kind is Weights.QUADRATIC:
        return np.asarray(1 - apart**2, dtype=np.float64)
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    return np.asarray(1 - steps * (steps + 1) / (size * (size - 1)), dtype=np.float64)
