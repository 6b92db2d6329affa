"""A service beside the nation, against the conditional distribution of a normal vector worked out in full."""

import numpy as np
import pytest

from attune.core.figures.beside import beside
from attune.core.figures.model import Caseload
from attune.core.figures.released import Effect, Interval, Model
from attune.core.statistics.errors import CannotComputeError

FIXED = {"(Intercept)": 6.0, "start": -0.2, "ordered": -1.0, "remote": -0.5}
SPREAD = {"region": 0.4, "service": 0.9, "caseload": 0.6, "residual": 4.0}
ROWS = {  # caseload → (start, ordered, remote, trainee, change) of each pair
    "a": [(-20.0, 0, 1, 0, 5.0), (-15.0, 1, 0, 0, 3.0), (-25.0, 0, 0, 0, 12.0)],
    "b": [(-18.0, 0, 0, 1, 7.5), (-12.0, 1, 1, 1, -2.0)],
}


def model(fixed=FIXED, spread=SPREAD, regions=None) -> Model:
    def said(names):
        return tuple(Effect(name, Interval(value, value, value)) for name, value in names.items())

    return Model(500, said(fixed), spread, said(regions or {}), "2026-11")


def caseloads(rows=ROWS) -> list[Caseload]:
    names = ("start", "ordered", "remote", "trainee", "change")
    unit = {"start": 1000, "change": 1000}
    found = []
    for caseload, pairs in rows.items():
        totals = {
            name: round(sum(pair[place] for pair in pairs) * unit.get(name, 1))
            for place, name in enumerate(names)
        }
        found.append(Caseload(("", "", caseload), len(pairs), totals, {}))
    return found


def predicted(between: float, shift: float = 0.0) -> tuple[float, float, float]:
    """The mean of what is expected, and the mean and standard deviation of the service's effect given its pairs."""
    y, expected, of = [], [], []
    for caseload, pairs in ROWS.items():
        for start, ordered, remote, _trainee, change in pairs:
            y.append(change)
            expected.append(6.0 + shift - 0.2 * start - 1.0 * ordered - 0.5 * remote)
            of.append(caseload)
    same = np.array([[a == b for a in of] for b in of], dtype=float)
    whole = between + 0.6**2 * same + 4.0**2 * np.eye(len(y))
    across = np.full(len(y), between)
    solved = np.linalg.solve(whole, across)
    apart = float(solved @ (np.array(y) - np.array(expected)))
    return float(np.mean(expected)), apart, float(np.sqrt(between - solved @ across))


def test_service_is_drawn_to_what_is_expected_as_the_conditional_distribution_says():
    found = beside(caseloads(), model(), "wales")
    expected, apart, sd = predicted(0.9**2 + 0.4**2)
    assert (found.pairs, found.own) == (5, pytest.approx(5.1, abs=1e-12))
    assert found.expected == pytest.approx(expected, abs=1e-12)
    assert found.drawn.estimate == pytest.approx(expected + apart, abs=1e-12)
    assert found.drawn.se == pytest.approx(sd, abs=1e-12)


def test_region_that_is_released_is_expected_and_no_longer_varies():
    found = beside(caseloads(), model(regions={"wales": 0.3}), "wales")
    expected, apart, sd = predicted(0.9**2, shift=0.3)
    assert found.expected == pytest.approx(expected, abs=1e-12)
    assert found.drawn.estimate == pytest.approx(expected + apart, abs=1e-12)
    assert found.drawn.se == pytest.approx(sd, abs=1e-12)


def test_service_is_what_is_expected_where_services_do_not_differ():
    spread = {"service": 0.0, "caseload": 0.0, "residual": 4.0}
    found = beside(caseloads(), model(spread=spread), "wales")
    assert (found.drawn.estimate, found.drawn.se) == (found.expected, 0.0)


def test_caseload_without_pairs_changes_nothing():
    empty = Caseload(("", "", "c"), 0, dict.fromkeys(("start", "change"), 0), {})
    assert beside([*caseloads(), empty], model(), "") == beside(caseloads(), model(), "")


@pytest.mark.parametrize(
    ("rows", "fixed", "spread", "reason"),
    [
        ({}, FIXED, SPREAD, "nobody has both scores"),
        (ROWS, {"start": 1.0}, SPREAD, "no model to compare with"),
        (ROWS, FIXED, {"service": 1.0}, "no model to compare with"),
    ],
)
def test_nothing_is_said_without_pairs_or_model(rows, fixed, spread, reason):
    with pytest.raises(CannotComputeError, match=reason):
        beside(caseloads(rows), model(fixed, spread), "wales")
