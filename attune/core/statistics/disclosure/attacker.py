"""What an outsider can work out from everything that was ever published together.

The attacker knows all releases, what adds up to what, the rule of rounding, and, where it is so, that counts
only grow from one release to the next. For each hidden cell the smallest and the greatest whole number
that fit are found by integer programming (HiGHS): exact, where a linear programme would be too hopeful.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from attune.core.statistics.disclosure.rules import Found, Rules
from attune.core.statistics.disclosure.tables import Cell, Release, relations
from attune.core.statistics.errors import CannotComputeError


@dataclass(frozen=True)
class System:
    """All equations at once. Variables are cells of releases; `equal` · x = 0; `growth` · x ≥ 0;
    low ≤ x ≤ high (infinite where there is no end)."""

    names: list[tuple[int, Cell]]
    equal: csr_matrix
    growth: csr_matrix
    low: np.ndarray
    high: np.ndarray

    def index(self, release: int, cell: Cell) -> int:
        """The variable of this cell in the release of this number."""
        return self.names.index((release, cell))


def system_of(releases: Sequence[Release], rules: Rules, *, growing: bool) -> System:
    """The equations of these releases, oldest first. growing: counts of a later one are no smaller."""
    values = [release.values for release in releases]
    names = [(number, cell) for number, found in enumerate(values) for cell in found]
    place = {name: column for column, name in enumerate(names)}
    known = [rules.known(values[number][cell]) for number, cell in names]
    sums = {
        (number, whole, parts)
        for number, release in enumerate(releases)
        for table in release.tables
        for whole, parts in relations(table.dimensions)
    }
    equal = [
        {place[number, whole]: 1.0} | {place[number, part]: -1.0 for part in parts}
        for number, whole, parts in sorted(sums, key=repr)
    ]
    growth = [
        {column: 1.0, place[number - 1, cell]: -1.0}
        for (number, cell), column in place.items()
        if growing and (number - 1, cell) in place
    ]
    return System(
        names,
        _rows(equal, len(names)),
        _rows(growth, len(names)),
        np.array([low for low, _high in known], dtype=float),
        np.array([np.inf if high is None else high for _low, high in known], dtype=float),
    )


def _rows(rows: list[dict[int, float]], width: int) -> csr_matrix:
    places = [(row, column) for row, found in enumerate(rows) for column in found]
    numbers = [number for found in rows for number in found.values()]
    down, across = zip(*places, strict=True) if places else ((), ())
    return csr_matrix((numbers, (down, across)), shape=(len(rows), width))


def attack(
    releases: Sequence[Release], rules: Rules | None = None, *, growing: bool = False
) -> list[Found]:
    """What can be worked out of every hidden cell. Raises CannotComputeError where no counts fit what
    was published: then the releases contradict each other."""
    rules = rules or Rules()
    system = system_of(releases, rules, growing=growing)
    hidden = [
        (column, number, cell)
        for column, (number, cell) in enumerate(system.names)
        if releases[number].values[cell] is None
    ]
    return [
        Found(releases[number].name, cell, *extremes(system, column))
        for column, number, cell in hidden
    ]


def pinned(
    releases: Sequence[Release], rules: Rules | None = None, *, growing: bool = False
) -> list[Found]:
    """The hidden cells that are known too well: the same as those of `attack`, and much faster.

    A cell is cleared as soon as two solutions have been seen that are far enough apart in it; one solution
    mostly clears many.
    """
    rules = rules or Rules()
    system = system_of(releases, rules, growing=growing)
    open_cells = [
        column
        for column, (number, cell) in enumerate(system.names)
        if releases[number].values[cell] is None
    ]
    found = []
    for column in _not_cleared(system, open_cells, rules):
        number, cell = system.names[column]
        one = Found(releases[number].name, cell, *extremes(system, column))
        if one.is_pinned(rules):
            found.append(one)
    return found


def _not_cleared(system: System, columns: Sequence[int], rules: Rules) -> list[int]:
    """Those of which no two solutions far enough apart have turned up."""
    least, greatest = np.full(len(system.names), np.inf), np.full(len(system.names), -np.inf)
    left = list(columns)
    bounded = replace(system, high=np.minimum(system.high, system.low + _room(system)))
    _together(bounded, [], 1.0)  # complains where no counts fit at all
    while left:
        for sign in (1.0, -1.0):
            solution = _together(bounded, left, sign)
            least, greatest = np.minimum(least, solution), np.maximum(greatest, solution)
        still = [column for column in left if greatest[column] - least[column] < rules.apart]
        if len(still) == len(left):
            return still
        left = still
    return []


def _room(system: System) -> float:
    """More than any cell can be over its least: beyond what all published counts allow together."""
    ends = system.high[np.isfinite(system.high)]
    return float(ends.sum() + system.low.sum() + 1)


def _together(system: System, columns: Sequence[int], sign: float) -> np.ndarray:
    """The solution in which these are as small (1) or as great (-1) as they can be together."""
    aim = np.zeros(len(system.names))
    aim[[*columns]] = sign
    solved = milp(
        aim,
        integrality=np.ones(len(system.names)),
        bounds=Bounds(system.low, system.high),
        constraints=list(_constraints(system)),
    )
    if solved.status != SOLVED:
        raise CannotComputeError("no counts fit what was published: " + str(solved.message))
    found: np.ndarray = np.round(solved.x)
    return found


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
        constraints=list(_constraints(system)),
    )
    if solved.status == UNBOUNDED or (solved.status == EITHER and sign < 0):
        return None
    if solved.status != SOLVED:
        raise CannotComputeError("no counts fit what was published: " + str(solved.message))
    return round(float(solved.x[column]))


SOLVED, UNBOUNDED, EITHER = 0, 3, 4


def _constraints(system: System) -> Iterable[LinearConstraint]:
    if system.equal.shape[0]:
        yield LinearConstraint(system.equal, 0, 0)
    if system.growth.shape[0]:
        yield LinearConstraint(system.growth, 0, np.inf)
