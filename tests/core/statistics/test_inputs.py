"""What functions ask of their input: the bad input itself."""

import math

import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import confidence_level, finite, positive, within


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_finite_refuses_what_is_no_finite_number(bad):
    with pytest.raises(CannotComputeError, match="the mean is not a finite number"):
        finite("the mean", bad)


def test_what_has_no_square_is_refused():
    with pytest.raises(CannotComputeError, match="the mean is too large to be computed with"):
        finite("the mean", -1e101)
    with pytest.raises(CannotComputeError, match="the spread is not above zero"):
        positive("the spread", 1e-101)


@pytest.mark.parametrize("bad", [0, -1])
def test_positive_refuses_zero_and_below(bad):
    with pytest.raises(CannotComputeError, match="the spread is not above zero"):
        positive("the spread", bad)


@pytest.mark.parametrize("bad", [0, 1, 1 - 1e-13, -0.1, 95])
def test_a_level_of_confidence_is_a_share(bad):
    with pytest.raises(CannotComputeError, match="the level of confidence is not between 0 and 1"):
        confidence_level(bad)


def test_good_values_come_back_as_they_were():
    assert (finite("x", -2), positive("x", 0.5), within("x", 3, 2, 4)) == (-2, 0.5, 3)
    assert confidence_level(0.95) == 0.95
