"""What a meta-analysis asks of its studies, and its traces against P written out."""

import math

import numpy as np
import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.meta.weights import studies, weighted


def test_the_traces_are_those_of_p_written_out():
    chance = np.random.default_rng(3)
    v, x = chance.uniform(0.1, 2, 9), chance.normal(size=9)
    of = studies(chance.normal(size=9), v, {"x": x})
    at = weighted(of, 0.4)
    w = np.diag(1 / (v + 0.4))
    design = np.column_stack([np.ones(9), x])
    p = w - w @ design @ np.linalg.inv(design.T @ w @ design) @ design.T @ w
    assert at.trace == pytest.approx(np.trace(p), rel=1e-12)
    assert at.trace_squared == pytest.approx(np.trace(p @ p), rel=1e-12)
    assert at.trace_with(v) == pytest.approx(np.trace(p @ np.diag(v)), rel=1e-12)
    assert at.q == pytest.approx(of.effects @ p @ of.effects, rel=1e-12)
    assert at.log_spread() == pytest.approx(np.linalg.slogdet(design.T @ w @ design)[1], rel=1e-12)


def test_some_of_the_studies():
    of = studies([1, 2, 3], [1, 1, 2], {"x": [0, 1, 5]}).chosen([0, 2])
    assert (of.effects.tolist(), of.variances.tolist()) == ([1, 3], [1, 2])
    assert of.design.tolist() == [[1, 0], [1, 5]]


@pytest.mark.parametrize(
    ("effects", "variances", "moderators", "reason"),
    [
        ([], [], {}, "fewer than two studies"),
        ([0.3], [0.1], {}, "fewer than two studies"),
        ([0.3, 0.4], [0.1], {}, "each study needs its effect, its variance"),
        ([[0.3, 0.4]], [[0.1, 0.1]], {}, "each study needs its effect, its variance"),
        ([0.3, 0.4], [0.1, 0.1], {"x": [1]}, "each study needs its effect, its variance"),
        ([0.3, math.nan], [0.1, 0.1], {}, "a value is not a finite number"),
        ([0.3, 0.4], [0.1, math.inf], {}, "a value is not a finite number"),
        ([0.3, 0.4], [0.1, 0], {}, "the variance of a study is not above zero"),
        ([0.3, 1e200], [0.1, 0.1], {}, "too large or too unlike"),
        ([0.3, 0.4], [1e-40, 1e-40], {}, "too large or too unlike"),
        ([0.3, 0.4], [1e-9, 1], {}, "too large or too unlike"),
        ([0.3, 0.4], [0.1, 0.1], {"x": [0, 1]}, "not more studies than coefficients"),
        ([0.3, 0.4, 1], [0.1, 0.1, 1], {"x": [2, 2, 2]}, "the moderators cannot be told apart"),
        ([0.3, 0.4, 1], [0.1, 0.1, 1], {"x": [0, 0, 0]}, "the moderators cannot be told apart"),
    ],
)
def test_studies_that_cannot_be_put_together_are_refused(effects, variances, moderators, reason):
    with pytest.raises(CannotComputeError, match=reason):
        studies(effects, variances, moderators)
