"""A service beside the nation: what the national model expects of pairs like its own, and how far it differs.

A service is small, so its own mean swings by chance; its difference is drawn to none as far as chance could have made it.
Source: the best linear unbiased prediction of a random effect (Henderson 1975, Biometrics 31:423–447), with the
effects and variances of a release taken as known. Nothing of another service is needed, and none of this says why.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from attune.core.figures.model import FIXED, IN_POINTS, Caseload
from attune.core.figures.released import Model
from attune.core.figures.tally import POINT
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate, wald
from attune.core.statistics.mixed.sums import INTERCEPT


@dataclass(frozen=True)
class Beside:
    """In points, more is better. expected: the mean change of pairs like these, by the model. own: the mean change of
    the service. drawn: expected, and as much of the difference as is unlikely to be chance, with its interval."""

    pairs: int
    expected: float
    own: float
    drawn: Estimate


def beside(caseloads: Iterable[Caseload], model: Model, region: str) -> Beside:
    """A service's caseloads (their totals; products are not used) beside a released model. A fixed effect that was not
    released counts as none; so does a region's, whose variance is then the service's to have. Raises
    CannotComputeError without pairs, an intercept, or any variance of dyads."""
    known = [one for one in caseloads if one.pairs]
    pairs = sum(one.pairs for one in known)
    fixed = {one.name: one.value.estimate for one in model.fixed}
    residual = model.spread.get("residual", 0.0) ** 2
    if not pairs:
        raise CannotComputeError("nobody has both scores")
    if INTERCEPT not in fixed or not residual:
        raise CannotComputeError("the release has no model to compare with")
    shift = {one.name: one.value.estimate for one in model.regions}.get(region)
    between = model.spread.get("service", 0.0) ** 2
    if shift is None:
        between += model.spread.get("region", 0.0) ** 2
    within = model.spread.get("caseload", 0.0) ** 2
    expected = {one.path: _expected(one, fixed, shift or 0.0) for one in known}
    weights = {one.path: 1 / (within + residual / one.pairs) for one in known}
    weight = math.fsum(weights.values())
    apart = math.fsum(
        weights[one.path] * (_mean(one, "change") - expected[one.path]) for one in known
    )
    kept = between * weight / (1 + between * weight)
    middle = math.fsum(one.pairs * expected[one.path] for one in known) / pairs
    own = math.fsum(one.pairs * _mean(one, "change") for one in known) / pairs
    return Beside(pairs, middle, own, wald(middle + kept * apart / weight, kept / weight))


def _expected(one: Caseload, fixed: dict[str, float], shift: float) -> float:
    """The mean change of a caseload's pairs, by the fixed effects and the region."""
    return (
        fixed[INTERCEPT]
        + shift
        + math.fsum(fixed.get(name, 0.0) * _mean(one, name) for name in FIXED)
    )


def _mean(one: Caseload, column: str) -> float:
    return one.totals[column] / one.pairs / (POINT if column in IN_POINTS else 1)
