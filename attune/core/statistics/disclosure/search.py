"""How far apart two solutions are in one variable, without solving everything at once.

Two walls close in on each variable. From within: solutions that really fit all releases, each made from another
by shifting cells by the same number over a stretch of releases; that is a programme of the size of a few releases,
and one answer moves many cells. From without: what a window of releases by itself leaves open, which is never
less than what all of them leave. Stretches get shorter and windows longer until the walls meet; at the last step both are
the whole system in whole numbers, so that the answer is exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from attune.core.statistics.disclosure.system import (
    System,
    bounded,
    tightened,
    windowed,
)
from attune.core.statistics.errors import CannotComputeError

SOLVED = 0
IDLE = 2  # tries that clear little, before another way is taken
ENOUGH = 0.9  # of what was left is still left: little
EDGE = 1e-6  # how near to a whole number a solver comes
NOTHING_FITS = "no counts fit what was published: the releases contradict each other"


@dataclass
class Search:
    """system: with narrow ranges. base: the solution that is shifted next. least, greatest: what each variable
    was in any solution so far (shape: variables). found: these solutions."""

    system: System
    base: np.ndarray
    least: np.ndarray
    greatest: np.ndarray
    found: list[np.ndarray]

    @classmethod
    def of(cls, system: System, starts: Sequence[np.ndarray] = ()) -> "Search":
        """Starts from those of these solutions that fit, or from any. Raises CannotComputeError where none fit."""
        narrow = tightened(bounded(system))
        if narrow is None:
            raise CannotComputeError(NOTHING_FITS)
        fit = [start for start in starts if narrow.holds(start)] or [anything(narrow)]
        return cls(narrow, fit[0], np.min(fit, axis=0), np.max(fit, axis=0), fit)

    def enough(self, apart: int) -> list[np.ndarray]:
        """Of the solutions so far as few as show as much: the base, and each that clears something more."""
        kept, least, greatest = [self.base], self.base, self.base
        for found in self.found[::-1]:
            low, high = np.minimum(least, found), np.maximum(greatest, found)
            before, after = (
                np.count_nonzero(one >= apart) for one in (greatest - least, high - low)
            )
            least, greatest = low, high
            kept += [found] if after > before else []
        return kept

    def not_cleared(self, columns: np.ndarray, apart: int) -> np.ndarray:
        """Those of these variables in which no two solutions so far are this far apart, after many cheap tries:
        first along all releases at once, then around releases where some are left."""
        chance = np.random.default_rng(0)
        releases = int(self.system.number.max()) + 1
        left = columns
        for fine in (0, 1):
            idle = 0
            while len(left) and idle < IDLE:
                middle = int(self.system.number[chance.choice(left)])
                signs = chance.choice([-1.0, 1.0], int(self.system.kind.max()) + 1)
                aim = np.zeros(len(self.base))
                aim[left] = signs[self.system.kind[left]]
                self.push(around(middle, releases, fine), aim, surely=False)
                still = left[self.width()[left] < apart]
                idle += len(still) > ENOUGH * len(left)
                left = still
        return left

    def walls(self, column: int) -> Iterator[tuple[int, int, int, int]]:
        """What one variable can be at least: from without, from within; and at most: from within, from without.
        Closer and closer; the last answer is exact on both sides."""
        low, high = self.system.low[column], self.system.high[column]
        middle, last = int(self.system.number[column]), int(self.system.number.max())
        aim = np.zeros(len(self.base))
        aim[column] = 1.0
        reach = 0
        yield self._walls(column, low, high)
        while True:
            window = range(max(middle - reach, 0), min(middle + reach, last) + 1)
            whole = len(window) == last + 1
            least, most = left_open(self.system, column, window, surely=whole)
            low, high = max(low, least), min(high, most)
            yield self._walls(column, low, high)
            self.push(around(middle, last + 1, reach + 1), aim, surely=True)
            yield self._walls(column, low, high)
            if whole:
                return
            reach = 2 * reach + 1

    def _walls(self, column: int, low: float, high: float) -> tuple[int, int, int, int]:
        return int(low), int(self.least[column]), int(self.greatest[column]), int(high)

    def width(self) -> np.ndarray:
        """How far apart the solutions so far are, in each variable."""
        found: np.ndarray = self.greatest - self.least
        return found

    def push(self, stretches: np.ndarray, aim: np.ndarray, *, surely: bool) -> None:
        """Shifts the base as far as it goes along `aim` (shape: variables), and against it. stretches: for each
        release, the number of its stretch. surely: as in `furthest`."""
        programme = Shift.over(self.system, self.base, stretches)
        for sign in (1.0, -1.0):
            found = programme.furthest(sign * aim, surely=surely)
            if self.system.holds(found):
                self.least, self.greatest = (
                    np.minimum(self.least, found),
                    np.maximum(self.greatest, found),
                )
                self.found.append(found)


def furthest(
    aim: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    constraints: list[LinearConstraint],
    *,
    surely: bool,
) -> np.ndarray:
    """The numbers within these ranges and constraints of the greatest sum along `aim` (all: variables). A linear
    programme, whose answer mostly is whole, and then is the answer in whole numbers; where it is not and
    `surely` is asked, these are searched, too. Raises CannotComputeError where there is none."""
    ranges = Bounds(low, high)
    solved = milp(-aim, bounds=ranges, constraints=constraints)
    if surely and solved.status == SOLVED and not is_whole(solved.x):
        solved = milp(
            -aim,
            integrality=np.ones(len(aim)),
            bounds=ranges,
            constraints=constraints,
            options={"mip_rel_gap": 0.0},
        )
    if solved.status != SOLVED:
        raise CannotComputeError(NOTHING_FITS)
    found: np.ndarray = solved.x
    return np.round(found) if is_whole(found) else found


def is_whole(found: np.ndarray) -> bool:
    return bool(np.all(np.abs(found - np.round(found)) < EDGE))


def anything(system: System) -> np.ndarray:
    """Some solution. Raises CannotComputeError where there is none."""
    nowhere = np.zeros(len(system.names))
    return furthest(nowhere, system.low, system.high, system.constraints, surely=True)


def continued(system: System, before: np.ndarray, sign: np.ndarray) -> np.ndarray | None:
    """A solution for all releases but the newest (shape: their variables, which come first) with one for the newest,
    as far along `sign` (shape: variables) as it goes; None where the two do not go together."""
    newest = int(system.number.max())
    last = windowed(system, range(newest, newest + 1))
    start = len(system.names) - len(last.names)
    low = system.low.copy()
    linked = system.newer >= start
    older, newer = system.older[linked], system.newer[linked]
    low[newer] = np.maximum(low[newer], before[older])
    if np.any(low > system.high):
        return None
    try:
        found = furthest(sign[start:], low[start:], last.high, last.constraints, surely=False)
    except CannotComputeError:
        return None
    return np.concatenate([before, found])


def around(middle: int, releases: int, fine: int) -> np.ndarray:
    """Stretches (for each release, the number of its stretch) that get longer away from one release: those
    nearer than `fine` are stretches by themselves. 0: one stretch of all."""
    if fine == 0:
        return np.zeros(releases, dtype=int)
    away = np.arange(releases) - middle
    far = np.maximum(np.abs(away) - fine + 1, 0)
    near = np.minimum(np.abs(away), fine - 1)
    _keys, found = np.unique(
        np.sign(away) * (near + np.ceil(np.log2(far + 1))), return_inverse=True
    )
    return found


def left_open(system: System, column: int, window: range, *, surely: bool) -> tuple[float, float]:
    """What these releases by themselves leave open for one variable: its least and its greatest, or, where
    not `surely`, whole numbers beyond these."""
    part = windowed(system, window)
    aim = np.zeros(len(part.names))
    aim[part.place[system.names[column]]] = 1.0
    low, high = (
        float(aim @ furthest(sign * aim, part.low, part.high, part.constraints, surely=surely))
        for sign in (-1.0, 1.0)
    )
    return float(np.ceil(low - EDGE)), float(np.floor(high + EDGE))


@dataclass(frozen=True)
class Shift:
    """The programme of shifts: one variable for each cell and stretch, `group` of each variable of the system."""

    base: np.ndarray
    group: np.ndarray
    low: np.ndarray
    high: np.ndarray
    constraints: list[LinearConstraint]

    @classmethod
    def over(cls, system: System, base: np.ndarray, stretches: np.ndarray) -> "Shift":
        """All shifts of this solution that are the same over each stretch."""
        stretch = stretches[system.number]
        _keys, group = np.unique(
            stretch * (system.kind.max() + 1) + system.kind, return_inverse=True
        )
        size = int(group.max()) + 1
        low, high = np.full(size, -np.inf), np.full(size, np.inf)
        np.maximum.at(low, group, system.low - base)
        np.minimum.at(high, group, system.high - base)
        constraints = [*_sums(system, stretch, group, size), *_steps(system, base, group, size)]
        return cls(base, group, low, high, constraints)

    def furthest(self, aim: np.ndarray, *, surely: bool) -> np.ndarray:
        """The shifted numbers that go furthest along `aim`. Where not `surely`, they may not be whole."""
        shift = furthest(
            np.bincount(self.group, aim, len(self.low)),
            self.low,
            self.high,
            self.constraints,
            surely=surely,
        )
        found: np.ndarray = self.base + shift[self.group]
        return found


def _sums(
    system: System, stretch: np.ndarray, group: np.ndarray, size: int
) -> Iterator[LinearConstraint]:
    """Each sum once for each stretch."""
    if not system.equal.shape[0]:
        return
    start = stretch[system.equal.indices[system.equal.indptr[:-1]]]
    _keys, once = np.unique(start * (system.rule.max() + 1) + system.rule, return_index=True)
    kept = system.equal[once]
    yield LinearConstraint(
        csr_matrix((kept.data, group[kept.indices], kept.indptr), shape=(len(once), size)), 0, 0
    )


def _steps(
    system: System, base: np.ndarray, group: np.ndarray, size: int
) -> Iterator[LinearConstraint]:
    """From one stretch to the next, nothing may shrink."""
    across = group[system.newer] != group[system.older]
    newer, older = system.newer[across], system.older[across]
    if not len(newer):
        return
    keys, place = np.unique(group[newer] * size + group[older], return_inverse=True)
    room = np.full(len(keys), np.inf)
    np.minimum.at(room, place, base[newer] - base[older])
    count = np.arange(len(keys))
    matrix = csr_matrix(
        (
            np.repeat([1.0, -1.0], len(keys)),
            (np.tile(count, 2), np.concatenate([keys // size, keys % size])),
        ),
        shape=(len(keys), size),
    )
    yield LinearConstraint(matrix, -room, np.inf)
