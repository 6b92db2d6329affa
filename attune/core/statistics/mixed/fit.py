"""The fitted mixed model: fixed effects with standard errors, variance components, criterion.

Estimates and standard errors are in the outcome's points (per unit of the fixed effect); variance
components in points squared; the criterion has no dimension. Checked against lme4 1.1-31 with `xtol/ftol`
1e-13: cases 08 (intercepts), 09 and 11 (three levels with one at its boundary; case-mix; dyads with
occasions) in `tests/reference`.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from attune.core.statistics.mixed import likelihood
from attune.core.statistics.mixed.likelihood import Numbers, Tree
from attune.core.statistics.mixed.optimum import FAR, least
from attune.core.statistics.mixed.sums import Floats, Sums

STARTS = (0.01, 0.1, 1.0, 10.0)
"""The ratios to start from, the same at each level."""


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    `ratios` are the levels' variances over the residual one, as `nest.names`; `covariance` (p, p) is of the
    fixed effects; `criterion` the REML criterion or the deviance (−2 ln L).
    """

    names: tuple[str, ...]
    estimates: Floats
    covariance: Floats
    ratios: Floats
    residual: float
    criterion: float
    reml: bool
    nest: Tree

    @property
    def fixed(self) -> dict[str, float]:
        """The fixed effects by name, in points."""
        return dict(zip(self.names, self.estimates.tolist(), strict=True))

    @property
    def standard_errors(self) -> dict[str, float]:
        """s·√diag((X'V⁻¹X)⁻¹) by name, in points."""
        errors = np.sqrt(np.diag(self.covariance))
        return dict(zip(self.names, errors.tolist(), strict=True))

    @property
    def variance(self) -> dict[str, float]:
        """The variance components by level, outermost first, then "residual", in points squared."""
        parts = (self.ratios * self.residual).tolist()
        return {**dict(zip(self.nest.names, parts, strict=True)), "residual": self.residual}


def fit(sums: Sums, *, reml: bool = True, near: Floats | None = None) -> Fit:
    """The model of greatest restricted likelihood (or likelihood) for these sums.

    `near` (ratios of an earlier fit) is tried first, and alone: for a live update. Refused
    (`CannotComputeError`) as `likelihood.tree` says, and when scores within groups do not vary.
    """
    nest = likelihood.tree(sums)
    starts = [np.full(len(nest.names), start) for start in STARTS] if near is None else [near]
    bounds = np.array([[0.0, FAR]] * len(nest.names))
    ratios = least(partial(profiled, nest, reml=reml), starts, bounds)
    return at_ratios(sums.fixed, nest, ratios, reml=reml)


def profiled(nest: Tree, ratios: Numbers, *, reml: bool) -> tuple[Any, Numbers]:
    """The criterion at the best s² and its gradient by the ratios."""
    value, slope, _ = likelihood.criterion(nest, ratios, reml=reml)
    return value, slope


def at_ratios(names: tuple[str, ...], nest: Tree, ratios: Floats, *, reml: bool) -> Fit:
    """The model at given ratios: what a live figure shows between two fits."""
    at = likelihood.solved(nest, likelihood.upward(nest, ratios), reml=reml)
    p, axes = nest.fixed, nest.axes
    residual = float(at.variance)
    return Fit(
        names,
        axes @ at.beta - nest.basis[:p, p],
        residual * (axes @ at.inverse @ axes.T),
        ratios,
        residual,
        float(likelihood.criterion(nest, ratios, reml=reml)[0]),
        reml,
        nest,
    )
