"""One record more or less: the figures are those of the rows as they now are."""

import numpy as np
import pytest

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import likelihood
from attune.core.statistics.mixed.fit import Fit, at_ratios, fit
from attune.core.statistics.mixed.live import Live
from attune.core.statistics.mixed.sums import Sums
from tests.core.statistics.mixed import tables


def same(live: Live, sums: Sums, fitted: Fit) -> None:
    now = at_ratios(sums.fixed, likelihood.tree(sums), fitted.ratios, reml=fitted.reml)
    estimates, errors, residual = live.figures()
    assert estimates == pytest.approx(now.fixed, rel=1e-9)
    assert errors == pytest.approx(now.standard_errors, rel=1e-9)
    assert residual == pytest.approx(now.residual, rel=1e-9)
    assert live.criterion() == pytest.approx(now.criterion, rel=1e-10)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("dyads", [True, False])
def test_units_come_and_go(reml, dyads):
    sums = tables.sums_of(tables.invented(6), dyads=dyads)
    fitted = fit(sums, reml=reml)
    live = Live(sums, fitted)
    same(live, sums, fitted)
    chance = np.random.default_rng(1)
    known = next(iter(sums.cells))[0]
    for path in (known, ("0", "0", "new"), ("0", "new", "new"), ("new", "new", "new"), known):
        size = chance.integers(1, 5)
        rows = np.column_stack([np.ones(size), np.arange(size), chance.normal(20, 3, size)])
        live.add(path, rows)
        same(live, sums, fitted)
    live.remove(known, rows)
    same(live, sums, fitted)


def test_a_refit_from_the_followed_sums_is_the_fit_of_the_rows():
    rows = tables.invented(7)
    last = np.arange(len(rows["y"])) == len(rows["y"]) - 1
    sums = tables.sums_of(rows, ~last, dyads=False)
    first = fit(sums)
    live = Live(sums, first)
    path = tuple(str(int(rows[name][-1])) for name in ("region", "service", "practitioner"))
    live.add(path, [[1, rows["x"][-1], rows["y"][-1]]])
    whole = fit(tables.sums_of(rows, dyads=False))
    again = fit(live.sums, near=first.ratios)
    assert again.criterion == pytest.approx(whole.criterion, rel=1e-10)
    assert again.variance == pytest.approx(whole.variance, rel=1e-6, abs=1e-8)


def test_a_unit_that_was_never_counted_changes_nothing():
    sums = tables.sums_of(tables.invented(8))
    fitted = fit(sums)
    live = Live(sums, fitted)
    before = live.figures()
    with pytest.raises(CannotComputeError, match="was never counted"):
        live.remove(("9", "9", "9"), [[1, 0, 20]])
    assert live.figures() == before
