"""What can be worked out, against every possibility tried one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from attune.core.statistics.disclosure.attacker import attack, pinned
from attune.core.statistics.disclosure.rules import Rules
from attune.core.statistics.disclosure.system import system_of
from attune.core.statistics.disclosure.tables import EVERYBODY, Published, Release, cells, relations
from attune.core.statistics.errors import CannotComputeError

EXACT = Rules(least=3, base=1, services=1, dominance=1, apart=1)
ROUND = Rules(least=3, base=3, services=1, dominance=1, apart=1)
SQUARE = {"a": ("1", "2"), "b": ("1", "2")}
LINE = {"a": ("1", "2", "3")}


def a(number):
    return frozenset({("a", str(number))})


def line(total, *values, name="1"):
    shown = {EVERYBODY: total} | {a(place): value for place, value in enumerate(values, start=1)}
    return Release(name, (Published({"a": tuple(str(n + 1) for n in range(len(values)))}, shown),))


def published(dimensions, finest, rules, also=()):
    """A release of a table with these numbers in its finest cells."""
    numbers = dict(finest)
    for cell in cells(dimensions):
        if cell not in numbers:
            numbers[cell] = sum(value for each, value in finest.items() if cell <= each)
    values = {
        cell: None if number < rules.least or cell in also else rules.rounded(number)
        for cell, number in numbers.items()
    }
    return Release("1", (Published(dimensions, values),))


def by_trying(release, rules, most):
    """Every table of whole numbers up to `most` that fits; what its hidden cells can be."""
    (table,) = release.tables
    finest = [cell for cell in table.values if len(cell) == len(table.dimensions)]
    tried = np.array(list(product(range(most + 1), repeat=len(finest))))
    numbers = {
        cell: tried[:, [cell <= each for each in finest]].sum(axis=1) for cell in table.values
    }
    fits = np.ones(len(tried), dtype=bool)
    for cell, value in table.values.items():
        low, high = rules.known(value)
        fits &= (numbers[cell] >= low) & (numbers[cell] <= (np.inf if high is None else high))
    return {cell: set(numbers[cell][fits]) for cell, value in table.values.items() if value is None}


@settings(max_examples=25)
@given(some.lists(some.integers(0, 6), min_size=4, max_size=4), some.sampled_from([EXACT, ROUND]))
def test_ends_are_those_found_by_trying_every_table(numbers, rules):
    finest = dict(zip([cell for cell in cells(SQUARE) if len(cell) == 2], numbers, strict=True))
    release = published(SQUARE, finest, rules)
    tried = by_trying(release, rules, 12)
    for found in attack([release], rules):
        assert found.low == min(tried[found.cell])
        if found.high is not None and found.high <= 12:
            assert found.high == max(tried[found.cell])
            assert found.is_exact() == (len(tried[found.cell]) == 1)


def test_one_hidden_cell_beside_exact_numbers_is_pinned():
    release = line(20, 9, 9, None)
    (found,) = pinned([release], EXACT)
    assert (found.release, found.cell, found.low, found.high) == ("1", a(3), 2, 2)
    assert found.is_exact()


def test_rounding_leaves_room():
    (found,) = attack([line(20, 10, 10, None)])
    assert (found.low, found.high) == (0, 6)  # 18 to 22, less 8 to 12 twice
    assert pinned([line(20, 10, 10, None)]) == []


def test_two_hidden_cells_can_still_be_known_together():
    found = attack([line(9, 9, None, None)], EXACT)
    assert [(one.low, one.high) for one in found] == [(0, 0), (0, 0)]


def test_two_tables_are_joined_by_what_they_share():
    first = Published({"a": ("1", "2")}, {EVERYBODY: 20, a(1): None, a(2): None})
    b = [frozenset({("b", name)}) for name in "12"]
    second = Published({"b": ("1", "2")}, {EVERYBODY: 20, b[0]: 9, b[1]: None})
    found = attack([Release("1", (first, second))], EXACT)
    assert {one.cell: (one.low, one.high) for one in found} == {
        a(1): (0, 20),
        a(2): (0, 20),
        b[1]: (11, 11),
    }


def test_counts_that_only_grow_tell_more_from_release_to_release():
    releases = [line(10, 8, None, name="1"), line(10, 9, None, name="2")]
    assert [(one.low, one.high) for one in attack(releases, EXACT)] == [(2, 2), (1, 1)]
    grown = [line(11, None, None, 8, name="1"), line(12, None, None, 9, name="2")]
    loose = attack(grown, EXACT)
    assert [(one.low, one.high) for one in loose] == [(0, 3)] * 4
    tight = attack([line(3, 3, None, name="1"), line(3, 3, None, name="2")], EXACT, growing=True)
    assert [(one.low, one.high) for one in tight] == [(0, 0), (0, 0)]


def test_hidden_total_has_no_end():
    (first, second) = attack([line(None, 10, None)])
    assert (first.low, first.high, second.low, second.high) == (8, None, 0, None)
    assert not first.is_pinned(Rules())


def test_releases_that_contradict_each_other_are_refused():
    with pytest.raises(CannotComputeError, match="no counts fit"):
        attack([line(10, 30, None)], EXACT)
    with pytest.raises(CannotComputeError, match="no counts fit"):
        pinned([line(10, 30, None)], EXACT)


def test_number_of_everybody_alone_can_be_anything():
    (found,) = attack([Release("1", (Published({}, {EVERYBODY: None}),))])
    assert (found.low, found.high) == (0, None)


def test_nothing_hidden_is_nothing_found():
    assert attack([line(20, 10, 10)]) == []
    assert pinned([line(20, 10, 10)]) == []


@settings(max_examples=25)
@given(some.lists(some.integers(0, 12), min_size=4, max_size=4), some.integers(1, 4))
def test_quick_way_finds_the_same(numbers, apart):
    rules = Rules(least=3, base=3, services=1, dominance=1, apart=apart)
    finest = dict(zip([cell for cell in cells(SQUARE) if len(cell) == 2], numbers, strict=True))
    release = published(SQUARE, finest, rules)
    slow = [one for one in attack([release], rules) if one.is_pinned(rules)]
    assert pinned([release], rules) == slow


def test_equations_are_those_of_the_table():
    system = system_of([line(20, 10, None, 10)], Rules(), growing=True)
    assert (system.equal.shape, system.growth.shape) == ((1, 4), (0, 4))
    assert len(list(relations(LINE))) == 1
