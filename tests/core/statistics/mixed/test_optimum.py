"""The least value where numbers are bounded."""

import numpy as np
import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.optimum import hessian, least


def bowl(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Least at (1, −1); at (0.5, 0) where both must not be below zero, as x leans on y."""
    away = x - np.array([1, -1])
    tilt = np.array([[2, 1], [1, 2]])
    return away @ tilt @ away / 2, tilt @ away


def valley(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Rosenbrock's: least at (1, 1), curved the wrong way on the path there."""
    a, b = x
    value = (1 - a) ** 2 + 100 * (b - a**2) ** 2
    return value, np.array([-2 * (1 - a) - 400 * a * (b - a**2), 200 * (b - a**2)])


def test_a_number_at_its_bound_is_exactly_there():
    found = least(bowl, [np.array([3.0, 3.0])], np.array([[0, 10.0]] * 2))
    assert found[1] == 0
    assert found[0] == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize("start", [(0.0, 0.0), (5.0, 0.0), (0.0, 9.0)])
def test_a_curved_valley_is_followed_to_its_end(start):
    found = least(valley, [np.array(start)], np.array([[0, 10.0]] * 2))
    assert found == pytest.approx([1, 1], rel=1e-10)


def test_where_quasi_newton_steps_stop_early_newton_steps_go_on():
    def shallow(x: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = valley(x)
        return value * 1e-8, slope * 1e-8

    found = least(shallow, [np.array([0.0, 3.0])], np.array([[0, 10.0]] * 2))
    assert found == pytest.approx([1, 1], rel=1e-5)


def test_the_best_of_several_starts_is_taken():
    def two(x: np.ndarray) -> tuple[float, np.ndarray]:
        """Wells near 0.8 and 5.3; the second is the deeper one."""
        value = np.sum(x**4 / 4 - 3 * x**3 + 11 * x**2 - 13 * x)
        return value, x**3 - 9 * x**2 + 22 * x - 13

    starts = [np.array([0.85]), np.array([5.2])]
    ends = [least(two, [start], np.array([[0, 10.0]])) for start in starts]
    found = least(two, starts, np.array([[0, 10.0]]))
    assert two(ends[1])[0] < two(ends[0])[0] - 1
    assert found == ends[1]


def test_second_derivatives_are_exact():
    found = hessian(valley, np.array([0.5, 2.0]))
    assert found == pytest.approx(
        np.array([[2 - 400 * (2.0 - 0.75), -200], [-200, 200]]), rel=1e-14
    )


def test_a_criterion_that_falls_for_ever_is_refused():
    def falling(x: np.ndarray) -> tuple[float, np.ndarray]:
        return -np.sum(x), -np.ones(len(x))

    with pytest.raises(CannotComputeError, match="do not vary beside those between groups"):
        least(falling, [np.array([1.0])], np.array([[0, 10.0]]))
