"""What follows what: lag-sequential analysis, dominance, chains of turns, and answers in time.

Counts are numbers of transitions; residuals are in standard errors; Q, shares and p have no unit; times are in
any one unit, seconds for instance. A cell that has no figure holds None.

Sources: Bakeman & Quera 2011, Sequential Analysis and Observational Methods, ch. 7–9; Haberman 1973,
Biometrics 29:205–220 (adjusted residuals); Christensen 1997, Log-Linear Models, ch. 10 (with structural zeros);
Wampold & Margolin 1982, Psychol Bull 92:755–765, and Wampold 1984, Psychol Bull 96:424–429 (dominance); O'Connor
1999, Behav Res Methods 31:718–726. Checked against the R package LagSequential 0.1.1 (case 19).
"""

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, ndtr

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.inputs import positive

FITTED = 1e-12
ROUNDS = 5_000

Code = Hashable
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """One code after another: how often, how often by chance, and how sure that it is not chance."""

    given: Code
    target: Code
    observed: int
    expected: float
    probability: float
    adjusted: float | None
    p: float | None
    yules_q: float | None


@dataclass(frozen=True)
class LagTable:
    """All cells that can hold transitions, and the likelihood-ratio test of them together."""

    cells: tuple[Cell, ...]
    g2: float
    freedom: int
    p: float

    def cell(self, given: Code, target: Code) -> Cell:
        """The cell of two codes; refused when the one never occurs or may not follow the other."""
        for each in self.cells:
            if (each.given, each.target) == (given, target):
                return each
        raise CannotComputeError(f"{target} never can follow {given} here")


def transitions(
    sessions: Sequence[Sequence[Code]], codes: Sequence[Code], lag: int = 1
) -> NDArray[np.int64]:
    """Codes × codes: how often the second came `lag` places after the first, within a session."""
    if lag < 1:
        raise CannotComputeError("the lag is below one")
    place = {code: number for number, code in enumerate(codes)}
    if len(place) < len(codes):
        raise CannotComputeError("a code is in the list of codes twice")
    counts = np.zeros((len(codes), len(codes)), dtype=np.int64)
    for session in sessions:
        if not place.keys() >= set(session):
            raise CannotComputeError("a session holds a code that is not in the list of codes")
        for given, target in zip(session, session[lag:], strict=False):
            counts[place[given], place[target]] += 1
    return counts


def lag_sequential(
    counts: Sequence[Sequence[int]] | NDArray[np.int64],
    codes: Sequence[Code],
    *,
    repeats: bool = True,
) -> LagTable:
    """Expected counts, adjusted residuals, Yule's Q and transitional probabilities of each cell.

    `repeats` False: a code cannot follow itself (structural zeros on the diagonal); the expected counts are
    then fitted to both margins by iterative proportional fitting and the residuals use the fit's leverages.
    Codes that nothing follows, or that follow nothing, are left out on that side. p is two-sided.
    """
    table = np.array(counts, dtype=np.float64)
    if table.shape != (len(codes), len(codes)) or not ((table >= 0) & (table < math.inf)).all():
        raise CannotComputeError("there is not one count from 0 up for each pair of codes")
    free = np.ones_like(table, dtype=bool) if repeats else ~np.eye(len(codes), dtype=bool)
    if table[~free].any():
        raise CannotComputeError("a code follows itself, although it was said that none can")
    rows, columns = np.flatnonzero(table.sum(axis=1)), np.flatnonzero(table.sum(axis=0))
    table, free = table[np.ix_(rows, columns)], free[np.ix_(rows, columns)]
    freedom = int(free.sum()) - len(rows) - len(columns) + 1
    if freedom < 1 or not table.size:
        raise CannotComputeError("too few codes occur for chance to have a choice")
    expected = _expected(table, free)
    spread = _leftover(expected, free)
    cells = tuple(
        _cell((codes[rows[i]], codes[columns[j]]), (int(i), int(j)), table, expected, spread)
        for i, j in np.argwhere(free)
    )
    seen = table > 0
    g2 = max(0.0, 2 * float((table[seen] * np.log(table[seen] / expected[seen])).sum()))
    return LagTable(cells, g2, freedom, float(gammaincc(freedom / 2, g2 / 2)))


def _cell(
    names: tuple[Code, Code], at: tuple[int, int], table: Matrix, expected: Matrix, spread: Matrix
) -> Cell:
    both = float(table[at])
    first, last = float(table[at[0]].sum()) - both, float(table[:, at[1]].sum()) - both
    neither = float(table.sum()) - both - first - last
    residual = None
    if spread[at] > FITTED:
        residual = (both - float(expected[at])) / math.sqrt(float(expected[at] * spread[at]))
    p = None if residual is None else float(2 * ndtr(-abs(residual)))
    for_, against = both * neither, first * last
    q = (for_ - against) / (for_ + against) if for_ + against else None
    share = both / (both + first)
    return Cell(*names, int(both), float(expected[at]), share, residual, p, q)


