"""What every formula of a meta-analysis asks of its studies, in O(k p²) for k studies and p coefficients.

With known variances v, heterogeneity tau2 and w = 1/(v + tau2), P = W − WX(X'WX)⁻¹X'W is never written out:
its traces follow from the p × p matrices X'WX, X'W²X and X'W³X. Effects are in their own unit (a standardised
mean change, points, a log ratio), variances and tau2 in that unit squared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attune.core.statistics.errors import CannotComputeError

INTERCEPT = "(Intercept)"

LARGEST = 1e30
"""Beyond it products of squares would be infinite; nobody measures such a number."""

UNLIKE = 1e8
"""The largest variance over the least: beyond it the large studies leave nothing of the others' digits."""

Floats = NDArray[np.float64]
Numbers = NDArray[Any]
"""Real in every result; complex only while a derivative is taken."""


@dataclass(frozen=True)
class Studies:
    """Effects (k), their known variances (k) and the design (k, p), the intercept first."""

    names: tuple[str, ...]
    effects: Floats
    variances: Floats
    design: Floats

    @property
    def freedom(self) -> int:
        """k − p."""
        return len(self.effects) - len(self.names)

    def chosen(self, which: ArrayLike) -> "Studies":
        """Some of the studies, by number or by a mask."""
        rows = np.asarray(which)
        return Studies(self.names, self.effects[rows], self.variances[rows], self.design[rows])


def studies(
    effects: ArrayLike, variances: ArrayLike, moderators: Mapping[str, ArrayLike] | None = None
) -> Studies:
    """The studies, once they are fit to be put together.

    Refused: fewer than two studies, not more studies than coefficients, a variance that is not above
    zero, a value that is not finite, moderators that cannot be told apart.
    """
    given = [effects, variances, *(moderators or {}).values()]
    y, v, *columns = (np.asarray(each, dtype=np.float64) for each in given)
    if any(each.shape != y.shape or each.ndim != 1 for each in (y, v, *columns)):
        raise CannotComputeError("each study needs its effect, its variance and every moderator")
    if len(y) < 2:
        raise CannotComputeError("there are fewer than two studies")
    if not np.isfinite(np.array([y, v, *columns])).all():
        raise CannotComputeError("a value is not a finite number")
    if np.any(v <= 0):
        raise CannotComputeError("the variance of a study is not above zero")
    if (
        np.max(np.abs([y, v, *columns])) > LARGEST
        or np.max(v) > UNLIKE * np.min(v)
        or np.min(v) < 1 / LARGEST
    ):
        raise CannotComputeError("the values are too large or too unlike to be computed with")
    design = np.column_stack([np.ones(len(y)), *columns])
    if len(y) <= design.shape[1]:
        raise CannotComputeError("there are not more studies than coefficients")
    scaled = design / np.maximum(np.sqrt(np.sum(design**2, axis=0)), 1e-300)
    if np.linalg.svd(scaled, compute_uv=False)[-1] < 1e-8:
        raise CannotComputeError("the moderators cannot be told apart")
    return Studies((INTERCEPT, *(moderators or {})), y, v, design)


@dataclass(frozen=True)
class Weighted:
    """The weighted regression at one tau2 (which may be complex).

    `spread` is (X'WX)⁻¹, `residuals` y − Xβ, `q` the weighted sum of their squares y'Py.
    """

    weights: Numbers
    spread: Numbers
    estimates: Numbers
    residuals: Numbers
    q: Any
    _design: Floats

    def _moment(self, power: int) -> Numbers:
        raised = self.weights**power
        return np.asarray((self._design * raised[:, None]).T @ self._design)

    @property
    def trace(self) -> Any:
        """tr P."""
        return np.sum(self.weights) - np.sum(self.spread * self._moment(2))

    @property
    def trace_squared(self) -> Any:
        """tr PP; by Cauchy and Schwarz never below (tr P)²/(k − p), whatever rounding says."""
        inner = self.spread @ self._moment(2)
        doubled = 2 * np.sum(self.spread * self._moment(3))
        least = self.trace**2 / (len(self.weights) - len(self.spread))
        return max(np.sum(self.weights**2) - doubled + np.sum(inner * inner.T), least)

    def trace_with(self, variances: Floats) -> Any:
        """tr PV, with V the known variances."""
        inside = (self._design * (self.weights**2 * variances)[:, None]).T @ self._design
        return np.sum(self.weights * variances) - np.sum(self.spread * inside)

    def log_spread(self) -> Any:
        """ln|X'WX|."""
        sign, size = np.linalg.slogdet(self._moment(1))
        return size + np.log(sign) if np.iscomplexobj(self.weights) else size


def weighted(of: Studies, tau2: Any, *, equal: bool = False) -> Weighted:
    """The regression with weights 1/(v + tau2), or with equal weights of 1."""
    w: Numbers = np.ones(len(of.effects)) if equal else 1 / (of.variances + tau2)
    moment = (of.design * w[:, None]).T @ of.design
    spread = np.linalg.inv(moment)
    estimates = spread @ (of.design.T @ (w * of.effects))
    residuals = of.effects - of.design @ estimates
    return Weighted(w, spread, estimates, residuals, np.sum(w * residuals**2), of.design)
