"""Cohen's kappa against irr 0.84.1 and psych 2.2.9 (case 14)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.reliability.kappa import (
    cohen_kappa,
    cohen_kappa_z,
    crossed,
    kappa_of_table,
)
from attune.core.statistics.reliability.ratings import read
from attune.core.statistics.reliability.weights import Weights, weight_matrix
from tests.core.statistics.cases import case
from tests.core.statistics.degenerate import refused
from tests.core.statistics.reliability.data import ANXIETY, DIAGNOSES

KAPPAS = case("14_kappa_family")
TWO = read([row[:2] for row in ANXIETY])
OTHERS = read([row[1:3] for row in DIAGNOSES])


@pytest.mark.parametrize(
    ("ratings", "weights", "key"),
    [
        (TWO, Weights.UNWEIGHTED, "anxiety_12_unw"),
        (TWO, Weights.LINEAR, "anxiety_12_equal"),
        (TWO, Weights.QUADRATIC, "anxiety_12_squared"),
        (OTHERS, Weights.UNWEIGHTED, "diagnoses_23"),
    ],
)
def test_case_14_kappa_and_z(ratings, weights, key):
    told = cohen_kappa(ratings, weights)
    assert told.estimate == pytest.approx(KAPPAS[key]["kappa"], rel=1e-8)
    assert cohen_kappa_z(ratings, weights) == pytest.approx(KAPPAS[key]["z"], rel=1e-8)
    assert crossed(ratings).sum() == KAPPAS[key]["n"]


def test_case_14_variance_and_interval_of_psych():
    psych, told = KAPPAS["psych_cohen_kappa"], cohen_kappa(TWO)
    assert told.se**2 == pytest.approx(psych["var_kappa"], rel=1e-8)
    low, middle, high = psych["confid"][0]
    assert (told.ci_lb, told.estimate, told.ci_ub) == pytest.approx((low, middle, high), rel=1e-8)


@pytest.mark.parametrize("weights", Weights)
def test_standard_error_is_that_of_a_numerical_derivative(weights):
    table, matrix = crossed(TWO), weight_matrix(TWO, weights)
    share, step = table / table.sum(), 1e-6

    def kappa(shares):
        chance = (matrix * np.outer(shares.sum(axis=1), shares.sum(axis=0))).sum()
        return ((matrix * shares).sum() - chance) / (1 - chance)

    slopes = np.zeros_like(share)
    for cell in np.ndindex(share.shape):
        moved = np.zeros_like(share)
        moved[cell] = step
        slopes[cell] = (kappa(share + moved) - kappa(share - moved)) / (2 * step)
    variance = (share * slopes**2).sum() - (share * slopes).sum() ** 2
    told = kappa_of_table(table, matrix)
    assert told.se**2 == pytest.approx(variance / table.sum(), rel=1e-6)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=3, max_size=20))
def test_order_of_units_and_of_raters_is_nothing(pairs):
    scale = [1, 2, 3, 4]
    if len({each for pair in pairs for each in pair}) == 1:
        with refused("every rating is the same"):
            cohen_kappa(read(pairs, scale), Weights.LINEAR)
        return
    told = cohen_kappa(read(pairs, scale), Weights.LINEAR)
    turned = cohen_kappa(read([pair[::-1] for pair in pairs[::-1]], scale), Weights.LINEAR)
    assert turned.estimate == pytest.approx(told.estimate, rel=1e-9, abs=1e-12)
    assert turned.se == pytest.approx(told.se, rel=1e-6, abs=1e-7)
    assert -1 <= told.ci_lb <= told.ci_ub <= 1


def test_full_agreement_is_one():
    told = cohen_kappa(read([["a", "a"], ["b", "b"], ["a", None]]))
    assert (told.estimate, told.se, told.ci_lb, told.ci_ub) == (1, 0, 1, 1)


def test_what_chance_would_do_as_well_is_refused():
    with refused("every rating is the same"):
        cohen_kappa(read([[1, 1], [1, 1]]))
    with refused("every rating is the same"):
        cohen_kappa(read([[1, 1], [1, 1]], [1, 2]))
    with refused("chance has no spread"):
        cohen_kappa_z(read([[1, 1], [1, 2]]))


def test_not_two_raters_and_no_common_unit():
    with refused("not exactly two raters"):
        cohen_kappa(read(ANXIETY))
    with refused("no unit was rated by both"):
        cohen_kappa(read([[1, None], [None, 2]]))