def _expected(table: Matrix, free: NDArray[np.bool_]) -> Matrix:
    """The counts by chance alone that have the same margins."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if free.all():
        return np.asarray(np.outer(rows, columns) / table.sum(), dtype=np.float64)
    fitted = free.astype(np.float64)
    for _ in range(ROUNDS):
        fitted = fitted * (rows / fitted.sum(axis=1))[:, None]
        fitted = fitted * (columns / fitted.sum(axis=0))
        if np.abs(fitted.sum(axis=1) - rows).max() <= FITTED * table.sum():
            return np.asarray(fitted, dtype=np.float64)
    raise CannotComputeError("what can follow what is fixed by how often each code occurs")


def _leftover(expected: Matrix, free: NDArray[np.bool_]) -> Matrix:
    """1 − the leverage of each cell; without structural zeros (1 − row share)·(1 − column share)."""
    total = expected.sum()
    if free.all():
        rows, columns = expected.sum(axis=1) / total, expected.sum(axis=0) / total
        return np.asarray(np.outer(1 - rows, 1 - columns), dtype=np.float64)
    where = np.argwhere(free)
    design = np.zeros((len(where), sum(expected.shape)))
    design[np.arange(len(where)), where[:, 0]] = 1
    design[np.arange(len(where)), expected.shape[0] + where[:, 1]] = 1
    weighted = design * np.sqrt(expected[free])[:, None]
    leverage = (weighted * np.linalg.pinv(weighted).T).sum(axis=1)
    left = np.zeros_like(expected)
    left[free] = 1 - leverage
    return left


# ------------------------------------------------------------------------- dominance


@dataclass(frozen=True)
class Dominance:
    """Does the first influence the second more than the second the first? z in standard errors; p
    one-sided; `opposed`: the one makes the other likelier, the other makes the one rarer."""

    forward: int
    backward: int
    z: float
    p: float
    opposed: bool


def parallel_dominance(codes: Sequence[Code], first: Code, second: Code) -> Dominance:
    """Wampold's test of dominance between two codes of one sequence, at lag 1.

    Under a random order of the n codes a transition is expected n₁n₂/n times with variance
    n₁n₂(n−n₁)(n−n₂)/n²(n−1), and the two directions have covariance n₁n₂(n₁n₂−1)/n(n−1) − (n₁n₂/n)². Departures
    to the same side are compared by forward − backward, to opposite sides by their sum.
    """
    if first == second:
        raise CannotComputeError("a code cannot dominate itself")
    total, one, other = len(codes), codes.count(first), codes.count(second)
    if not one or not other:
        raise CannotComputeError("one of the codes never occurs")
    if total < 3:
        raise CannotComputeError("the sequence is shorter than three codes")
    pairs = list(pairwise(codes))
    forward, backward = pairs.count((first, second)), pairs.count((second, first))
    both = one * other
    expected = both / total
    variance = both * (total - one) * (total - other) / (total**2 * (total - 1))
    shared = both * (both - 1) / (total * (total - 1)) - expected**2
    opposed = (forward - expected) * (backward - expected) < 0
    apart = forward + backward - 2 * expected if opposed else forward - backward
    spread = 2 * (variance + shared if opposed else variance - shared)
    z = apart / math.sqrt(positive("the variance by chance", spread))
    return Dominance(forward, backward, z, float(ndtr(-abs(z))), opposed)


# ------------------------------------------------------------------------- chains of turns


@dataclass(frozen=True)
class Act:
    """What a person did, at a time."""

    time: float
    person: Hashable
    kind: Code


def chains(
    acts: Sequence[Act],
    *,
    opens: Collection[Code],
    continues: Collection[Code],
    longest_pause: float = math.inf,
) -> list[tuple[int, ...]]:
    """Yes-cycles: an act that opens, then acts that continue, each by another person than the one before.

    Gives the places in `acts` of each chain, in their order; a chain of one is an initiative that nobody
    received. A pause longer than `longest_pause` (in the unit of the times) ends a chain.
    """
    if any(not math.isfinite(each.time) for each in acts) or math.isnan(longest_pause):
        raise CannotComputeError("a time is not a finite number")
    if any(one.time > other.time for one, other in pairwise(acts)):
        raise CannotComputeError("the acts are not in the order of their times")
    found: list[list[int]] = []
    running = False
    for at, act in enumerate(acts):
        before = acts[found[-1][-1]] if running else act
        near = act.time - before.time <= longest_pause
        if running and near and act.person != before.person and act.kind in continues:
            found[-1].append(at)
            continue
        running = act.kind in opens
        if running:
            found.append([at])
    return [tuple(each) for each in found]


# ------------------------------------------------------------------------- answers in time


@dataclass(frozen=True)
class Contingency:
    """How many of the first's events the second answered, of how many; the mean share by chance; p."""

    answered: int
    events: int
    by_chance: float
    p: float

    @property
    def share(self) -> float:
        """The share that was answered."""
        return self.answered / self.events


def turn_taking(
    first: Sequence[float],
    second: Sequence[float],
    *,
    within: float,
    duration: float,
    seed: int,
    draws: int = 2_000,
) -> Contingency:
    """Does the second answer the first within a time, more than the second's own rhythm would give?

    Each draw moves all of the second's events by one random time around the recording (0 to
    `duration`), which keeps both rhythms and breaks their tie; p = (1 + draws as high) / (1 + draws), one-sided
    (Davison & Hinkley 1997, Bootstrap Methods, ch. 4). The same seed gives the same p.
    """
    length = positive("the duration", duration)
    if not first or not second:
        raise CannotComputeError("one of the two did nothing")
    if not all(0 <= each < length for each in [*first, *second]):
        raise CannotComputeError("an event is not within the recording")
    asked, said = np.sort(np.array(first, float)), np.array(second, float)
    reach = positive("the time for an answer", within)
    if draws < 1:
        raise CannotComputeError("there are no random draws to compare with")
    answered = _answered(asked, said, reach)
    moves = np.random.default_rng(seed).uniform(0, length, draws)
    chance = [_answered(asked, (said + move) % length, reach) for move in moves]
    as_high = sum(each >= answered for each in chance)
    share = sum(chance) / (draws * len(asked))
    return Contingency(answered, len(asked), share, (1 + as_high) / (1 + draws))


def _answered(asked: Matrix, said: Matrix, reach: float) -> int:
    """How many are followed by another's event, later than themselves and within reach."""
    after = np.append(np.sort(said), math.inf)
    return int((after[np.searchsorted(after, asked, "right")] - asked <= reach).sum())
