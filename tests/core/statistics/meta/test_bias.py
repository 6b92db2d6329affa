"""Signs of missing studies, and what hangs on a single one, against metafor (case 01) and scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.meta import bias
from attune.core.statistics.meta.heterogeneity import Method
from attune.core.statistics.meta.pool import pool
from tests.reference.tables import expected, table

BCG = expected("01_bcg")
Y, V, LATITUDE = (
    np.array([float(row[name]) for row in table("01_bcg")]) for name in ("yi", "vi", "ablat")
)


def test_case_01_egger_in_the_same_model():
    found, theirs = bias.egger(pool(Y, V)), BCG["egger_rma_sei"]
    assert (found.statistic, found.p) == pytest.approx((theirs["zval"], theirs["pval"]), rel=1e-8)


def test_case_01_egger_by_least_squares():
    found, theirs = bias.egger_classic(pool(Y, V)), BCG["egger_lm_sei"]
    assert (found.statistic, found.p) == pytest.approx((theirs["tval"], theirs["pval"]), rel=1e-8)
    assert found.freedom == theirs["df"]


def test_case_01_rank_test():
    theirs = BCG["ranktest"]
    assert bias.rank_test(pool(Y, V)) == pytest.approx((theirs["tau"], theirs["pval"]), rel=1e-8)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(3, 30), st.booleans())
def test_the_rank_test_is_kendalls(seed, k, tied):
    chance = np.random.default_rng(seed)
    v = chance.permutation(np.arange(1, k + 1)) / 10
    if tied:
        v = np.ceil(v)
        v[0] += 1
    of = pool(chance.normal(size=k), v)
    rest = of.of.effects - np.average(of.of.effects, weights=1 / v)
    ours = bias.rank_test(of)
    theirs = kendalltau(
        rest / np.sqrt(v - 1 / np.sum(1 / v)),
        v,
        method="asymptotic" if tied and len(set(v)) < k else "exact",
    )
    assert ours == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("method", [Method.DL, Method.REML])
def test_case_01_trim_and_fill(method):
    theirs = BCG[f"trimfill_{method}_L0"]
    found = bias.trim_and_fill(pool(Y, V, method=method))
    assert (found.missing, found.side) == (theirs["k0"], theirs["side"])
    pooled = found.with_them.coefficient()
    # metafor fits REML here with its own coarser threshold.
    near = 2e-6 if method is Method.REML else 1e-8
    ours = (pooled.estimate, pooled.se, found.with_them.tau2)
    assert ours == pytest.approx((theirs["b"], theirs["se"], theirs["tau2"]), rel=near)


def test_a_mirrored_table_misses_as_many_on_the_other_side():
    found = bias.trim_and_fill(pool(-Y, V, method=Method.DL))
    assert (found.missing, found.side) == (1, "left")
    theirs = -BCG["trimfill_DL_L0"]["b"]
    assert found.with_them.coefficient().estimate == pytest.approx(theirs, rel=1e-8)


def test_a_funnel_in_balance_misses_none():
    y = np.array([0.5, 0.3, 0.7, 0.1, 0.9])
    found = bias.trim_and_fill(pool(y, np.array([0.01, 0.02, 0.02, 0.05, 0.05])))
    assert found.missing == 0
    assert len(found.with_them.of.effects) == 5


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(3, 12))
def test_trim_and_fill_always_ends_and_adds_what_it_says(seed, k):
    chance = np.random.default_rng(seed)
    v = chance.uniform(0.01, 1, k)
    of = pool(chance.exponential(size=k) ** 2 + np.sqrt(v), v, method=Method.DL)
    found = bias.trim_and_fill(of)
    assert len(found.with_them.of.effects) == k + found.missing
    assert 0 <= found.missing <= k - 2


def test_case_01_without_each_trial():
    found = [float(each.estimates[0]) for each in bias.leave_one_out(pool(Y, V))]
    assert found == pytest.approx(BCG["loo_REML_b"], rel=1e-8)


def test_case_01_cooks_distances():
    assert bias.cooks_distances(pool(Y, V)) == pytest.approx(BCG["cooks_d_REML"], rel=1e-8)


def test_a_regression_without_each_trial():
    of = pool(Y, V, moderators={"latitude": LATITUDE})
    found = bias.leave_one_out(of)[4]
    rest = np.arange(13) != 4
    alone = pool(Y[rest], V[rest], moderators={"latitude": LATITUDE[rest]})
    assert found.estimates == pytest.approx(alone.estimates, rel=1e-12)
    assert len(bias.cooks_distances(of)) == 13


def test_what_has_no_answer_is_refused():
    regressed = pool(Y, V, moderators={"latitude": LATITUDE})
    for ask in (bias.egger, bias.egger_classic, bias.rank_test, bias.trim_and_fill):
        with pytest.raises(CannotComputeError, match="asked of a pooled effect"):
            ask(regressed)
    for ask in (bias.egger, bias.leave_one_out):
        with pytest.raises(CannotComputeError):
            ask(pool([0.1, 0.5], [0.1, 0.2]))
    with pytest.raises(CannotComputeError, match="all studies are equally large"):
        bias.rank_test(pool([0.1, 0.5, 0.2], [0.1, 0.1, 0.1]))
    with pytest.raises(CannotComputeError, match="lie exactly on a line"):
        bias.egger_classic(pool([1.0, 2.0, 3.0], [1.0, 4.0, 9.0]))
