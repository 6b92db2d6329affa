"""The sums of the national model: to the last bit those of the rows, whatever the order and the parts."""

import random

import numpy as np
import pytest

from attune.core.figures import model
from attune.core.figures.model import COLUMNS, FIXED, LEVELS, Scale, model_sums, sums_of
from attune.core.statistics.mixed.fit import fit
from attune.core.statistics.mixed.sums import of_rows
from tests.core.figures.caseloads import caseloads_of, rows_of
from tests.core.figures.drafts import records


@pytest.fixture(scope="module")
def rows():
    """Invented pairs: 3 regions, 6 services, 18 caseloads, 360 dyads; scores in whole quarters of a point."""
    chance = random.Random(4)
    found = []
    for number in range(360):
        caseload = number % 18
        service = caseload % 6
        conditions = {name: int(chance.random() < 0.3) for name in FIXED[1:]}
        start = chance.randrange(0, 40_000, 250)
        better = 8000 - start // 5 + 900 * (service - 3) + 500 * (caseload - 9) // 2
        change = (better + chance.randrange(-6000, 6000)) // 250 * 250
        path = (f"region {service % 3}", f"service {service}", f"caseload {caseload}")
        found.append((path, {"(Intercept)": 1, "start": start, **conditions, "change": change}))
    return found


@pytest.fixture(scope="module")
def plain(rows):
    """The kernel's own sums of the rows."""
    points = [
        {**one, "start": one["start"] / 1000, "change": one["change"] / 1000} for _, one in rows
    ]
    return of_rows(
        [one["change"] for one in points],
        fixed={name: [one[name] for one in points] for name in FIXED},
        levels={level: [path[place] for path, _ in rows] for place, level in enumerate(LEVELS)},
    )


def test_sums_are_those_of_the_rows(rows, plain):
    found = sums_of(caseloads_of(rows))
    assert (found.fixed, found.levels, found.unit) == (plain.fixed, plain.levels, plain.unit)
    assert found.rows == plain.rows
    assert np.array_equal(found.cross, plain.cross)
    assert found.cells.keys() == plain.cells.keys()
    for key, cell in found.cells.items():
        assert cell.units == plain.cells[key].units
        assert np.array_equal(cell.total, plain.cells[key].total)


def test_fit_is_that_of_the_rows(rows, plain):
    found, wanted = fit(sums_of(caseloads_of(rows))), fit(plain)
    assert found.fixed == wanted.fixed
    assert found.variance == wanted.variance


def test_neither_order_nor_parts_change_a_bit(rows):
    parts = [*caseloads_of(rows[:100]), *caseloads_of(rows[100:])]
    random.Random(1).shuffle(parts)
    found, whole = sums_of(parts), sums_of(caseloads_of(rows))
    assert np.array_equal(found.cross, whole.cross)
    assert list(found.cells) == list(whole.cells)
    for key, cell in found.cells.items():
        assert cell.units == whole.cells[key].units
        assert np.array_equal(cell.total, whole.cells[key].total)


def test_no_caseload_gives_no_rows():
    found = sums_of([])
    assert (found.rows, found.cells) == (0, {})
    assert np.array_equal(found.cross, np.zeros((len(COLUMNS), len(COLUMNS))))


CORE_10 = Scale("core-10", "total", "self", -1)


def test_caseloads_of_records_are_those_of_their_pairs():
    known = records()
    found = model.caseloads_of(known, CORE_10)
    assert found == caseloads_of(rows_of(known, *CORE_10))
    assert model.caseloads_of(known[::-1], CORE_10) == found
    assert model.caseloads_of(known, Scale("phq-9", "total", "self", -1)) == []


def test_model_of_records_alone_keeps_its_caseloads(rows):
    found = model_sums(caseloads_of(rows))
    assert (found.levels, found.unit) == (LEVELS, None)
    assert model_sums([]).rows == 0
