"""Intraclass correlations against psych 2.2.9 and irr 0.84.1 (case 16)."""

import math

import numpy as np
import pytest

from attune.core.statistics.reliability.icc import Icc, icc, mean_squares
from tests.core.statistics.cases import case
from tests.core.statistics.degenerate import refused
from tests.core.statistics.reliability.data import ANXIETY, SHROUT_FLEISS

CASE = case("16_icc_shrout_fleiss")


@pytest.mark.parametrize("kind", Icc)
# psych fitted the anxiety data by an optimiser, so that its figures are good to six digits.
@pytest.mark.parametrize(
    ("scores", "key", "rel"),
    [(SHROUT_FLEISS, "psych", 1e-8), (ANXIETY, "psych_anxiety", 2e-6)],
)
def test_case_16_estimate_and_interval(scores, key, rel, kind):
    told, printed = icc(scores, kind), CASE[key]
    at = printed["type"].index(kind)
    assert told.estimate == pytest.approx(printed["ICC"][at], rel=rel)
    assert told.ci_lb == pytest.approx(printed["lower bound"][at], rel=rel)
    assert told.ci_ub == pytest.approx(printed["upper bound"][at], rel=rel)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (Icc.ICC2, "irr_twoway_agreement_single"),
        (Icc.ICC3, "irr_twoway_consistency_single"),
        (Icc.ICC1, "irr_oneway_single"),
    ],
)
def test_case_16_of_irr(kind, key):
    told, printed = icc(SHROUT_FLEISS, kind), CASE[key]
    assert (told.estimate, told.ci_lb, told.ci_ub) == pytest.approx(
        (printed["value"], printed["lb"], printed["ub"]), rel=1e-8
    )


@pytest.mark.parametrize("kind", Icc)
def test_standard_error_is_the_spread_of_many_simulated_samples(kind):
    n, k, samples = 150, 30, 40
    random = np.random.default_rng(16)
    size = (samples, n, k)
    scores = random.standard_normal((samples, n, 1)) + random.standard_normal(size)
    scores += 0.3 * random.standard_normal((samples, 1, k))
    found = [icc(sample.tolist(), kind) for sample in scores]
    told = np.mean([one.se for one in found])
    simulated = np.std([one.estimate for one in found])
    assert told == pytest.approx(simulated, rel=0.3)


def test_mean_squares_are_those_of_shrout_and_fleiss():
    seen = mean_squares(SHROUT_FLEISS)
    told = (seen.units, seen.within, seen.raters, seen.error)
    assert [round(each, 2) for each in told] == [11.24, 6.26, 32.49, 1.02]


@pytest.mark.parametrize("kind", Icc)
def test_full_agreement_is_one(kind):
    told = icc([[1, 1], [2, 2], [4, 4]], kind)
    assert (told.estimate, told.se, told.ci_lb, told.ci_ub) == (1, 0, 1, 1)


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ([[1, 2]], "not two or more units"),
        ([[1, 2], [1]], "not two or more units"),
        ([[1], [2]], "fewer than two raters"),
        ([[1, 2], [1, None]], "a score is missing"),
        ([[1, 2], [1, math.nan]], "a score is missing"),
        ([[1, 2], [1, math.inf]], "a score is not a finite number"),
        ([[1, 2], [1, 1e101]], "a score is too large"),
        ([[0.1, 0.3], [0.3, 0.1]], "the same mean score"),
        ([[5, 5], [5, 5]], "the same mean score"),
    ],
)
def test_scores_that_have_no_correlation_are_refused(scores, says):
    with refused(says):
        icc(scores, Icc.ICC1)


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ([[3, 2, 0], [1, 1, 2]], "the error is larger than"),
        ([[1, 1], [4, 1], [0, 1]], "the error is larger than"),
        ([[4, 0], [1, 2], [3, 0]], "no degrees of freedom"),
    ],
)
def test_small_tables_of_disagreement_are_refused(scores, says):
    with refused(says):
        icc(scores, Icc.ICC2K)
