"""Everything that releases say, as equations over whole numbers.

A variable is one cell of one release. What adds up is an equation; what only grows is an order of two variables;
what was shown is a range.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_matrix

from attune.core.statistics.disclosure.rules import Rules
from attune.core.statistics.disclosure.tables import Cell, Release, relations

FAR = 1e5  # an end for what has none, far beyond any count that is hidden
ROUNDS = 100  # of tightening; what is left after them is right, if wider than need be


@dataclass(frozen=True)
class System:
    """All equations at once: `equal` · x = 0, `growth` · x ≥ 0, low ≤ x ≤ high (infinite where there is no end).

    number: the release of each variable, counted from 0; kind: its cell, the same in every release; rule: the
    sum that a row of `equal` states, the same in every release. older, newer: the two variables of each row
    of growth. place: where a variable is; hidden: those that were not shown.
    """

    names: list[tuple[int, Cell]]
    place: dict[tuple[int, Cell], int]
    number: np.ndarray
    kind: np.ndarray
    rule: np.ndarray
    equal: csr_matrix
    growth: csr_matrix
    older: np.ndarray
    newer: np.ndarray
    low: np.ndarray
    high: np.ndarray
    hidden: np.ndarray

    @property
    def constraints(self) -> list[LinearConstraint]:
        """For a solver of scipy's, which refuses a matrix of no rows."""
        found = []
        if self.equal.shape[0]:
            found.append(LinearConstraint(self.equal, 0, 0))
        if self.growth.shape[0]:
            found.append(LinearConstraint(self.growth, 0, np.inf))
        return found

    def holds(self, counts: np.ndarray) -> bool:
        """Whether these whole numbers (shape: variables) fit everything that was said."""
        return bool(
            np.all(self.equal @ counts == 0)
            and np.all(counts[self.newer] >= counts[self.older])
            and np.all((counts >= self.low) & (counts <= self.high))
        )


def system_of(releases: Sequence[Release], rules: Rules, *, growing: bool) -> System:
    """The equations of these releases, oldest first. growing: a count is no smaller than in the release before
    that had its cell."""
    values = [release.values for release in releases]
    names = [(number, cell) for number, found in enumerate(values) for cell in found]
    place = {name: column for column, name in enumerate(names)}
    known = [rules.known(values[number][cell]) for number, cell in names]
    sums = [
        (number, found)
        for number, release in enumerate(releases)
        for found in dict.fromkeys(
            each for table in release.tables for each in relations(table.dimensions)
        )
    ]
    equal = [
        {place[number, whole]: 1} | {place[number, part]: -1 for part in parts}
        for number, (whole, parts) in sums
    ]
    pairs = _before(names) if growing else []
    older, newer = (np.array([pair[end] for pair in pairs], dtype=int) for end in (0, 1))
    return System(
        names,
        place,
        np.array([number for number, _cell in names], dtype=int),
        _kinds([cell for _number, cell in names]),
        _kinds([found for _number, found in sums]),
        rows(equal, len(names)),
        rows([{after: 1, before: -1} for before, after in pairs], len(names)),
        older,
        newer,
        np.array([low for low, _high in known], dtype=float),
        np.array([np.inf if high is None else high for _low, high in known], dtype=float),
        np.array([values[number][cell] is None for number, cell in names], dtype=bool),
    )


def _kinds(found: Sequence[Hashable]) -> np.ndarray:
    """Equal things by equal numbers from 0."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(each, len(numbers)) for each in found], dtype=int)


def _before(names: Sequence[tuple[int, Cell]]) -> list[tuple[int, int]]:
    """Each variable of which an earlier release has the cell, after the latest such one."""
    last: dict[Cell, int] = {}
    pairs = []
    for column, (_number, cell) in enumerate(names):
        if cell in last:
            pairs.append((last[cell], column))
        last[cell] = column
    return pairs


def rows(found: Sequence[dict[int, int]], width: int) -> csr_matrix:
    """A matrix from what stands in each row, by column."""
    across = [column for row in found for column in row]
    numbers = [float(number) for row in found for number in row.values()]
    ends = [0, *accumulate(len(row) for row in found)]
    return csr_matrix((numbers, across, ends), shape=(len(found), width))


def windowed(system: System, window: range) -> System:
    """What a run of releases says by itself: their variables, and all that is said of nothing else."""
    kept = (system.number >= window.start) & (system.number < window.stop)
    sums = kept[system.equal.indices[system.equal.indptr[:-1]]]
    steps = kept[system.newer] & kept[system.older]
    column = np.cumsum(kept) - 1
    names = [name for name, inside in zip(system.names, kept, strict=True) if inside]
    return System(
        names,
        {name: place for place, name in enumerate(names)},
        system.number[kept],
        system.kind[kept],
        system.rule[sums],
        system.equal[sums][:, kept],
        system.growth[steps][:, kept],
        column[system.older[steps]],
        column[system.newer[steps]],
        system.low[kept],
        system.high[kept],
        system.hidden[kept],
    )


def bounded(system: System) -> System:
    """The same with an end for every variable, far beyond what published counts allow together."""
    ends = system.high[np.isfinite(system.high)]
    room = float(ends.sum() + system.low.sum()) + FAR
    return replace(system, high=np.minimum(system.high, system.low + room))


def tightened(system: System, rounds: int = ROUNDS) -> System | None:
    """The same solutions with narrower ranges: each equation narrows each of its variables by what the others
    can be, again and again. None where a range is empty, so that no counts fit. Every range must have ends."""
    matrix = system.equal.tocoo()
    row, column, positive = matrix.row, matrix.col, matrix.data > 0
    low, high = system.low.copy(), system.high.copy()
    for _round in range(rounds):
        before = low.copy(), high.copy()
        least = np.where(positive, low[column], -high[column])  # of each term of an equation
        most = np.where(positive, high[column], -low[column])
        all_least = np.bincount(row, least, system.equal.shape[0])
        all_most = np.bincount(row, most, system.equal.shape[0])
        end, start = least - all_least[row], most - all_most[row]  # of a term, given the others
        np.minimum.at(high, column, np.where(positive, end, -start))
        np.maximum.at(low, column, np.where(positive, start, -end))
        _grown(system, low, high)
        if np.any(low > high):
            return None
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            break
    return replace(system, low=low, high=high)


def _grown(system: System, low: np.ndarray, high: np.ndarray) -> None:
    """Carries least counts on to later releases, and greatest ones back, in place."""
    for number in np.unique(system.number[system.newer]):
        here = system.number[system.newer] == number
        low[system.newer[here]] = np.maximum(low[system.newer[here]], low[system.older[here]])
    for number in np.unique(system.number[system.older])[::-1]:
        here = system.number[system.older] == number
        high[system.older[here]] = np.minimum(high[system.older[here]], high[system.newer[here]])
