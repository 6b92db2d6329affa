"""Effects within studies: metafor's `rma.mv` (konstantopoulos2011), full matrices, closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.meta import three_level
from attune.core.statistics.meta.three_level import ThreeLevel, pool_three_levels
from tests.reference.tables import expected, table

SCHOOLS = expected("konstantopoulos2011")
Y, V, YEAR = (
    np.array([float(row[name]) for row in table("konstantopoulos2011")])
    for name in ("yi", "vi", "year")
)
DISTRICT = [row["district"] for row in table("konstantopoulos2011")]


def test_schools_in_districts_by_reml():
    found, theirs = pool_three_levels(Y, V, DISTRICT), SCHOOLS["REML"]
    pooled = found.coefficient()
    assert round(pooled.estimate, 7) == theirs["b"]
    assert round(pooled.se, 8) == theirs["se"]
    assert [found.between, found.within] == pytest.approx(theirs["sigma2"], rel=2e-7)
    assert round(-found.deviance / 2, 4) == theirs["logLik"]


@pytest.mark.parametrize("kind", ["ML", "ML_year"])
def test_schools_in_districts_by_ml(kind):
    year = {"year": YEAR - YEAR.mean()} if kind == "ML_year" else None
    found, theirs = pool_three_levels(Y, V, DISTRICT, moderators=year, reml=False), SCHOOLS[kind]
    each = [found.coefficient(name) for name in found.of.names]
    assert [round(one.estimate, 4) for one in each] == np.ravel(theirs["b"]).tolist()
    assert [round(one.se, 4) for one in each] == np.ravel(theirs["se"]).tolist()
    assert [round(found.between, 4), round(found.within, 4)] == theirs["sigma2"]


def written_out(found: ThreeLevel, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """CR2 and its degrees of freedom by matrices over all effects (Pustejovsky & Tipton 2018, 2–3)."""
    of, groups = found.of, [np.flatnonzero(found.study == one) for one in set(found.study)]
    member = found.study[:, None] == found.study[None, :]
    working = np.diag(of.variances + found.within) + found.between * member
    inverse = np.linalg.inv(working)
    spread = np.linalg.inv(of.design.T @ inverse @ of.design)
    rest = np.eye(len(of.effects)) - of.design @ spread @ of.design.T @ inverse
    residuals, meat, along = rest @ of.effects, np.zeros_like(spread), []
    for rows in groups:
        root = np.linalg.cholesky(working[np.ix_(rows, rows)]).T
        block = root @ (rest @ working @ rest.T)[np.ix_(rows, rows)] @ root.T
        values, vectors = np.linalg.eigh(block)
        adjust = root.T @ (vectors / np.sqrt(values)) @ vectors.T @ root
        design = of.design[rows].T @ inverse[np.ix_(rows, rows)] @ adjust
        meat += np.outer(design @ residuals[rows], design @ residuals[rows])
        along.append(rest[rows].T @ design.T @ spread @ weights)
    product = np.array(along) @ working @ np.array(along).T
    return spread @ meat @ spread, float(np.trace(product) ** 2 / np.sum(product**2))


@pytest.mark.parametrize("weights", [(1, 0), (0, 1)])
def test_the_robust_covariance_from_full_matrices(weights):
    found = pool_three_levels(Y, V, DISTRICT, moderators={"year": YEAR - YEAR.mean()})
    robust, freedom = written_out(found, np.array(weights))
    assert found.robust == pytest.approx(robust, rel=1e-8)
    each = found.robust_coefficient(found.of.names[weights.index(1)])
    assert each.freedom == pytest.approx(freedom, rel=1e-8)
    assert each.se == pytest.approx(np.sqrt(robust[weights.index(1), weights.index(1)]), rel=1e-8)


@pytest.mark.parametrize("kind", ["CR2", "CR2_year"])
def test_the_robust_covariance_of_clubsandwich(kind):
    """metafor stops its search at 1e-11 of the criterion, which leaves 3e-8 in the variances."""
    year = {"year": YEAR - YEAR.mean()} if kind == "CR2_year" else None
    found, theirs = pool_three_levels(Y, V, DISTRICT, moderators=year), SCHOOLS[kind]
    assert found.robust.ravel() == pytest.approx(theirs["vcov"], rel=1e-7)
    each = [found.robust_coefficient(name) for name in found.of.names]
    assert [one.se for one in each] == pytest.approx(theirs["se"], rel=1e-7)
    assert [one.freedom for one in each] == pytest.approx(theirs["df"], rel=1e-7)
    assert [one.p for one in each] == pytest.approx(theirs["p"], rel=1e-7)


def test_profile_intervals_of_metafor():
    """metafor reads its ends off at 1e-4 unless told otherwise, and finds no upper end of `within` by REML."""
    found, theirs = pool_three_levels(Y, V, DISTRICT), SCHOOLS["profile"]
    between = three_level.variance_interval(found, "between")
    assert between == pytest.approx(theirs["REML"]["between"], rel=2e-7)
    assert three_level.variance_interval(found, "within")[0] == pytest.approx(
        theirs["REML"]["within"][0], rel=2e-7
    )
    ml = pool_three_levels(Y, V, DISTRICT, reml=False)
    for name, ends in theirs["ML"].items():
        assert three_level.variance_interval(ml, name) == pytest.approx(ends, rel=5e-3)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("component", ["between", "within"])
def test_the_ends_of_a_profile_interval_are_as_unlikely_as_they_should_be(reml, component):
    """−2 ln L from full matrices, at its best in the other variance, is 3.8415 above its least."""
    found = pool_three_levels(Y, V, DISTRICT, reml=reml)
    member = found.study[:, None] == found.study[None, :]
    x = found.of.design

    def height(between: float, within: float) -> float:
        working = np.diag(V + within) + between * member
        inverse = np.linalg.inv(working)
        spread = x.T @ inverse @ x
        rest = Y - x @ np.linalg.solve(spread, x.T @ inverse @ Y)
        more = np.linalg.slogdet(spread)[1] if reml else 0.0
        return float(np.linalg.slogdet(working)[1] + rest @ inverse @ rest + more)

    least = height(found.between, found.within)
    for end in three_level.variance_interval(found, component):
        other = minimize_scalar(
            lambda free, end=end: height(*((end, free) if component == "between" else (free, end))),
            bounds=(0, 1),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert other.fun - least == pytest.approx(3.841458820694124, abs=1e-7)


def test_a_variance_that_may_be_zero_has_an_interval_from_zero():
    found = pool_three_levels([0.5, 0.7, 0.4, 0.6], [0.1] * 4, ["a", "a", "b", "b"])
    for name in ("between", "within"):
        low, high = three_level.variance_interval(found, name)
        assert low == 0
        assert high > 0
    with pytest.raises(CannotComputeError, match="no variance called region"):
        three_level.variance_interval(found, "region")
    with pytest.raises(CannotComputeError, match="the level of confidence"):
        three_level.variance_interval(found, "between", 95)


def test_in_balance_the_robust_error_is_that_of_the_studies_means():
    chance = np.random.default_rng(4)
    y = chance.normal(size=(7, 1)) + chance.normal(size=(7, 3))
    found = pool_three_levels(y.ravel(), [0.2] * 21, np.repeat(range(7), 3))
    robust = found.robust_coefficient()
    means = y.mean(axis=1)
    assert robust.estimate == pytest.approx(means.mean(), rel=1e-9)
    assert robust.se == pytest.approx(means.std(ddof=1) / np.sqrt(7), rel=1e-9)
    assert robust.freedom == pytest.approx(6, rel=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.booleans(), st.sampled_from([0.0, 0.5, 2.0]))
def test_the_deviance_is_never_above_that_of_random_starts(seed, reml, spread):
    chance = np.random.default_rng(seed)
    study = np.repeat(range(6), chance.integers(1, 5, 6))
    study = np.append(study, study[-1])
    y = spread * chance.normal(size=6)[study] + chance.normal(size=len(study))
    found = pool_three_levels(y, chance.uniform(0.1, 1, len(study)), study, reml=reml)
    for _ in range(30):
        parts = 10 ** chance.uniform(-4, 2, 2) * chance.integers(0, 2, 2)
        height = three_level._deviance(found.of, found.study, parts, reml=reml)[0]
        assert found.deviance <= height + 1e-9


def test_studies_may_come_in_any_order():
    order = np.random.default_rng(1).permutation(len(Y))
    one = pool_three_levels(Y, V, DISTRICT)
    other = pool_three_levels(Y[order], V[order], [DISTRICT[each] for each in order])
    assert other.estimates == pytest.approx(one.estimates, rel=1e-8)
    assert other.robust == pytest.approx(one.robust, rel=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_effects_of_very_unlike_precision_have_an_answer(seed):
    chance = np.random.default_rng(seed)
    v = chance.choice([1e-7, 1.0, 9.0], 7)
    found = pool_three_levels(chance.choice([0.0, 1, 5, 9], 7), v, [0, 0, 1, 1, 2, 2, 2])
    assert found.coefficient().se > 0
    assert np.isfinite([found.deviance, found.between, found.within]).all()


def test_a_study_that_alone_holds_a_moderator_is_carried():
    only = np.array([each == "86" for each in DISTRICT], dtype=float)
    found = pool_three_levels(Y, V, DISTRICT, moderators={"only": only})
    assert np.isfinite(found.robust).all()
    assert found.robust_coefficient().se > 0


@pytest.mark.parametrize(
    ("study", "reason"),
    [
        (["a", "b"], "each effect needs its study"),
        (["a", "a", "a"], "there are not more studies than coefficients"),
        (["a", "b", "c"], "no study has more than one effect"),
    ],
)
def test_effects_without_levels_are_refused(study, reason):
    with pytest.raises(CannotComputeError, match=reason):
        pool_three_levels([0.1, 0.4, 0.2], [0.1, 0.1, 0.2], study)


def test_what_has_no_answer_is_refused():
    with pytest.raises(CannotComputeError, match="no moderator called age"):
        pool_three_levels(Y, V, DISTRICT).coefficient("age")
    with pytest.raises(CannotComputeError, match="vary too much beside their variances"):
        pool_three_levels([0, 1e9, 1, 2], [1e-7, 1, 1, 1], ["a", "a", "b", "b"])
    exact = pool_three_levels([0.5] * 4, [0.1] * 4, ["a", "a", "b", "b"])
    assert (exact.between, exact.within) == (0, 0)
    with pytest.raises(CannotComputeError, match="there is no spread"):
        exact.robust_coefficient()
