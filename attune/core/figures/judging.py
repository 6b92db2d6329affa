"""What is needed to judge a pair: which way is better, and how far is more than error, by measure and scale."""

import math
from collections.abc import Iterable

from attune.core.figures.tally import POINT, Thresholds
from attune.core.instruments.change import threshold_of
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
                least = math.ceil(threshold.points * POINT)
                if not threshold.passed_by(least / POINT):
                    least += 1
                found[measure.id, measure.version, scale.id] = (sign, least)
    return found
