"""A figure with its standard error and interval."""

import math

import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.estimate import Estimate, normal_quantile, wald


def test_interval_of_the_normal_distribution():
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, rel=1e-12)
    away = 2 * 1.644853626951472
    assert wald(1, 4, 0.9) == Estimate(1, 2, pytest.approx(1 - away), pytest.approx(1 + away))


@pytest.mark.parametrize(("value", "variance"), [(math.nan, 1), (1, math.nan), (math.inf, 1)])
def test_what_is_no_number_is_refused(value, variance):
    with pytest.raises(CannotComputeError, match="not a finite number"):
        wald(value, variance)
