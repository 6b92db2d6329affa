"""Degrees of freedom and profile intervals: printed values, full matrices, refusals."""

import numpy as np
import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import intervals, sums
from attune.core.statistics.mixed.fit import at_ratios, fit
from attune.core.statistics.mixed.likelihood import tree
from benchmarks import coverage
from tests.core.statistics.mixed import tables

NAMES = ("region", "service", "practitioner", "dyad")
MEAN = {"(Intercept)": 1}


def test_case_09_has_nine_degrees_of_freedom():
    found = fit(tables.pastes())
    assert intervals.degrees_of_freedom(found, MEAN) == pytest.approx(9, rel=1e-9)


def test_case_08_days_is_compared_within_subjects():
    found = fit(tables.sleepstudy(as_unit=True))
    assert intervals.degrees_of_freedom(found, {"Days": 1}) == pytest.approx(161, rel=1e-9)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("contrast", [{"(Intercept)": 1}, {"x": 1}, {"(Intercept)": 1, "x": 2}])
def test_unbalanced_degrees_of_freedom_from_full_matrices(reml, contrast):
    """Second derivatives of either criterion by the components, from V (Searle et al. 1992, 6.6)."""
    rows = tables.invented(0)
    found = fit(tables.sums_of(rows), reml=reml)
    y, x = rows["y"], np.column_stack([np.ones(len(rows["y"])), rows["x"]])
    blocks = [*(z @ z.T for z in tables.members(rows, NAMES)), np.eye(len(y))]
    parts = list(found.variance.values())
    inverse = np.linalg.inv(sum(part * each for part, each in zip(parts, blocks, strict=True)))
    errors = np.linalg.inv(x.T @ inverse @ x)
    p = inverse - inverse @ x @ errors @ x.T @ inverse
    spread = p if reml else inverse
    curvature = [
        [2 * y @ p @ a @ p @ b @ p @ y - np.trace(spread @ a @ spread @ b) for b in blocks]
        for a in blocks
    ]
    weights = np.array([contrast.get("(Intercept)", 0), contrast.get("x", 0)])
    half = inverse @ x @ errors @ weights
    slope = np.array([half @ each @ half for each in blocks])
    variance = weights @ errors @ weights
    freedom = 2 * variance**2 / (slope @ (2 * np.linalg.inv(curvature)) @ slope)
    assert intervals.degrees_of_freedom(found, contrast) == pytest.approx(freedom, rel=1e-6)


def test_far_from_the_optimum_there_are_no_degrees_of_freedom():
    nest = tree(tables.pastes())
    far = at_ratios(("(Intercept)",), nest, np.array([1e4, 1e4]), reml=True)
    with pytest.raises(CannotComputeError, match="not told apart by these scores"):
        intervals.degrees_of_freedom(far, MEAN)


def test_a_variance_of_zero_counts_as_known():
    rows = tables.table("11_vig_synthetic")
    less = sums.of_rows(
        tables.column(rows, "change"), levels=tables.labels(rows, "service", "practitioner")
    )
    with_region = intervals.degrees_of_freedom(fit(tables.change()), MEAN)
    assert with_region == pytest.approx(intervals.degrees_of_freedom(fit(less), MEAN), rel=1e-6)


def test_the_interval_of_a_mean_is_the_one_of_its_batches():
    """In balance it is Student's of the ten batch means."""
    y = np.array(tables.column(tables.table("09_pastes"), "strength")).reshape(10, 6).mean(axis=1)
    away = 2.2621571627409915 * y.std(ddof=1) / np.sqrt(10)
    found = intervals.t_interval(fit(tables.pastes()), MEAN)
    assert found == pytest.approx((y.mean() - away, y.mean() + away), rel=1e-9)


