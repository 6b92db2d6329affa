"""Krippendorff's alpha against what he printed, irr 0.84.1 and irrCAC 1.0 (cases 14 and 15)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.reliability.krippendorff import (
    Metric,
    bootstrap_interval,
    krippendorff_alpha,
)
from attune.core.statistics.reliability.ratings import read
from tests.core.statistics.cases import case
from tests.core.statistics.degenerate import refused
from tests.core.statistics.reliability.data import ANXIETY, KRIPPENDORFF

EXAMPLE = read(KRIPPENDORFF)
CASE = case("15_krippendorff_4x12")


@pytest.mark.parametrize("metric", Metric)
def test_case_15_alpha_with_missing_ratings(metric):
    assert krippendorff_alpha(EXAMPLE, metric).estimate == pytest.approx(CASE[metric], rel=1e-8)


@pytest.mark.parametrize(
    ("ratings", "metric", "printed"),
    [
        (EXAMPLE, Metric.NOMINAL, CASE["irrCAC_nominal"]),
        (
            read(ANXIETY),
            Metric.NOMINAL,
            case("14_kappa_family")["irrCAC_anxiety3_unweighted"]["alpha"],
        ),
        (
            read(ANXIETY),
            Metric.INTERVAL,
            case("14_kappa_family")["irrCAC_anxiety3_quadratic"]["alpha"],
        ),
    ],
)
def test_cases_14_and_15_standard_error_and_interval(ratings, metric, printed):
    told = krippendorff_alpha(ratings, metric)
    assert round(told.estimate, 5) == printed["coeff.val"][0]
    assert round(told.se, 5) == printed["coeff.se"][0]
    assert f"({round(told.ci_lb, 3):g},{round(told.ci_ub, 3):g})" == printed["conf.int"][0]


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.sampled_from([None, 1, 2, 4]), min_size=3, max_size=3), min_size=3, max_size=9
    ),
    st.sampled_from(Metric),
)
def test_alpha_is_one_less_the_ratio_of_pairs_apart(rows, metric):
    kept = [[each for each in row if each is not None] for row in rows]
    kept = [row for row in kept if len(row) > 1]
    values = [each for row in kept for each in row]
    if len(kept) < 2 or len(set(values)) < 2:
        with refused("."):
            krippendorff_alpha(read(rows, [1, 2, 4]), metric)
        return

    def apart(a, b):
        if metric is Metric.ORDINAL:
            between = sum(min(a, b) <= each <= max(a, b) for each in values)
            ends = values.count(a) + values.count(b)
            return 0 if a == b else (between - ends / 2) ** 2
        steps = {"nominal": float(a != b), "interval": a - b, "ratio": (a - b) / (a + b)}
        return steps[metric] ** 2

    observed = sum(sum(apart(a, b) for a in row for b in row) / (len(row) - 1) for row in kept)
    expected = sum(apart(a, b) for a in values for b in values) / (len(values) - 1)
    told = krippendorff_alpha(read(rows, [1, 2, 4]), metric)
    assert told.estimate == pytest.approx(1 - observed / expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("metric", [Metric.NOMINAL, Metric.INTERVAL])
def test_bootstrap_draws_units(metric):
    low, high = bootstrap_interval(EXAMPLE, metric, seed=15, resamples=200)
    assert (low, high) == bootstrap_interval(EXAMPLE, metric, seed=15, resamples=200)
    times = np.random.default_rng(15).multinomial(11, np.full(11, 1 / 11), size=200)
    units = [row for row in KRIPPENDORFF if sum(each is not None for each in row) > 1]
    drawn = [
        krippendorff_alpha(
            read([row for row, time in zip(units, each, strict=True) for _ in range(time)]), metric
        ).estimate
        for each in times
    ]
    assert (low, high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), rel=1e-9)


def test_degenerate_ratings_are_refused():
    with refused("no unit was rated by two"):
        krippendorff_alpha(read([[1, None], [None, 2]]))
    with refused("fewer than two units"):
        krippendorff_alpha(read([[1, 2], [None, 2]]))
    with refused("nothing could have differed"):
        krippendorff_alpha(read([[1, 1], [1, 1]], [1, 2]))
    with refused("this metric needs numbers"):
        krippendorff_alpha(read([["a", "b"], ["a", "a"]], ["a", "b"]), Metric.INTERVAL)
    with refused("a rating is below zero"):
        krippendorff_alpha(read([[-1, 2], [1, 1]]), Metric.RATIO)
    with refused("differ too little"):
        krippendorff_alpha(read([[0, 1e-9], [0, 0]], [0, 1e-9, 1]), Metric.INTERVAL)
    with refused("no random draws"):
        bootstrap_interval(read([[1, 1], [2, 2]]), seed=3, resamples=0)
    with refused("no draw of the units"):
        bootstrap_interval(read([[1, 1], [2, 2]]), seed=3, resamples=1)


def test_zero_is_a_ratio():
    assert krippendorff_alpha(read([[0, 0], [1, 2], [0, 1]]), Metric.RATIO).estimate < 1
