"""The equations of releases, and how far they narrow by themselves."""

import numpy as np

from attune.core.statistics.disclosure.rules import Rules
from attune.core.statistics.disclosure.system import bounded, system_of, tightened, windowed
from attune.core.statistics.disclosure.tables import EVERYBODY, Published, Release

EXACT = Rules(least=3, base=1, services=1, dominance=1, apart=1)
A, B = (frozenset({("a", name)}) for name in "12")


def line(total, first, second, name="1"):
    return Release(name, (Published({"a": ("1", "2")}, {EVERYBODY: total, A: first, B: second}),))


def everybody(total, name):
    return Release(name, (Published({}, {EVERYBODY: total}),))


def test_equations_are_those_of_the_table():
    system = system_of([line(20, 10, None)], EXACT, growing=True)
    assert (system.equal.shape, system.growth.shape) == ((1, 3), (0, 3))
    assert list(system.hidden) == [False, False, True]
    assert system.holds(np.array([20.0, 10.0, 10.0]))
    assert not system.holds(np.array([20.0, 10.0, 9.0]))
    assert not system.holds(np.array([21.0, 10.0, 11.0]))


def test_sum_of_two_tables_stands_once():
    (table,) = line(20, 10, None).tables
    system = system_of([Release("1", (table, table))], EXACT, growing=False)
    assert system.equal.shape == (1, 3)
    assert len(system.constraints) == 1


def test_releases_without_a_cell_do_not_break_its_growth():
    """By hand: A was 5; a release later it isn't told of; then it is 5 at least, and at most 6."""
    releases = [line(9, 5, 4, "1"), everybody(9, "2"), line(9, None, None, "3")]
    system = system_of(releases, EXACT, growing=True)
    ends = tightened(bounded(system))
    place = system.place[2, A]
    assert (ends.low[place], ends.high[place]) == (5, 5)
    assert not system.holds(np.array([9, 5, 4, 9, 9, 4, 5.0]))


def test_range_is_narrowed_by_all_equations_in_turn():
    """By hand: 20 less 17 is 3 for B; where counts only grow, it was 3 or less the time before."""
    releases = [line(None, None, None, "1"), line(20, 17, None, "2")]
    ends = tightened(bounded(system_of(releases, EXACT, growing=True)))
    assert list(ends.low) == [0, 0, 0, 20, 17, 3]
    assert list(ends.high) == [20, 17, 3, 20, 17, 3]


def test_nothing_is_left_where_releases_contradict_each_other():
    assert tightened(bounded(system_of([line(20, 30, None)], EXACT, growing=False))) is None


def test_tightening_that_is_cut_short_is_wider_and_still_right():
    releases = [line(None, None, None, "1"), line(20, 17, None, "2")]
    system = bounded(system_of(releases, EXACT, growing=True))
    short, long = tightened(system, rounds=0), tightened(system)
    assert np.all(short.low <= long.low)
    assert np.all(short.high >= long.high)
    assert np.any(short.high > long.high)


def test_window_says_what_its_releases_say_alone():
    releases = [line(9, 5, None, "1"), line(9, 5, None, "2"), line(9, 5, None, "3")]
    system = system_of(releases, EXACT, growing=True)
    part = windowed(system, range(1, 3))
    assert part.names == system.names[3:]
    assert (part.equal.shape, part.growth.shape) == ((2, 6), (3, 6))
    assert (list(part.older), list(part.newer)) == ([0, 1, 2], [3, 4, 5])
    assert part.holds(np.array([9, 5, 4, 9, 5, 4.0]))
