"""Cells, margins and what adds up."""

import pytest

from attune.core.statistics.disclosure.tables import (
    EVERYBODY,
    Count,
    Published,
    Release,
    cells,
    counted,
    relations,
    said,
)
from attune.core.statistics.errors import CannotComputeError

TWO = {"region": ("North", "South"), "setting": ("home", "clinic", "school")}


def cell(**named):
    return frozenset(named.items())


def test_table_has_its_cells_its_margins_and_its_total():
    found = list(cells(TWO))
    assert len(found) == len(set(found)) == 1 + 2 + 3 + 6
    assert {EVERYBODY, cell(region="North"), cell(region="North", setting="home")} <= set(found)


def test_each_margin_is_the_sum_over_one_dimension():
    found = list(relations(TWO))
    assert len(found) == 2 + 3 + 2  # everybody by either; a region by setting; a setting by region
    home = (cell(region="North", setting="home"), cell(region="South", setting="home"))
    assert (cell(setting="home"), home) in found


def test_records_are_counted_with_their_services():
    records = [
        ({"region": "North", "setting": "home", "year": "1"}, "a"),
        ({"region": "North", "setting": "home"}, "b"),
        ({"region": "North", "setting": "clinic"}, "b"),
    ]
    found = counted(TWO, records)
    assert found[EVERYBODY] == Count(3, 2, 2)
    assert found[cell(region="North", setting="home")] == Count(2, 2, 1)
    assert found[cell(region="South")] == Count(0, 0, 0)


def test_record_of_no_cell_is_refused():
    with pytest.raises(CannotComputeError, match="no cell region East"):
        counted(TWO, [({"region": "East", "setting": "home"}, "a")])


@pytest.mark.parametrize("numbers", [(3, 4, 1), (3, 1, 4), (-1, 0, 0), (3, 1, -1)])
def test_count_that_can_not_be_is_refused(numbers):
    with pytest.raises(CannotComputeError):
        Count(*numbers)


def test_cell_is_said_in_words():
    assert said(EVERYBODY) == "everybody"
    assert said(cell(setting="home", region="North")) == "region North, setting home"


def test_two_tables_of_a_release_must_agree():
    first = Published({}, {EVERYBODY: 10})
    assert Release("1", (first, first)).values == {EVERYBODY: 10}
    with pytest.raises(CannotComputeError, match="two tables of 1 differ about everybody"):
        _ = Release("1", (first, Published({}, {EVERYBODY: 15}))).values
