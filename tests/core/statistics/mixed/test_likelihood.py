"""The criterion and its gradient against full matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import likelihood, sums
from attune.core.statistics.mixed.likelihood import criterion, tree
from tests.core.statistics.mixed.tables import invented, members, sleepstudy, sums_of

LEVELS = ("region", "service", "practitioner", "dyad")
RATIOS = st.lists(st.one_of(st.just(0.0), st.floats(0.001, 20)), min_size=4, max_size=4)


def written_out(rows: dict, names: tuple[str, ...], ratios: list[float], *, reml: bool) -> tuple:
    """Criterion, its gradient and the best residual variance, from V itself (Searle et al. 1992)."""
    y, x = rows["y"], np.column_stack([np.ones(len(rows["y"])), rows["x"]])
    blocks = [z @ z.T for z in members(rows, names)]
    v = np.eye(len(y)) + sum(t * each for t, each in zip(ratios, blocks, strict=True))
    inverse = np.linalg.inv(v)
    inside = x.T @ inverse @ x
    p = inverse - inverse @ x @ np.linalg.inv(inside) @ x.T @ inverse
    nu = len(y) - x.shape[1] if reml else len(y)
    residual = y @ p @ y / nu
    value = nu * (1 + np.log(2 * np.pi * residual)) + np.linalg.slogdet(v)[1]
    value += np.linalg.slogdet(inside)[1] if reml else 0
    spread = p if reml else inverse
    slope = [np.trace(spread @ each) - y @ p @ each @ p @ y / residual for each in blocks]
    return value, slope, residual


@settings(max_examples=15)
@given(st.integers(0, 20), RATIOS, st.booleans())
def test_criterion_and_gradient_of_four_levels(seed, ratios, reml):
    rows = invented(seed)
    value, slope, residual = written_out(rows, LEVELS, ratios, reml=reml)
    nest = tree(sums_of(rows))
    found = criterion(nest, np.array(ratios), reml=reml)
    assert found[0] == pytest.approx(value, rel=1e-10)
    assert found[1] == pytest.approx(slope, rel=1e-8, abs=1e-7)
    assert found[2] == pytest.approx(0, abs=1e-9)
    up = likelihood.upward(nest, np.array(ratios))
    assert likelihood.solved(nest, up, reml=reml).variance == pytest.approx(residual, rel=1e-10)


@settings(max_examples=15)
@given(st.integers(0, 20), RATIOS, st.booleans())
def test_criterion_and_gradient_of_rows_that_stand_alone(seed, ratios, reml):
    rows = invented(seed)
    value, slope, _ = written_out(rows, LEVELS[:3], ratios[:3], reml=reml)
    found = criterion(tree(sums_of(rows, dyads=False)), np.array(ratios[:3]), reml=reml)
    assert found[0] == pytest.approx(value, rel=1e-10)
    assert found[1] == pytest.approx(slope, rel=1e-8, abs=1e-7)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 7.0])
def test_a_unit_without_levels_is_a_level(ratio):
    found = [
        criterion(tree(sleepstudy(as_unit=each)), np.array([ratio]), reml=True)
        for each in (True, False)
    ]
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-12)
    assert found[0][1] == pytest.approx(found[1][1], rel=1e-9)


def test_the_slope_by_the_residual_variance():
    rows = invented(2)
    nest, ratios, step = tree(sums_of(rows)), np.array([0.1, 0.2, 0.3, 0.4]), 1e-30j
    moved, _, _ = criterion(nest, ratios + 0j, reml=True, variance=5 + step)
    assert criterion(nest, ratios, reml=True, variance=5.0)[2] == pytest.approx(
        moved.imag / 1e-30, rel=1e-10
    )


@pytest.mark.parametrize(
    ("outcome", "more", "reason"),
    [
        ([1, 2], {"fixed": {"x": [0, 1]}}, "there are not more rows than fixed effects"),
        ([1, 2, 4], {}, "no level of groups is named"),
        ([1, 2, 4], {"levels": {"service": "AAA"}}, "there is only one service"),
        ([1, 2, 4], {"levels": {"service": "ABC"}}, "no service has more than one of what is"),
        (
            [1, 2, 4, 5],
            {"levels": {"service": "AABB", "practitioner": "aabb"}},
            "no service has more than one of what is below it",
        ),
        ([1, 2, 4], {"unit": ("dyad", "abc")}, "no dyad has more than one of what is below it"),
        ([1, 2, 4], {"unit": ("dyad", "aaa")}, "there is only one dyad"),
        (
            [1, 2, 4],
            {"fixed": {"x": [0, 0, 0]}, "levels": {"service": "AAB"}},
            "a fixed effect is zero in every row",
        ),
        (
            [1, 2, 4],
            {"fixed": {"x": [2, 2, 2]}, "levels": {"service": "AAB"}},
            "the fixed effects cannot be told apart",
        ),
        ([3, 3, 3], {"levels": {"service": "AAB"}}, "the fixed effects leave nothing"),
    ],
)
def test_sums_without_an_answer_are_refused(outcome, more, reason):
    more = {**more}
    if "levels" in more:
        more["levels"] = {name: list(each) for name, each in more["levels"].items()}
    if "unit" in more:
        more["unit"] = (more["unit"][0], list(more["unit"][1]))
    with pytest.raises(CannotComputeError, match=reason):
        tree(sums.of_rows(outcome, **more))
