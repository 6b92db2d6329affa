"""What is predicted for each group: lme4's `ranef` (case 11), full matrices, refusals."""

import numpy as np
import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import blups
from attune.core.statistics.mixed.fit import fit
from tests.core.statistics.mixed import tables
from tests.reference.tables import expected

NAMES = ("region", "service", "practitioner", "dyad")


@pytest.fixture(scope="module")
def change():
    return fit(tables.change())


@pytest.mark.parametrize("level", ["region", "service", "practitioner"])
def test_case_11_predictions_and_their_conditional_spread(change, level):
    case = expected("11_vig_synthetic")["change_ranef"]
    columns = zip(case["grpvar"], case["grp"], case["condval"], case["condsd"], strict=True)
    theirs = {label: (value, spread) for of, label, value, spread in columns if of == level}
    found = {path[-1]: each for path, each in blups.effects(change, level).items()}
    assert set(found) == set(theirs)
    for label, (value, spread) in theirs.items():
        assert found[label].value == pytest.approx(value, rel=1e-5, abs=1e-6)
        assert found[label].conditional == pytest.approx(spread, rel=1e-6, abs=1e-6)


def henderson(seed: int):
    """A fit, and all effects with the covariance of their errors by Henderson's equations."""
    rows = tables.invented(seed)
    found = fit(tables.sums_of(rows))
    members = tables.members(rows, NAMES)
    x = np.column_stack([np.ones(len(rows["y"])), rows["x"]])
    design = np.column_stack([x, *members])
    ridge = np.concatenate(
        [[0, 0], *([1 / t] * z.shape[1] for t, z in zip(found.ratios, members, strict=True))]
    )
    inverse = np.linalg.inv(design.T @ design + np.diag(ridge))
    counts = np.cumsum([2, *(z.shape[1] for z in members)])
    return rows, found, inverse @ design.T @ rows["y"], found.residual * inverse, counts


SEED = 0


def test_the_error_adds_what_is_not_known_of_the_fixed_effects():
    _, found, effects, spread, counts = henderson(SEED)
    assert np.all(found.ratios > 0)
    for number, level in enumerate(NAMES[:3]):
        ours = list(blups.effects(found, level).values())
        here = slice(counts[number], counts[number + 1])
        assert [each.value for each in ours] == pytest.approx(effects[here], rel=1e-7)
        assert [each.error for each in ours] == pytest.approx(
            np.sqrt(np.diag(spread)[here]), rel=1e-8
        )


def test_expected_scores_of_services():
    _, found, effects, spread, counts = henderson(SEED)
    ours = blups.scores(found, "service", {"x": 1.5})
    regions = sorted({path[:1] for path in ours})
    for number, (path, each) in enumerate(ours.items()):
        weights = np.zeros(len(effects))
        weights[[0, counts[0] + regions.index(path[:1]), counts[1] + number]] = 1
        weights[1] = 1.5
        assert each.value == pytest.approx(weights @ effects, rel=1e-9)
        assert each.error == pytest.approx(np.sqrt(weights @ spread @ weights), rel=1e-8)


def test_expected_scores_at_the_intercept():
    _, found, _, _, _ = henderson(SEED)
    assert blups.scores(found, "region") == blups.scores(found, "region", {"x": 0})


def test_a_dyad_is_predicted_from_its_own_rows():
    rows, found, effects, spread, counts = henderson(SEED)
    place = np.column_stack([rows[name] for name in NAMES])
    for number, key in enumerate(np.unique(place, axis=0)):
        mine = (place == key).all(axis=1)
        block = np.column_stack([np.ones(mine.sum()), rows["x"][mine], rows["y"][mine]])
        each = blups.of_unit(found, tuple(str(int(one)) for one in key[:3]), block)
        assert each.value == pytest.approx(effects[counts[3] + number], rel=1e-7, abs=1e-9)
        error = np.sqrt(spread[counts[3] + number, counts[3] + number])
        assert each.error == pytest.approx(error, rel=1e-8)
        assert each.conditional < each.error


def test_a_subject_without_groups_above_it_is_predicted_the_same_either_way():
    as_unit, as_level = (fit(tables.sleepstudy(as_unit=each)) for each in (True, False))
    rows = [row for row in tables.table("08_sleepstudy") if row["Subject"] == "308"]
    block = [
        [1, day, time]
        for day, time in zip(
            tables.column(rows, "Days"), tables.column(rows, "Reaction"), strict=True
        )
    ]
    one, other = blups.of_unit(as_unit, (), block), blups.effects(as_level, "Subject")[("308",)]
    assert one.value == pytest.approx(other.value, rel=1e-8)
    assert (one.conditional, one.error) == pytest.approx((other.conditional, other.error), rel=1e-8)


def test_an_interval_is_as_wide_as_asked(change):
    each = blups.effects(change, "service")[("1", "1")]
    low, high = each.interval()
    assert (low + high) / 2 == pytest.approx(each.value)
    assert (high - low) / 2 == pytest.approx(1.959963984540054 * each.error, rel=1e-12)


def test_what_is_not_in_the_model_is_refused(change):
    with pytest.raises(CannotComputeError, match="no level of groups called nation"):
        blups.effects(change, "nation")
    with pytest.raises(CannotComputeError, match="no fixed effect called age"):
        blups.scores(change, "service", {"age": 2})
    with pytest.raises(CannotComputeError, match="pre is not a finite number"):
        blups.scores(fit(tables.ancova()), "service", {"pre": np.nan})
    with pytest.raises(CannotComputeError, match="no unit whose rows repeat"):
        blups.of_unit(change, ("1", "1", "1"), [[1, 2]])
    with pytest.raises(CannotComputeError, match="the group is not in the model"):
        blups.of_unit(fit(tables.occasions()), ("x", "y"), [[1, 0, 0, 20]])