def test_profile_intervals_of_dyestuff_as_printed():
    """lme4, help page of `profile`: 12.1985, 84.0631; 38.2300, 67.6577; 1486.4515, 1568.5485.

    lme4 reads its limits off a spline through the profile, which is coarse towards zero.
    """
    found = fit(tables.dyestuff(), reml=False)
    batch = np.sqrt(intervals.variance_interval(found, "batch"))
    assert batch == pytest.approx([12.1985292, 84.0630513], rel=2e-4)
    assert batch[1] == pytest.approx(84.0630513, rel=1e-5)
    residual = np.sqrt(intervals.variance_interval(found, "residual"))
    assert residual == pytest.approx([38.2299848, 67.6576964], rel=1e-5)
    mean = intervals.fixed_interval(found, "(Intercept)")
    assert mean == pytest.approx([1486.4515, 1568.54849], rel=1e-7)


def test_the_fixed_interval_is_the_same_from_either_criterion():
    one, other = (fit(tables.sleepstudy(as_unit=True), reml=each) for each in (True, False))
    assert intervals.fixed_interval(one, "Days") == pytest.approx(
        intervals.fixed_interval(other, "Days"), rel=1e-8
    )


def test_a_variance_that_may_be_zero_has_an_interval_from_zero():
    found = fit(tables.dyestuff())
    assert intervals.variance_interval(found, "batch", 0.999)[0] == 0
    y = np.array([1, 2, 6, 1, 3, 5, 2, 2, 5.0])
    flat = fit(sums.of_rows(y, levels={"service": [0, 0, 0, 1, 1, 1, 2, 2, 2]}))
    low, high = intervals.variance_interval(flat, "service")
    assert low == 0
    assert high > 0


def test_wider_confidence_reaches_further():
    found = fit(tables.sleepstudy(as_unit=False), reml=False)
    for make in (
        lambda level: intervals.fixed_interval(found, "(Intercept)", level),
        lambda level: intervals.variance_interval(found, "residual", level),
        lambda level: intervals.t_interval(found, {"Days": 1}, level),
    ):
        inner, outer = make(0.9), make(0.99999)
        assert outer[0] < inner[0] < inner[1] < outer[1]


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (lambda f: intervals.degrees_of_freedom(f, {"age": 1}), "no fixed effect called age"),
        (lambda f: intervals.degrees_of_freedom(f, {"Days": 0}), "the contrast has no weight"),
        (lambda f: intervals.t_interval(f, {"Days": np.nan}), "the contrast has no weight"),
        (lambda f: intervals.fixed_interval(f, "age"), "no fixed effect called age"),
        (lambda f: intervals.variance_interval(f, "nation"), "no variance called nation"),
        (lambda f: intervals.fixed_interval(f, "Days", 95), "the level of confidence"),
    ],
)
def test_what_is_not_in_the_model_is_refused(ask, reason):
    with pytest.raises(CannotComputeError, match=reason):
        ask(fit(tables.sleepstudy(as_unit=True)))


def test_intervals_hold_the_truth_as_often_as_they_say():
    """40 nations of 1,500 dyads, drawn: each figure is in at least 33 of its intervals, as 997 in 1,000 such
    figures would be at 95 %; all together within 92 and 98 %. The large study is in docs/method."""
    held = coverage.mixed(40, coverage.Size(1500, 200, 30, 10), 5, ["practitioner"])
    assert {name: one.of for name, one in held.items()} == dict.fromkeys(held, 40)
    assert len(held) == 7
    assert min(one.times for one in held.values()) >= 33
    assert 0.92 <= sum(one.times for one in held.values()) / 280 <= 0.98


def test_dyads_of_one_practitioner_are_not_taken_for_dyads_that_stand_alone():
    """40 drawn nations: as if all dyads stood alone, their common effect is far from as sure as it says."""
    held = coverage.effects(40, coverage.Size(1500, 200, 20, 10), seed=5)
    for figure in ("SMCC", "rate"):
        assert held[f"{figure}, 40 dyads that stand alone"].times >= 33
        assert held[f"{figure}, its services pooled"].times >= 33
        assert held[f"{figure}, a nation as if its dyads stood alone"].times <= 32
