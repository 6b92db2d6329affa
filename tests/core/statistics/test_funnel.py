"""Funnel limits and overdispersion against FunnelPlotR 0.6.0 and R's qbinom (case 18)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from attune.core.statistics import funnel
from attune.core.statistics.funnel import Service
from tests.core.statistics.cases import case, rows
from tests.core.statistics.degenerate import refused

CASE = case("18_funnel_services")
SERVICES = [Service(int(row["n"]), int(row["improved"])) for row in rows("18_funnel_services")]
DATA = CASE["source_data"]


def test_case_18_target_and_scores():
    assert funnel.target_rate(SERVICES) == pytest.approx(CASE["target"], rel=1e-8)
    assert funnel.z_scores(SERVICES) == pytest.approx(CASE["z_naive"], rel=1e-8)
    assert funnel.arcsine_z_scores(SERVICES) == pytest.approx(DATA["Uzscore"], rel=1e-8)
    assert [each.rate for each in SERVICES] == pytest.approx(DATA["rr"], rel=1e-8)


def test_case_18_overdispersion():
    scores = funnel.z_scores(SERVICES)
    assert funnel.overdispersion(scores) == pytest.approx(CASE["phi_winsorised10"], rel=1e-8)
    assert funnel.overdispersion(scores, 0) == pytest.approx(CASE["phi_raw"], rel=1e-8)
    arcsine = funnel.overdispersion(funnel.arcsine_z_scores(SERVICES))
    assert arcsine == pytest.approx(CASE["funnelplotr_phi"], rel=1e-8)
    assert funnel.between_services(SERVICES) == pytest.approx(CASE["funnelplotr_tau2"], rel=1e-8)
    told = funnel.allowing_overdispersion(scores)
    assert told == pytest.approx(CASE["multiplicative_OD_z"], rel=1e-8)


@pytest.mark.parametrize(("confidence", "key"), [(0.95, "95"), (0.998, "998")])
def test_case_18_exact_limits(confidence, key):
    expected = CASE["spiegelhalter_exact"]
    found = [funnel.exact_limits(CASE["target"], n, confidence) for n in expected["n"]]
    assert [low for low, _ in found] == pytest.approx(expected[f"l{key}"], rel=1e-8)
    assert [high for _, high in found] == pytest.approx(expected[f"u{key}"], rel=1e-8)


@pytest.mark.parametrize(("confidence", "key"), [(0.95, "95"), (0.998, "99")])
@pytest.mark.parametrize("between", [0, CASE["funnelplotr_tau2"]])
def test_case_18_arcsine_limits_of_each_service(confidence, key, between):
    found = [
        funnel.arcsine_limits(CASE["target"], each.n, confidence, between) for each in SERVICES
    ]
    low, high = (f"OD{key}LCL", f"OD{key}UCL") if between else (f"LCL{key}", f"UCL{key}")
    assert [one for one, _ in found] == pytest.approx(DATA[low], rel=1e-6)
    assert [other for _, other in found] == pytest.approx(DATA[high], rel=1e-6)


def test_case_18_arcsine_limits_along_the_funnel_stop_at_0_and_1():
    expected = CASE["limits_sample"]
    found = [funnel.arcsine_limits(CASE["target"], n, 0.998) for n in expected["number_seq"]]
    assert [low for low, _ in found] == pytest.approx(expected["ll998"], rel=1e-5)
    assert [high for _, high in found] == pytest.approx(expected["ul998"], rel=1e-6)
    assert funnel.arcsine_limits(0.02, 3, 0.998)[0] == 0


def test_normal_limits():
    low, high = funnel.normal_limits(2, 6, 9)
    assert (low, high) == pytest.approx((2 - 1.959963984540054 * 2, 2 + 1.959963984540054 * 2))


@settings(max_examples=50)
@given(st.floats(0.01, 0.99), st.integers(1, 200), st.sampled_from([0.8, 0.95, 0.998]))
def test_exact_limits_hold_at_least_what_they_promise(target, n, confidence):
    low, high = funnel.exact_limits(target, n, confidence)
    assert 0 <= low <= high <= 1
    least = binom.ppf((1 - confidence) / 2, n, target)
    assert max(0, least - 1) / n - 1e-12 <= low <= least / n + 1e-12


def test_limits_of_a_whole_country_are_the_normal_ones():
    low, high = funnel.exact_limits(0.6, 2_000_000_000)
    expected = funnel.normal_limits(0.6, math.sqrt(0.24), 2_000_000_000)
    assert (low, high) == pytest.approx(expected, rel=1e-8)


# ------------------------------------------------------------------------- shrinkage


def test_shrunken_rates_lie_between_the_service_and_the_mean():
    told = funnel.shrunken_rates(SERVICES)
    between = funnel.between_services(SERVICES)
    spread = np.array([1 / (4 * each.n) for each in SERVICES]) + between
    angles = np.arcsin(np.sqrt([each.rate for each in SERVICES]))
    # The same as the conditional mean of a joint normal distribution, by its covariance.
    ones, inverse = np.ones(len(spread)), np.diag(1 / spread)
    mean = ones @ inverse @ angles / (ones @ inverse @ ones)
    expected = np.sin(mean + between * inverse @ (angles - mean)) ** 2
    assert [one.estimate for one in told] == pytest.approx(expected.tolist(), rel=1e-10)
    for one, service in zip(told, SERVICES, strict=True):
        assert one.ci_lb < one.estimate < one.ci_ub
        ends = sorted((service.rate, math.sin(mean) ** 2))
        assert ends[0] - 1e-12 <= one.estimate <= ends[1] + 1e-12


def test_shrunken_intervals_hold_the_truth_as_often_as_they_say():
    random = np.random.default_rng(18)
    held = []
    for _ in range(30):
        truth = np.sin(random.normal(0.9, 0.1, 60)) ** 2
        sizes = random.integers(30, 300, 60)
        counts = random.binomial(sizes, truth)
        told = funnel.shrunken_rates(
            [Service(int(n), int(count)) for n, count in zip(sizes, counts, strict=True)], trimmed=0
        )
        held += [one.ci_lb <= rate <= one.ci_ub for one, rate in zip(told, truth, strict=True)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_services_that_do_not_differ_are_all_the_mean():
    told = funnel.shrunken_rates([Service(100, 50), Service(200, 100), Service(40, 20)])
    assert [one.estimate for one in told] == pytest.approx([0.5] * 3)
    assert told[0].se == pytest.approx(math.sqrt(0.25 / 340))
    assert funnel.allowing_overdispersion([0.1, -0.1]) == [0.1, -0.1]


@settings(max_examples=20)
@given(st.permutations(range(12)))
def test_order_of_services_is_nothing(order):
    some = SERVICES[:12]
    told = funnel.shrunken_rates(some)
    turned = funnel.shrunken_rates([some[at] for at in order])
    assert [one.estimate for one in turned] == pytest.approx(
        [told[at].estimate for at in order], rel=1e-10
    )


# ------------------------------------------------------------------------- no answer


def test_degenerate_services_are_refused():
    with refused("a service has counted nobody"):
        Service(0, 0)
    with refused("a service's count is not between"):
        Service(3, 4)
    with refused("there is no service"):
        funnel.target_rate([])
    with refused("the rate of all services is not between 0 and 1"):
        funnel.z_scores([Service(3, 3), Service(4, 4)])
    with refused("not two or more services"):
        funnel.shrunken_rates([Service(3, 1)])
    with refused("not two or more services"):
        funnel.overdispersion([1, math.nan])
    with refused("the trimmed share"):
        funnel.overdispersion([1, 2], 0.5)


def test_degenerate_limits_are_refused():
    with refused("a service has counted nobody"):
        funnel.exact_limits(0.5, 0)
    with refused("the target is not between"):
        funnel.exact_limits(1, 5)
    with refused("the standard deviation is not above zero"):
        funnel.normal_limits(1, 0, 5)
    with refused("the variance between services"):
        funnel.arcsine_limits(0.5, 5, between=math.nan)
