"""Fleiss' kappa and Gwet's coefficients against irr 0.84.1 and irrCAC 1.0 (cases 14 and 15)."""

import pytest

from attune.core.statistics.reliability.multirater import fleiss_kappa, fleiss_z, gwet_ac
from attune.core.statistics.reliability.ratings import read
from attune.core.statistics.reliability.weights import Weights
from tests.core.statistics.cases import case
from tests.core.statistics.degenerate import refused
from tests.core.statistics.reliability.data import ANXIETY, DIAGNOSES, KRIPPENDORFF

KAPPAS = case("14_kappa_family")
THREE = read(ANXIETY)


def same(told, printed):
    """irrCAC rounds its estimate and error to five places and its interval to three."""
    assert round(told.estimate, 5) == printed["coeff.val"][0]
    assert round(told.se, 5) == printed["coeff.se"][0]
    interval = f"({round(told.ci_lb, 3):g},{round(told.ci_ub, 3):g})"
    assert interval == printed["conf.int"][0]


def beyond(printed):
    observed, chance = printed["pa"][0], printed["pe"][0]
    return (observed - chance) / (1 - chance)


@pytest.mark.parametrize("weights", Weights)
@pytest.mark.parametrize(("function", "key"), [(fleiss_kappa, "fleiss"), (gwet_ac, "AC")])
def test_case_14_anxiety_of_three_raters(function, key, weights):
    printed = KAPPAS[f"irrCAC_anxiety3_{weights}"][key]
    told = function(THREE, weights)
    assert told.estimate == pytest.approx(beyond(printed), rel=1e-8)
    same(told, printed)


def test_case_14_fleiss_diagnoses_and_z():
    ratings = read(DIAGNOSES)
    assert fleiss_kappa(ratings).estimate == pytest.approx(KAPPAS["fleiss"], rel=1e-8)
    assert fleiss_z(ratings) == pytest.approx(KAPPAS["fleiss_z"], rel=1e-8)


def test_case_15_ac1_with_missing_ratings():
    printed = case("15_krippendorff_4x12")["irrCAC_AC1"]
    told = gwet_ac(read(KRIPPENDORFF))
    assert told.estimate == pytest.approx(beyond(printed), rel=1e-8)
    same(told, printed)


def test_units_nobody_rated_and_the_order_of_raters_are_nothing():
    told = gwet_ac(THREE, Weights.ORDINAL)
    turned = [[third, None, first, second] for first, second, third in ANXIETY]
    again = gwet_ac(read([*turned[::-1], [None] * 4]), Weights.ORDINAL)
    assert again.estimate == pytest.approx(told.estimate, rel=1e-12)
    assert again.se == pytest.approx(told.se, rel=1e-12)


def test_degenerate_ratings_are_refused():
    with refused("every rating is the same"):
        fleiss_kappa(read([[1, 1, 1], [1, 1, 1]]))
    with refused("every rating is the same"):
        fleiss_kappa(read([[1, 1, 1], [1, 1, 1]], [1, 2]))
    with refused("fewer than two units were rated by two"):
        fleiss_kappa(read([[1, 2], [1, None]]))
    with refused("not all rated by as many raters"):
        fleiss_z(read([[1, 2, 1], [1, 2, None]]))


def test_ac1_of_one_category_on_a_scale_of_two_is_full_agreement():
    told = gwet_ac(read([[1, 1], [1, 1]], [1, 2]))
    assert (told.estimate, told.se) == (1, 0)
