"""Items of one scale: Cronbach's alpha. No unit.

Sources: Cronbach 1951, Psychometrika 16:297–334; Feldt 1965, Psychometrika 30:357–370 (interval); Duhachek &
Iacobucci 2004, J Appl Psychol 89:792–808 (standard error). Alpha equals ICC3k of persons by items, so case 16
checks estimate and interval: 0.909315542377069, from 0.675674713816305 to 0.985891678169062.
"""

import math
from collections.abc import Sequence

import numpy as np

from attune.core.statistics.estimate import Estimate
from attune.core.statistics.reliability.icc import Icc, icc, score_table


def cronbach_alpha(scores: Sequence[Sequence[float | None]], confidence: float = 0.95) -> Estimate:
    """k/(k−1)·(1 − Σ s²_item / s²_total) of persons × items, in points of the items.

    Items that run the other way must be turned before. A missing answer is refused.
    """
    told = icc(scores, Icc.ICC3K, confidence)
    shared = np.cov(score_table(scores), rowvar=False)
    shared = shared / np.trace(shared)
    n, k = len(scores), len(shared)
    total, own = float(shared.sum()), float(np.trace(shared))
    squared = shared @ shared
    spread = total * (float(np.trace(squared)) + own**2) - 2 * own * float(squared.sum())
    variance = 2 * k**2 / ((k - 1) ** 2 * total**3) * max(0.0, spread) / n
    return Estimate(told.estimate, math.sqrt(variance), told.ci_lb, told.ci_ub)
