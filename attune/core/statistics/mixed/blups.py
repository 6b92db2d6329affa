"""What the model predicts for each group: its own effect, shrunk, with an interval.

The effect of a group is b̂ = t·1'V⁻¹(y − Xβ̂), in points, above or below what the groups above it and
its fixed effects lead to expect. Two spreads go with it, in points: `conditional`, s·√(t − t²·1'V⁻¹1),
which takes β as known (lme4's `condsd`), and `error`, which adds what is not known of β (Henderson 1975,
Biometrics 31:423–447). Intervals use `error`. Checked against lme4: case 11 (`change_ranef`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import confidence_level, finite
from attune.core.statistics.mixed import likelihood
from attune.core.statistics.mixed.fit import Fit
from attune.core.statistics.mixed.sums import INTERCEPT, Floats, Path


@dataclass(frozen=True)
class Prediction:
    """A predicted effect or score, in points, and its spreads, in points."""

    value: float
    conditional: float
    error: float

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """value ± z·error, in points."""
        away = float(ndtri((1 + confidence_level(confidence)) / 2)) * self.error
        return self.value - away, self.value + away


def effects(fit: Fit, level: str) -> dict[Path, Prediction]:
    """The effect of each group of a level (not of the unit), by its path.

    Case 11: the 128 practitioners, 30 services and 6 regions of lme4's `ranef` to 1e-6.
    """
    nest, number = fit.nest, _number(fit, level)
    down = likelihood.downward(nest, fit.ratios, likelihood.upward(nest, fit.ratios))
    t, own = float(fit.ratios[number]), down.own[number]
    value = t * _weights(fit) @ own
    conditional = fit.residual * np.maximum(t - t**2 * down.precision[number], 0)
    doubt = t**2 * _quadratic(fit, own[: nest.fixed].T)
    return _named(nest.paths[number], value, conditional, doubt)


def scores(fit: Fit, level: str, at: Mapping[str, float] | None = None) -> dict[Path, Prediction]:
    """The expected score of each group of a level, in points: x'β̂ and all effects down to the group.

    `at` gives the fixed effects other than the intercept (0 when not given). This is the shrunken
    estimate of a service.
    """
    nest, number = fit.nest, _number(fit, level)
    down = likelihood.downward(nest, fit.ratios, likelihood.upward(nest, fit.ratios))
    effect, spread = down.effect[number], down.spread[number]
    row = _row(fit, at or {})
    value = float(row @ fit.estimates) + _weights(fit) @ effect
    away = row @ nest.axes - effect[: nest.fixed].T
    return _named(nest.paths[number], value, fit.residual * spread, _quadratic(fit, away))


def of_unit(fit: Fit, path: Path, rows: ArrayLike) -> Prediction:
    """The effect of one unit (dyad) in a lowest group, from its own rows (c, p+1): fixed effects,
    intercept first, then the outcome."""
    nest = fit.nest
    if not nest.repeats:
        raise CannotComputeError("the model has no unit whose rows repeat")
    block = np.asarray(rows, dtype=np.float64) @ nest.basis
    above, doubt = np.zeros(nest.fixed + 1), 0.0
    if nest.paths:
        if path not in nest.paths[-1]:
            raise CannotComputeError("the group is not in the model")
        down = likelihood.downward(nest, fit.ratios, likelihood.upward(nest, fit.ratios))
        place = nest.paths[-1].index(path)
        above, doubt = down.effect[-1][:, place], float(down.spread[-1][place])
    t, c = float(fit.ratios[-1]), len(block)
    k = 1 / (1 + c * t)
    own = k * (block.sum(axis=0) - c * above)
    conditional = fit.residual * max(t - t**2 * (c * k - (c * k) ** 2 * doubt), 0)
    uncertain = t**2 * float(_quadratic(fit, own[None, : nest.fixed])[0])
    value = t * float(own @ _weights(fit))
    return Prediction(value, float(np.sqrt(conditional)), float(np.sqrt(conditional + uncertain)))


def _number(fit: Fit, level: str) -> int:
    names = fit.nest.names[: len(fit.nest.paths)]
    if level not in names:
        raise CannotComputeError(f"the model has no level of groups called {level}")
    return names.index(level)


def _weights(fit: Fit) -> Floats:
    """[−β; 1] in the basis of the tree."""
    nest = fit.nest
    p = nest.fixed
    beta = np.linalg.solve(nest.axes, fit.estimates + nest.basis[:p, p])
    return np.concatenate([-beta, np.ones(1)])


def _row(fit: Fit, at: Mapping[str, float]) -> Floats:
    unknown = set(at) - set(fit.names)
    if unknown:
        raise CannotComputeError(f"the model has no fixed effect called {min(unknown)}")
    values = {INTERCEPT: 1.0, **{name: finite(name, value) for name, value in at.items()}}
    return np.array([values.get(name, 0.0) for name in fit.names])


def _quadratic(fit: Fit, rows: Floats) -> Floats:
    """r Cov(β̂) r' of each row, in the basis of the tree."""
    inside = np.linalg.inv(fit.nest.axes)
    return np.asarray(np.sum((rows @ (inside @ fit.covariance @ inside.T)) * rows, axis=1))


def _named(
    paths: tuple[Path, ...], value: Floats, conditional: Floats, doubt: Floats
) -> dict[Path, Prediction]:
    spreads = np.sqrt(conditional), np.sqrt(conditional + doubt)
    columns = zip(paths, value.tolist(), spreads[0].tolist(), spreads[1].tolist(), strict=True)
    return {path: Prediction(*numbers) for path, *numbers in columns}
