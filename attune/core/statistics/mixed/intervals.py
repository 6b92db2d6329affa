"""How sure the model is: Satterthwaite's degrees of freedom and profile intervals.

Degrees of freedom: 2v²/(g'Ag) with v the contrast's variance, g its gradient by the variance components and
A = 2H⁻¹ their covariance from the criterion's second derivatives, both exact (Giesbrecht & Burns 1985,
Biometrics 41:477–486, as in lmerTest). A component at its boundary of zero counts as known.
Profile intervals: where the criterion, at its best in all else, rises by the χ²₁ quantile. Of a fixed
effect always by ML, as the restricted criteria of different fixed effects do not compare (lme4 profiles
by ML too). Intervals are in points, of a variance in points squared.

Checked: case 09 has 9 degrees of freedom (ten batches in balance), case 08 with intercepts 161 for Days;
unbalanced data against second derivatives from full matrices.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri, stdtrit

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import confidence_level
from attune.core.statistics.mixed import likelihood
from attune.core.statistics.mixed.fit import Fit, at_ratios, profiled
from attune.core.statistics.mixed.likelihood import Numbers, Tree, orthonormal
from attune.core.statistics.mixed.optimum import FAR, hessian, least, profile_interval
from attune.core.statistics.mixed.sums import Floats


def by_components(nest: Tree, components: Numbers, *, reml: bool) -> tuple[Any, Numbers]:
    """The criterion and its gradient by the variance components, the residual last (points²)."""
    residual = components[-1]
    ratios = components[:-1] / residual
    value, slope, last = likelihood.criterion(nest, ratios, reml=reml, variance=residual)
    own = last - np.sum(slope * ratios) / residual
    return value, np.concatenate([slope / residual, np.array([own])])


# ------------------------------------------------------------------------- Satterthwaite


def degrees_of_freedom(fit: Fit, contrast: Mapping[str, float]) -> float:
    """Satterthwaite's degrees of freedom of a sum of fixed effects, given its weights by name."""
    weights = _weights(fit, contrast)
    components = np.append(fit.ratios * fit.residual, fit.residual)
    free = components > 0

    def slope(some: Numbers) -> tuple[Any, Numbers]:
        every = np.zeros(len(components), dtype=some.dtype)
        every[free] = some * scale
        value, gradient = by_components(fit.nest, every, reml=fit.reml)
        return value, gradient[free] * scale

    scale = components[free]
    curvature = hessian(slope, np.ones(len(scale)))
    if np.linalg.eigvalsh(curvature)[0] <= 0:
        raise CannotComputeError("the variance components are not told apart by these scores")
    gradient = _variance_slope(fit.nest, components, weights)[free] * scale
    variance = float(weights @ fit.covariance @ weights)
    return 2 * variance**2 / float(gradient @ (2 * np.linalg.inv(curvature)) @ gradient)


def _variance_slope(nest: Tree, components: Floats, weights: Floats) -> Floats:
    """The derivative of w'Cov(β̂)w by each component: a complex step through the upward sweep."""
    inside, slopes = weights @ nest.axes, []
    for number in range(len(components)):
        moved = components.astype(np.complex128)
        moved[number] += 1e-30j * components[-1]
        up = likelihood.upward(nest, moved[:-1] / moved[-1])
        inverse = np.linalg.inv(up.moment[: nest.fixed, : nest.fixed])
        slopes.append(np.imag(moved[-1] * (inside @ inverse @ inside)) / 1e-30 / components[-1])
    return np.array(slopes)


def t_interval(
    fit: Fit, contrast: Mapping[str, float], confidence: float = 0.95
) -> tuple[float, float]:
    """The contrast ± t·SE with Satterthwaite's degrees of freedom, in points."""
    weights = _weights(fit, contrast)
    quantile = (1 + confidence_level(confidence)) / 2
    error = float(np.sqrt(weights @ fit.covariance @ weights))
    away = float(stdtrit(degrees_of_freedom(fit, contrast), quantile)) * error
    middle = float(weights @ fit.estimates)
    return middle - away, middle + away


def _weights(fit: Fit, contrast: Mapping[str, float]) -> Floats:
    unknown = set(contrast) - set(fit.names)
    if unknown:
        raise CannotComputeError(f"the model has no fixed effect called {min(unknown)}")
    weights = np.array([float(contrast.get(name, 0)) for name in fit.names])
    if not np.isfinite(weights).all() or not weights.any():
        raise CannotComputeError("the contrast has no weight")
    return weights


# ------------------------------------------------------------------------- profiles


def variance_interval(fit: Fit, component: str, confidence: float = 0.95) -> tuple[float, float]:
    """The profile interval of a variance component ("residual" or a level), in points squared.

    By the fit's own criterion. It starts at exactly 0 where a variance of zero is likely enough.
    """
    names = (*fit.nest.names, "residual")
    if component not in names:
        raise CannotComputeError(f"the model has no variance called {component}")
    unit = fit.residual

    def scaled(some: Numbers) -> tuple[Any, Numbers]:
        found, slope = by_components(fit.nest, some * unit, reml=fit.reml)
        return found, slope * unit

    best = np.append(fit.ratios, 1.0)
    floor = np.where(np.arange(len(best)) == len(best) - 1, 1e-6, 0.0)
    low, high = profile_interval(
        scaled, best, names.index(component), rise=_rise(confidence), floor=floor
    )
    return low * unit, high * unit


def fixed_interval(fit: Fit, name: str, confidence: float = 0.95) -> tuple[float, float]:
    """The profile interval (ML) of a fixed effect, in points."""
    if name not in fit.names:
        raise CannotComputeError(f"the model has no fixed effect called {name}")
    number, nest = fit.names.index(name), fit.nest
    bounds = np.array([[0.0, FAR]] * len(nest.names))
    ratios = least(partial(profiled, nest, reml=False), [fit.ratios], bounds)
    best = at_ratios(fit.names, nest, ratios, reml=False)
    reach = best.criterion + _rise(confidence)

    last = ratios

    def above(value: float) -> float:
        nonlocal last
        held = partial(profiled, _without(nest, number, value), reml=False)
        last = least(held, [last], bounds, near=True)
        return float(held(last)[0]) - reach

    middle, step = float(best.estimates[number]), best.standard_errors[name]
    ends = []
    for sign in (-1, 1):
        away = 2 * sign * step
        while above(middle + away) <= 0:
            away *= 2
        ends.append(brentq(above, *sorted((middle, middle + away)), xtol=1e-13, rtol=1e-10))
    return float(ends[0]), float(ends[1])


def _without(nest: Tree, number: int, value: float) -> Tree:
    """The model with one fixed effect held at a value: its column goes over to the outcome."""
    p = nest.fixed
    columns = np.delete(np.eye(p + 1), number, axis=1)
    columns[number, -1] = -value
    less = nest.seen_through(np.linalg.inv(nest.basis) @ columns)
    return less.seen_through(orthonormal(less.cross))


def _rise(confidence: float) -> float:
    return float(chdtri(1, 1 - confidence_level(confidence)))
