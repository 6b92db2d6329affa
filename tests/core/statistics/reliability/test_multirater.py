"""Fleiss' kappa and Gwet's coefficients against irr 0.84.1 and irrCAC 1.0 (cases 14 and 15)."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from attune.core.statistics.reliability.kappa import cohen_kappa
from attune.core.statistics.reliability.multirater import (
    conger_kappa,
    fleiss_kappa,
    fleiss_z,
    gwet_ac,
    light_kappa,
)
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


# ------------------------------------------------------------------------- Conger and Light


def test_conger_by_the_variances_of_the_raters_shares():
    """Conger 1980, eq. 12: chance is Σ_k p̄_k² − s_k²/m, s_k² the variance of the m raters' shares."""
    for rows in (ANXIETY, DIAGNOSES):
        places = read(rows).places
        kinds = np.arange(len(read(rows).categories))
        shares = (places[:, :, None] == kinds).mean(axis=0)
        raters = len(shares)
        chance = np.sum(shares.mean(axis=0) ** 2 - shares.var(axis=0, ddof=1) / raters)
        counts = (places[:, :, None] == kinds).sum(axis=1)
        agreed = np.sum(counts * (counts - 1)) / (raters * (raters - 1) * len(places))
        expected = (agreed - chance) / (1 - chance)
        assert conger_kappa(read(rows)).estimate == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("weights", Weights)
def test_light_is_the_mean_of_cohens_of_every_two(weights):
    two = [
        cohen_kappa(read([[row[one], row[other]] for row in ANXIETY], THREE.categories), weights)
        for one, other in combinations(range(3), 2)
    ]
    mean = sum(each.estimate for each in two) / 3
    assert light_kappa(THREE, weights).estimate == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("weights", Weights)
@pytest.mark.parametrize("function", [conger_kappa, light_kappa])
def test_of_two_raters_both_are_cohens_with_its_error(function, weights):
    """Fleiss, Cohen & Everitt's variance is over n, that of the linearisation over n − 1."""
    ratings = read([row[:2] for row in ANXIETY])
    told, cohen = function(ratings, weights), cohen_kappa(ratings, weights)
    n = len(ANXIETY)
    assert told.estimate == pytest.approx(cohen.estimate, rel=1e-12)
    assert told.se * np.sqrt((n - 1) / n) == pytest.approx(cohen.se, rel=1e-10)


@pytest.mark.parametrize("weights", [Weights.UNWEIGHTED, Weights.QUADRATIC])
@pytest.mark.parametrize("function", [conger_kappa, light_kappa])
def test_the_error_is_that_of_numerical_derivatives(function, weights):
    """Each unit once more among k copies of all: the change of the figure by the unit's weight."""
    copies = 400
    base = function(THREE, weights).estimate
    pulls = []
    for row in THREE.places:
        more = replace(THREE, places=np.vstack([np.tile(THREE.places, (copies, 1)), row]))
        pulls.append((function(more, weights).estimate - base) * (copies * len(ANXIETY) + 1))
    n = len(ANXIETY)
    error = np.sqrt(np.sum(np.square(pulls)) / (n * (n - 1)))
    assert function(THREE, weights).se == pytest.approx(error, rel=2e-3)


def test_units_that_somebody_did_not_rate_are_left_out():
    gaps = [[None, *row[1:]] if number < 3 else row for number, row in enumerate(ANXIETY)]
    for function in (conger_kappa, light_kappa):
        assert function(read(gaps, THREE.categories)) == function(
            read(ANXIETY[3:], THREE.categories)
        )


@pytest.mark.parametrize("function", [conger_kappa, light_kappa])
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([[1, 2, None], [1, None, 2], [1, 2, 1]], "fewer than two units were rated by everybody"),
        ([[1, 1, 1], [1, 1, 1]], "every rating is the same"),
    ],
)
def test_raters_that_cannot_be_compared_are_refused(function, rows, says):
    with refused(says):
        function(read(rows, [1, 2]))


def test_one_pair_without_spread_leaves_conger_and_not_light():
    """Two raters who say 1 throughout have no kappa of their own."""
    ratings = read([[1, 1, 2], [1, 1, 1], [1, 1, 2]])
    assert conger_kappa(ratings).estimate == pytest.approx(0, abs=1e-15)
    with refused("every rating is the same"):
        light_kappa(ratings)
