"""The two walls, against every table tried one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import LinearConstraint

from attune.core.statistics.disclosure.rules import Rules
from attune.core.statistics.disclosure.search import Search, anything, around, continued, furthest
from attune.core.statistics.disclosure.system import bounded, system_of
from attune.core.statistics.disclosure.tables import EVERYBODY, Published, Release
from attune.core.statistics.errors import CannotComputeError

ROUND = Rules(least=3, base=3, services=1, dominance=1, apart=2)
NAMES = ("1", "2", "3")
PARTS = [frozenset({("a", name)}) for name in NAMES]


def line(numbers, rules, name):
    """A release of three parts and their sum, with nothing but small counts hidden."""
    values = {EVERYBODY: sum(numbers), **dict(zip(PARTS, numbers, strict=True))}
    shown = {
        cell: None if number < rules.least else rules.rounded(number)
        for cell, number in values.items()
    }
    return Release(name, (Published({"a": NAMES}, shown),))


def by_trying(releases, rules, most):
    """For each hidden cell of growing releases, all it can be, where no part is more than `most`."""
    paths = [()]
    for number, release in enumerate(releases):
        tables = [
            numbers
            for numbers in product(range(most + 1), repeat=3)
            if all(
                low <= count <= (count if high is None else high)
                for cell, count in {
                    EVERYBODY: sum(numbers),
                    **dict(zip(PARTS, numbers, strict=True)),
                }.items()
                for low, high in [rules.known(release.values[cell])]
            )
        ]
        paths = [
            (*path, table)
            for path in paths
            for table in tables
            if number == 0 or all(a <= b for a, b in zip(path[-1], table, strict=True))
        ]
    return {
        (number, cell): {(*path[number], sum(path[number]))[place] for path in paths}
        for number, release in enumerate(releases)
        for place, cell in enumerate([*PARTS, EVERYBODY])
        if release.values[cell] is None
    }


def grown(steps):
    """Counts that grow: the first, and the first with each step added."""
    return np.cumsum(np.array(steps), axis=0).tolist()


@settings(max_examples=10, deadline=None)
@given(some.lists(some.lists(some.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=2))
def test_walls_meet_at_what_trying_every_table_finds(steps):
    numbers = [[count + 2 for count in row] for row in grown(steps)]
    releases = [line(row, ROUND, str(number)) for number, row in enumerate(numbers)]
    search = Search.of(system_of(releases, ROUND, growing=True))
    for place, can_be in by_trying(releases, ROUND, 12).items():
        column = search.system.place[place]
        *_before, (low, least, greatest, high) = search.walls(column)
        assert (low, high) == (least, greatest) == (min(can_be), max(can_be))


def test_walls_never_cross_on_their_way():
    releases = [line([2, 4 + number, 9 + number], ROUND, str(number)) for number in range(4)]
    search = Search.of(system_of(releases, ROUND, growing=True))
    for column in np.flatnonzero(search.system.hidden):
        steps = list(search.walls(column))
        assert len(steps) > 1
        assert all(low <= least <= greatest <= high for low, least, greatest, high in steps)


def test_start_that_does_not_fit_is_left_and_another_found():
    system = system_of([line([2, 9, 9], ROUND, "1")], ROUND, growing=True)
    wrong, right = np.array([20.0, 2, 9, 10]), np.array([20.0, 2, 9, 9])
    assert system.holds(Search.of(system, [wrong]).base)
    assert list(Search.of(system, [wrong, right]).base) == list(right)


def test_few_solutions_show_as_much_as_all():
    releases = [line([2, 1, 2], ROUND, str(number)) for number in range(3)]
    search = Search.of(system_of(releases, ROUND, growing=True))
    left = search.not_cleared(np.flatnonzero(search.system.hidden), ROUND.apart)
    few = search.enough(ROUND.apart)
    cleared = np.setdiff1d(np.flatnonzero(search.system.hidden), left)
    assert len(few) <= len(search.found) + 1
    assert np.all((np.max(few, axis=0) - np.min(few, axis=0))[cleared] >= ROUND.apart)


def test_solution_goes_on_into_the_next_release_or_not():
    first, second = line([2, 9, 9], ROUND, "1"), line([2, 9, 12], ROUND, "2")
    system = system_of([first, second], ROUND, growing=True)
    sign = np.ones(8)
    found = continued(system, np.array([20.0, 2, 9, 9]), sign)
    assert system.holds(found)
    assert continued(system, np.array([50.0, 32, 9, 9]), sign) is None  # more than the next has
    low = system_of([first, line([1, 9, 9], ROUND, "2")], ROUND, growing=True)
    assert continued(low, np.array([24.0, 4, 10, 10]), sign) is None  # 24 is more than 21 and 1


def test_stretches_get_longer_away_from_a_release():
    assert list(around(3, 9, 0)) == [0] * 9
    assert list(around(2, 8, 1)) == [0, 1, 2, 3, 4, 4, 5, 5]
    assert list(around(2, 6, 9)) == [0, 1, 2, 3, 4, 5]


def test_contradiction_is_refused():
    system = bounded(system_of([line([2, 9, 9], ROUND, "1")], ROUND, growing=True))
    system.high[0] = 0
    system.low[0] = 0
    with pytest.raises(CannotComputeError, match="no counts fit"):
        anything(system)
    with pytest.raises(CannotComputeError, match="no counts fit"):
        Search.of(system)


def test_half_a_person_is_no_answer():
    """Twice x is 3 at most: the linear programme says 1.5."""
    asked = (np.array([1.0]), np.array([0.0]), np.array([9.0]), [LinearConstraint([[2.0]], 0, 3)])
    assert furthest(*asked, surely=False)[0] == pytest.approx(1.5)
    assert furthest(*asked, surely=True)[0] == 1
