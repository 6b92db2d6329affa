"""Which further cells have to be hidden, so that nobody can work out one that is.

The cell suppression problem with interval protection, solved by cuts (Fischetti & Salazar 2001, Management
Science 47:1008–1027): a master programme chooses the cheapest cells to hide; for each hidden cell a linear
programme plays the attacker, and where what is left is too narrow, its dual gives a cut. What the linear
programme lets pass is then tried by the attacker in whole numbers, who decides.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from attune.core.statistics.disclosure.attacker import System, pinned, system_of
from attune.core.statistics.disclosure.rules import Reason, Rules, hidden
from attune.core.statistics.disclosure.tables import (
    Cell,
    Count,
    Dimensions,
    Published,
    Release,
    said,
)
from attune.core.statistics.errors import CannotComputeError

FAR = 1e6  # an end for the linear programmes, far beyond any count of a release


Hidden = tuple[Release, Mapping[Cell, Reason]]
"""A release, and why each cell that is hidden in it is; the reasons never leave."""


def publish(
    name: str,
    tables: Sequence[tuple[Dimensions, Mapping[Cell, Count]]],
    *,
    earlier: Sequence[Hidden] = (),
    rules: Rules | None = None,
    growing: bool = False,
) -> Hidden:
    """The release of these tables, with the reason for each cell that is hidden in it.

    earlier: every release before it, oldest first: what they say together with this one stays protected, too.
    growing: as in `attack`. Raises CannotComputeError where no choice of this release's cells would do.
    """
    rules = rules or Rules()
    counts = _joined(tables)
    reasons = hidden(counts, rules)
    chosen, cuts = set(reasons), []
    before = [release for release, _reasons in earlier]
    known = [
        {cell for cell, why in found.items() if why is not REST} for _release, found in earlier
    ]
    while True:
        release = _release(name, tables, chosen, rules)
        every = [*before, release]
        weak = _weak(every, [*known, set(reasons)], rules, growing=growing)
        if not weak:
            further = dict.fromkeys(chosen - reasons.keys(), REST)
            return release, {**reasons, **further}
        cuts += _cuts(every, weak, counts.keys() - chosen, rules, growing=growing)
        chosen = set(reasons) | _cheapest(name, counts, reasons.keys(), cuts)


REST = Reason.COMPLEMENTARY
Cut = tuple[Mapping[Cell, float], float]


def _weak(
    releases: Sequence[Release], known: Sequence[set[Cell]], rules: Rules, *, growing: bool
) -> list[tuple[int, Cell]]:
    """The cells that are hidden for their own sake and known too well."""
    number_of = {release.name: number for number, release in enumerate(releases)}
    found = pinned(releases, rules, growing=growing)
    places = [(number_of[one.release], one.cell) for one in found]
    return [(number, cell) for number, cell in places if cell in known[number]]


def _joined(tables: Sequence[tuple[Dimensions, Mapping[Cell, Count]]]) -> dict[Cell, Count]:
    found: dict[Cell, Count] = {}
    for _dimensions, counts in tables:
        for cell, count in counts.items():
            if found.setdefault(cell, count) != count:
                raise CannotComputeError(f"two tables count {said(cell)} differently")
    return found


def _release(
    name: str,
    tables: Sequence[tuple[Dimensions, Mapping[Cell, Count]]],
    chosen: set[Cell],
    rules: Rules,
) -> Release:
    return Release(
        name,
        tuple(
            Published(
                dimensions,
                {
                    cell: None if cell in chosen else rules.rounded(count.number)
                    for cell, count in counts.items()
                },
            )
            for dimensions, counts in tables
        ),
    )


def _cuts(
    releases: Sequence[Release],
    weak: Sequence[tuple[int, Cell]],
    shown: Set[Cell],
    rules: Rules,
    *,
    growing: bool,
) -> list[Cut]:
    """For each cell that is known too well: weights of cells of the newest release, of which those that
    are hidden must reach a sum. Where the linear programme sees no need, one more cell is asked for."""
    system = system_of(releases, rules, growing=growing)
    system = replace(system, high=np.minimum(system.high, FAR))
    column_of = {cell: system.index(len(releases) - 1, cell) for cell in shown}
    everywhere = np.ones(len(system.names))
    found: list[Cut] = []
    for place in weak:
        low, low_gain = _reach(system, system.index(*place), 1.0)
        high, high_gain = _reach(system, system.index(*place), -1.0)
        lacking = rules.apart - (high - low)
        gain, need = (low_gain + high_gain, lacking) if lacking > EDGE else (everywhere, 1.0)
        found.append(({cell: float(gain[column]) for cell, column in column_of.items()}, need))
    return found


EDGE = 1e-6


def _reach(system: System, column: int, sign: float) -> tuple[float, np.ndarray]:
    """The end of what a variable can be, and how much further it would be, at most, for each variable
    that were hidden as well (shape: variables, in counts)."""
    aim = np.zeros(len(system.names))
    aim[column] = sign
    solved = linprog(
        aim,
        A_ub=-system.growth if system.growth.shape[0] else None,
        b_ub=np.zeros(system.growth.shape[0]) if system.growth.shape[0] else None,
        A_eq=system.equal if system.equal.shape[0] else None,
        b_eq=np.zeros(system.equal.shape[0]) if system.equal.shape[0] else None,
        bounds=np.column_stack([system.low, system.high]),
        method="highs",
    )
    gain = -solved.upper.marginals * (FAR - system.high) + solved.lower.marginals * system.low
    return sign * float(solved.fun), np.maximum(gain, 0)


def _cheapest(
    name: str, counts: Mapping[Cell, Count], own: Set[Cell], cuts: Sequence[Cut]
) -> set[Cell]:
    """The further cells of the smallest sum of counts that meet every cut."""
    others = sorted(counts.keys() - own, key=said)
    rows = [[min(cut.get(cell, 0.0), need) for cell in others] for cut, need in cuts]
    needs = np.array([need for _cut, need in cuts])
    solved = milp(
        np.array([1.0 + counts[cell].number for cell in others]),
        integrality=np.ones(len(others)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(np.array(rows), needs - EDGE, np.inf)],
    )
    if solved.status != 0:
        raise CannotComputeError(
            f"{name} can't be protected: what was published gives too much away already"
        )
    return {cell for cell, taken in zip(others, solved.x, strict=True) if taken > 0.5}
