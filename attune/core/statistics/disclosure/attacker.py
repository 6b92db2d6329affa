"""What an outsider can work out from everything that was ever published together.

The attacker knows all releases, what adds up to what, the rule of rounding, and, where it is so, that counts
only grow from one release to the next. A hidden cell is pinned where, of all whole numbers that fit all
releases together, the smallest and the greatest that it can be are less than `Rules.apart` from each other.
"""

from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np
from scipy.optimize import Bounds, milp

from attune.core.statistics.disclosure.rules import Found, Rules
from attune.core.statistics.disclosure.search import NOTHING_FITS, SOLVED, Search
from attune.core.statistics.disclosure.system import System, system_of
from attune.core.statistics.disclosure.tables import Cell, Release
from attune.core.statistics.errors import CannotComputeError

UNBOUNDED, EITHER = 3, 4
Place = tuple[int, Cell]
"""A cell of the release of this number, counted from 0."""


def pinned(
    releases: Sequence[Release],
    rules: Rules | None = None,
    *,
    growing: bool = False,
    counts: Sequence[Mapping[Cell, int]] = (),
) -> list[Found]:
    """The hidden cells that are known too well: the same as those of `attack`, and much faster.

    counts: for each release the true count of each cell, or any others that fit, to start the search from. What
    is found does not hang on them; without them the first solution for many growing releases takes a minute.
    Raises as `attack` does.
    """
    rules = rules or Rules()
    return [
        Found(
            releases[start + search.system.names[column][0]].name,
            search.system.names[column][1],
            *_ends(search, column),
        )
        for start, search in searches(releases, rules, growing=growing, counts=counts)
        for column in _weak(search, set(search.system.names), rules)
    ]


def known_too_well(search: Search, among: Set[Place], rules: Rules) -> list[Place]:
    """Those of these cells that are pinned, by the releases of this search."""
    return [search.system.names[column] for column in _weak(search, among, rules)]


def searches(
    releases: Sequence[Release],
    rules: Rules,
    *,
    growing: bool,
    counts: Sequence[Mapping[Cell, int]] = (),
) -> Iterator[tuple[int, Search]]:
    """A search for each set of releases that say something about each other, and the number of the first."""
    numbers = range(len(releases))
    # Where nothing is known of growth, no equation joins two releases.
    for together in [numbers] if growing else [range(number, number + 1) for number in numbers]:
        part = system_of([releases[number] for number in together], rules, growing=growing)
        held = counts[together.start : together.stop]
        yield together.start, Search.of(part, [listed(part, held)] if held else [])


def listed(system: System, counts: Sequence[Mapping[Cell, int]]) -> np.ndarray:
    """The counts of each release in the order of the system's variables; -1, which fits nothing, if one is missing."""
    return np.array([counts[number].get(cell, -1) for number, cell in system.names], dtype=float)


def _weak(search: Search, among: Set[Place], rules: Rules) -> list[int]:
    """The variables of those of these cells that are pinned."""
    asked = np.array([place in among for place in search.system.names], dtype=bool)
    left = search.not_cleared(np.flatnonzero(search.system.hidden & asked), rules.apart)
    return [column for column in left if not _is_clear(search, column, rules.apart)]


def _is_clear(search: Search, column: int, apart: int) -> bool:
    return next(
        greatest - least >= apart
        for low, least, greatest, high in search.walls(column)
        if greatest - least >= apart or high - low < apart
    )


def _ends(search: Search, column: int) -> tuple[int, int]:
    return next(
        (low, high)
        for low, least, greatest, high in search.walls(column)
        if (low, high) == (least, greatest)
    )


def attack(
    releases: Sequence[Release], rules: Rules | None = None, *, growing: bool = False
) -> list[Found]:
    """What can be worked out of every hidden cell, by one whole programme for each end: right, and slow.

    Raises CannotComputeError where no counts fit what was published: then the releases contradict each
    other.
    """
    rules = rules or Rules()
    system = system_of(releases, rules, growing=growing)
    hidden = [
        (column, number, cell)
        for column, (number, cell) in enumerate(system.names)
        if system.hidden[column]
    ]
    return [
        Found(releases[number].name, cell, *extremes(system, column))
        for column, number, cell in hidden
    ]


def extremes(system: System, column: int) -> tuple[int, int | None]:
    """The smallest and the greatest whole number that one variable can be."""
    low = _extreme(system, column, 1.0) or 0
    return low, _extreme(system, column, -1.0)


def _extreme(system: System, column: int, sign: float) -> int | None:
    """None: there is no end on this side."""
    aim = np.zeros(len(system.names))
    aim[column] = sign
    solved = milp(
        aim,
        integrality=np.ones(len(system.names)),
        bounds=Bounds(system.low, system.high),
        constraints=system.constraints,
    )
    if solved.status == UNBOUNDED or (solved.status == EITHER and sign < 0):
        return None
    if solved.status != SOLVED:
        raise CannotComputeError(NOTHING_FITS)
    return round(float(solved.x[column]))
