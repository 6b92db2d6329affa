"""What is needed to judge a pair: which way is better, and how far is more than error, by measure and scale."""

import math
from collections.abc import Iterable
from itertools import count

from attune.core.figures.tally import POINT, Thresholds
from attune.core.instruments.change import Threshold, threshold_of
from attune.core.instruments.model import Better, Measure

SIGN = {Better.HIGHER: 1, Better.LOWER: -1}


def thresholds_of(measures: Iterable[Measure]) -> Thresholds:
    """Of each scale that has a better end and a published reliable change: these two.

    The change is the least number of thousandths that is more than error, by the same rule as on the
    screen of one case.
    """
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for measure in measures:
        for scale in measure.scales:
            threshold, sign = threshold_of(scale), SIGN.get(scale.better)
            if threshold is not None and sign is not None:
                found[measure.id, measure.version, scale.id] = (sign, _least(threshold))
    return found


def _least(threshold: Threshold) -> int:
    """Thousandths of the smallest change that counts: 16100 where 16.1 points are enough, although 16.1 · 1000 is a little
    more than 16100 in floating point."""
    near = max(1, math.floor(threshold.points * POINT) - 1)
    return next(size for size in count(near) if threshold.passed_by(size / POINT))
