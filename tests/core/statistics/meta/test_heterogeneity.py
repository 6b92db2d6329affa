"""tau2 by each estimator, its standard error and its interval, against metafor (cases 01, 03)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtri

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.meta import heterogeneity
from attune.core.statistics.meta.heterogeneity import Method
from attune.core.statistics.meta.weights import studies, weighted
from tests.reference.tables import expected, table

BCG, STROKE = expected("01_bcg"), expected("03_normand1999")
TRIALS = studies(*([float(row[name]) for row in table("01_bcg")] for name in ("yi", "vi")))
SETS = {
    "01 risk ratio": (TRIALS, BCG),
    "03 SMD": (studies(STROKE["SMD_yi"], STROKE["SMD_vi"]), STROKE["SMD"]),
    "03 MD": (studies(STROKE["MD_yi"], STROKE["MD_vi"]), STROKE["MD"]),
}


@pytest.mark.parametrize("case", SETS)
@pytest.mark.parametrize("method", set(Method) - {Method.FE})
def test_tau2_and_its_standard_error(case, method):
    of, theirs = SETS[case]
    found = heterogeneity.tau2(of, method)
    assert found == pytest.approx((theirs[method]["tau2"], theirs[method]["se_tau2"]), rel=1e-9)


@pytest.mark.parametrize("case", SETS)
def test_the_interval_of_tau2(case):
    """metafor's root finder stops at 1e-4 here, so that the ends are also put back into Q."""
    of, theirs = SETS[case]
    ends = heterogeneity.q_profile(of)
    assert ends == pytest.approx(theirs["REML"]["tau2_ci_Qprofile"], rel=3e-4)
    for end, tail in zip(ends, (0.025, 0.975), strict=True):
        assert weighted(of, end).q == pytest.approx(chdtri(of.freedom, tail), rel=1e-10)


def test_studies_that_agree_have_no_tau2():
    of = studies([0.5, 0.51, 0.49, 0.5], [0.2, 0.1, 0.3, 0.2])
    for method in set(Method) - {Method.SJ}:
        assert heterogeneity.tau2(of, method)[0] == 0
    assert heterogeneity.tau2(of, Method.SJ)[0] > 0
    assert heterogeneity.q_profile(of) == (0, 0)


def test_the_fixed_effect_model_has_no_standard_error_of_tau2():
    assert heterogeneity.tau2(TRIALS, Method.FE) == (0, None)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.booleans())
def test_the_likelihood_is_never_lower_than_at_random_tau2(seed, reml):
    chance = np.random.default_rng(seed)
    k = chance.integers(2, 12)
    of = studies(chance.normal(0, chance.choice([0.05, 1, 30]), k), chance.uniform(0.01, 2, k))
    found, _ = heterogeneity.tau2(of, Method.REML if reml else Method.ML)
    height, slope = heterogeneity.deviance(of, found, reml=reml)
    for other in [0.0, *10 ** chance.uniform(-4, 4, 40)]:
        assert height <= heterogeneity.deviance(of, other, reml=reml)[0] + 1e-9
    assert slope == pytest.approx(0, abs=1e-5) if found > 0 else slope > -1e-9


def test_a_confidence_that_is_no_share_is_refused():
    with pytest.raises(CannotComputeError, match="the level of confidence"):
        heterogeneity.q_profile(TRIALS, 95)
