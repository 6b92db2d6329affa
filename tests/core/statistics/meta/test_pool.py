"""The pooled effect and meta-regression against metafor (cases 01, 03, 04, 11)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.meta.heterogeneity import Method
from attune.core.statistics.meta.pool import Meta, pool
from tests.reference.tables import expected, table

BCG, STROKE, VIG = (expected(each) for each in ("01_bcg", "03_normand1999", "11_vig_synthetic"))
MORRIS = expected("04_morris2008")
Y, V, LATITUDE = ([float(row[name]) for row in table("01_bcg")] for name in ("yi", "vi", "ablat"))
SETS = {
    "01": (Y, V, BCG),
    "03 SMD": (STROKE["SMD_yi"], STROKE["SMD_vi"], STROKE["SMD"]),
    "03 MD": (STROKE["MD_yi"], STROKE["MD_vi"], STROKE["MD"]),
}
KINDS = [each for each in STROKE["MD"] if not each.startswith("EB")]


def agrees(found: Meta, theirs: dict) -> None:
    pooled = found.coefficient()
    ours = {
        "b": pooled.estimate,
        "se": pooled.se,
        "zval": pooled.statistic,
        "pval": pooled.p,
        "ci_lb": pooled.interval()[0],
        "ci_ub": pooled.interval()[1],
        "pi_lb": found.prediction_interval()[0],
        "pi_ub": found.prediction_interval()[1],
        "tau2": found.tau2,
        "I2": found.i2,
        "H2": found.h2,
        "QE": found.q,
        "QEp": found.q_p,
    }
    small = theirs["tau2"] < 1e-12
    for name, value in ours.items():
        if name in theirs:
            # metafor stops at 5e-15 where tau2 is zero.
            assert value == pytest.approx(theirs[name], rel=1e-8, abs=1e-11 * small), name
    assert found.prediction_interval(freedom=theirs["k"] - 2) == pytest.approx(
        theirs["pi_higgins_tkm2"], rel=1e-8
    )


@pytest.mark.parametrize("case", SETS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_estimator_with_and_without_knapp_hartung(case, kind):
    effects, variances, theirs = SETS[case]
    method, _, knapp = kind.partition("_")
    found = pool(effects, variances, method=Method(method), knapp_hartung=bool(knapp))
    agrees(found, theirs[kind])


def test_case_11_pooled_services():
    services = VIG["service_SMCR"]
    agrees(pool(services["yi"], services["vi"], knapp_hartung=True), VIG["pooled_service_KNHA"])


@pytest.mark.parametrize("measure", ["dppc1", "dppc2"])
def test_case_04_pooled_changes_against_controls(measure):
    found = pool(MORRIS[measure], MORRIS[f"{measure}_v"])
    agrees(found, MORRIS[f"pool_{measure}_REML"])
    assert found.tau2 == 0


def test_published_figures_of_the_bcg_trials():
    """Viechtbauer 2010, J Stat Softw 36(3), section 5.1."""
    found = pool(Y, V)
    pooled = found.coefficient()
    assert (round(pooled.estimate, 4), round(pooled.se, 4)) == (-0.7145, 0.1798)
    assert (round(found.tau2, 4), round(found.i2, 2)) == (0.3132, 92.22)
    assert round(found.q, 2) == 152.23


def test_case_01_regression_on_latitude():
    theirs = BCG["metareg_ablat_REML"]
    found = pool(Y, V, moderators={"latitude": LATITUDE})
    assert found.estimates == pytest.approx(theirs["b"], rel=1e-8)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(theirs["se"], rel=1e-8)
    assert found.tau2 == pytest.approx(theirs["tau2"], rel=1e-8)
    assert found.explained() == pytest.approx(theirs["R2"], rel=1e-8)
    assert found.moderators_test() == pytest.approx((theirs["QM"], theirs["QMp"]), rel=1e-8)
    assert found.q == pytest.approx(theirs["QE"], rel=1e-8)


def test_with_one_moderator_f_is_the_square_of_t():
    found = pool(Y, V, moderators={"latitude": LATITUDE}, knapp_hartung=True)
    slope = found.coefficient("latitude")
    assert found.moderators_test() == pytest.approx((slope.statistic**2, slope.p), rel=1e-8)
    assert slope.freedom == 11


def test_moderators_may_explain_nothing():
    chance = np.random.default_rng(0)
    found = pool(Y, V, moderators={"noise": chance.normal(size=13)})
    assert found.explained() == 0


@settings(max_examples=30)
@given(st.permutations(range(13)), st.sampled_from(list(Method)), st.booleans())
def test_the_order_of_studies_does_not_matter(order, method, knapp_hartung):
    one = pool(Y, V, method=method, knapp_hartung=knapp_hartung)
    other = pool(
        [Y[each] for each in order],
        [V[each] for each in order],
        method=method,
        knapp_hartung=knapp_hartung,
    )
    assert other.estimates == pytest.approx(one.estimates, rel=1e-9)
    assert other.covariance == pytest.approx(one.covariance, rel=1e-8)
    assert other.q == pytest.approx(one.q, rel=1e-9)


@pytest.mark.parametrize("method", Method)
def test_two_studies_are_enough(method):
    found = pool([0.2, 0.9], [0.05, 0.05], method=method)
    low, high = found.coefficient().interval()
    assert low < 0.55 < high
    assert math.isfinite(found.i2 + found.h2 + found.q_p)
    with pytest.raises(CannotComputeError, match="too few studies for this interval"):
        found.prediction_interval(freedom=0)


@pytest.mark.parametrize("method", Method)
def test_studies_that_agree_exactly(method):
    found = pool([0.5, 0.5, 0.5], [0.1, 0.2, 0.3], method=method)
    assert (found.tau2, found.i2) == (0, 0)
    assert (found.q, found.q_p) == pytest.approx((0, 1), abs=1e-12)
    with pytest.raises(CannotComputeError, match="the studies agree exactly"):
        pool([0.5, 0.5, 0.5], [0.1, 0.2, 0.3], method=method, knapp_hartung=True)


def test_what_was_not_asked_of_the_studies_is_refused():
    pooled, regressed = pool(Y, V), pool(Y, V, moderators={"latitude": LATITUDE})
    with pytest.raises(CannotComputeError, match="there is no moderator called age"):
        pooled.coefficient("age")
    with pytest.raises(CannotComputeError, match="there are no moderators"):
        pooled.moderators_test()
    with pytest.raises(CannotComputeError, match="a new study needs its moderators"):
        regressed.prediction_interval()
    with pytest.raises(CannotComputeError, match="nothing can be explained"):
        pool([0.5, 0.5, 0.5], [0.1, 0.2, 0.3], moderators={"x": [0, 1, 1]}).explained()
