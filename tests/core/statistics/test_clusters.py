"""Figures of people in groups: the same from sums as from rows, and intervals that hold what was drawn."""

import math

import numpy as np
import pytest
from scipy import stats

from attune.core.statistics import clusters
from attune.core.statistics.effects import PairedSums, mean_change, paired, rate, smcr, wilson
from attune.core.statistics.errors import CannotComputeError


def drawn(seed: int, groups: int, spread: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Scores before and after of each group, whose people share what their group does well."""
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(groups):
        n = int(chance.integers(3, 30))
        before = chance.normal(20, 4, n)
        found.append((before, before + chance.normal(3 + chance.normal(0, spread), 3, n)))
    return found


def sums(before: np.ndarray, after: np.ndarray) -> PairedSums:
    return PairedSums(
        len(before),
        before.sum(),
        after.sum(),
        before @ before,
        after @ after,
        before @ after,
    )


def test_change_is_that_of_a_regression_on_nothing_with_errors_by_group():
    """The cluster-robust variance of an intercept, in matrices from rows: (X'X)⁻¹ Σ X'ee'X (X'X)⁻¹ · k/(k−1)."""
    groups = drawn(1, 12, 2)
    found = clusters.clustered_change([sums(*each) for each in groups])
    changes = [after - before for before, after in groups]
    every = np.concatenate(changes)
    x = np.ones((len(every), 1))
    bread = np.linalg.inv(x.T @ x)
    residual = [each - every.mean() for each in changes]
    meat = sum(
        (np.ones((1, len(e))) @ e[:, None] @ e[None, :] @ np.ones((len(e), 1))) for e in residual
    )
    variance = (bread @ meat @ bread)[0, 0] * 12 / 11
    assert found.estimate == pytest.approx(every.mean(), rel=1e-12)
    assert found.se == pytest.approx(math.sqrt(variance), rel=1e-12)
    away = stats.t.ppf(0.975, 11) * found.se
    assert (found.ci_lb, found.ci_ub) == pytest.approx(
        (found.estimate - away, found.estimate + away)
    )


def test_smcr_is_the_one_of_everybody_with_the_error_of_leaving_each_group_out():
    """The jackknife over groups is another way to the same variance; they agree as groups become many."""
    groups = drawn(2, 400, 2)
    found = clusters.clustered_smcr([sums(*each) for each in groups])
    before, after = (np.concatenate(side) for side in zip(*groups, strict=True))
    assert found.estimate == pytest.approx(
        smcr(paired(list(before), list(after))).estimate, rel=1e-10
    )
    whole = sums(before, after)
    without = []
    for each in groups:
        part = sums(*each)
        rest = PairedSums(*(getattr(whole, name) - getattr(part, name) for name in NAMES))
        without.append(smcr(rest.paired()).estimate)
    k = len(groups)
    jackknife = (k - 1) / k * np.sum((np.array(without) - np.mean(without)) ** 2)
    assert found.se == pytest.approx(math.sqrt(jackknife), rel=0.01)


NAMES = ("n", "pre", "post", "pre_squared", "post_squared", "product")


def test_interval_is_never_narrower_than_if_everybody_stood_alone():
    groups = [sums(np.array([10.0, 20.0]), np.array([12.0, 26.0]))] * 30  # all alike
    found = clusters.clustered_change(groups)
    whole = groups[0]
    for each in groups[1:]:
        whole = whole + each
    alone = mean_change(whole.paired())
    assert found.se == alone.se
    assert found.ci_lb < alone.ci_lb


def test_rate_of_groups_that_are_alike_is_wilsons_with_t():
    found = clusters.clustered_rate([(1, 2)] * 1000)
    alone = rate(1000, 2000)
    assert (found.estimate, found.se) == (alone.estimate, alone.se)
    assert (found.ci_lb, found.ci_ub) == pytest.approx((alone.ci_lb, alone.ci_ub), abs=1e-4)


def test_rate_of_groups_that_are_all_or_nothing_has_as_many_people_as_groups():
    groups = [(5, 5), (0, 5)] * 20
    assert clusters.design_effect(groups) == pytest.approx(5 * 40 / 39)
    found = clusters.clustered_rate(groups)
    assert found == wilson(0.5, 200 / (5 * 40 / 39), stats.t.ppf(0.975, 39))
    assert clusters.freedom_quantile(40) == pytest.approx(stats.t.ppf(0.975, 39))


@pytest.mark.parametrize(("count", "ends"), [(0, (0.0, None)), (10, (None, 1.0))])
def test_rate_of_nobody_or_everybody_keeps_its_end_and_has_a_width(count, ends):
    found = clusters.clustered_rate([(count, 10)] * 4)
    low, high = ends
    assert found.ci_lb == low if low is not None else found.ci_ub == high
    assert found.ci_ub - found.ci_lb > 0.05


def test_groups_without_anybody_do_not_count():
    some = [sums(*each) for each in drawn(3, 5, 1)]
    nobody = PairedSums(0, 0, 0, 0, 0, 0)
    assert clusters.clustered_change([*some, nobody]) == clusters.clustered_change(some)
    assert clusters.clustered_rate([(3, 5), (2, 4), (0, 0)]) == clusters.clustered_rate(
        [(3, 5), (2, 4)]
    )


def test_one_group_is_refused_and_so_are_impossible_counts():
    one = [sums(*each) for each in drawn(3, 1, 1)]
    for ask in (
        lambda: clusters.clustered_change(one),
        lambda: clusters.clustered_smcr(one),
        lambda: clusters.clustered_rate([(3, 5), (0, 0)]),
        lambda: clusters.freedom_quantile(1),
    ):
        with pytest.raises(CannotComputeError, match="fewer than two groups"):
            ask()
    with pytest.raises(CannotComputeError, match="between nobody and everybody"):
        clusters.clustered_rate([(6, 5), (1, 5)])


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """600 drawn nations of 40 services that differ much; as if everybody stood alone, fewer than 70 of 100 would hold."""
    held = {"change": 0, "alone": 0}
    for seed in range(600):
        some = [sums(*each) for each in drawn(1000 + seed, 40, 2)]
        found = clusters.clustered_change(some)
        held["change"] += found.ci_lb <= 3 <= found.ci_ub
        whole = some[0]
        for each in some[1:]:
            whole = whole + each
        alone = mean_change(whole.paired())
        held["alone"] += alone.ci_lb <= 3 <= alone.ci_ub
    low, high = stats.binom.interval(0.999, 600, 0.95)
    assert low <= held["change"] <= high
    assert held["alone"] < 0.7 * 600
