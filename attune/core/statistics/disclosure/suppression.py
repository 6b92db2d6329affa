"""Which further cells have to be hidden, so that nobody can work out one that is.

The cell suppression problem with interval protection, solved by cuts (Fischetti & Salazar 2001, Management
Science 47:1008–1027): a master programme chooses the cheapest cells to hide; for each hidden cell a linear
programme plays the attacker, and where what is left is too narrow, its dual gives a cut. What the linear
programme lets pass is then tried by the attacker in whole numbers, who decides.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from attune.core.statistics.disclosure.attacker import Place, known_too_well, listed
from attune.core.statistics.disclosure.rules import Reason, Rules, hidden
from attune.core.statistics.disclosure.search import Search, continued
from attune.core.statistics.disclosure.system import System, system_of
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
EDGE = 1e-6
REST = Reason.COMPLEMENTARY

Hidden = tuple[Release, Mapping[Cell, Reason]]
"""A release, and why each cell that is hidden in it is; the reasons never leave."""


@dataclass(frozen=True)
class Publication:
    """A release with all that its publisher should see, and nobody else.

    reasons: why each hidden cell is. protects: for a cell that is hidden for the sake of others, which: the name
    of their release, and the cell. counts: the true count of every cell. solutions: other counts
    that fit this release and all before it, which the next publication starts from.
    """

    release: Release
    reasons: Mapping[Cell, Reason]
    protects: Mapping[Cell, tuple[tuple[str, Cell], ...]]
    counts: Mapping[Cell, int]
    solutions: Sequence[np.ndarray]


@dataclass(frozen=True)
class Cut:
    """Weights of cells of the newest release, of which those that are hidden must reach `need`, so that the
    cell at `place` is not known too well."""

    weights: Mapping[Cell, float]
    need: float
    place: Place


def publish(
    name: str,
    tables: Sequence[tuple[Dimensions, Mapping[Cell, Count]]],
    *,
    earlier: Sequence[Hidden] = (),
    rules: Rules | None = None,
    growing: bool = False,
    counts: Sequence[Mapping[Cell, int]] = (),
) -> Hidden:
    """The release of these tables, with the reason for each cell that is hidden in it.

    earlier: every release before it, oldest first: what they say together with this one stays protected, too.
    growing: as in `attack`. counts: the true counts of every earlier release, where they are still
    held: the answer is as safe without them, but takes longer. Raises CannotComputeError where no choice of this
    release's cells would do.
    """
    found = publication(name, tables, earlier=earlier, rules=rules, growing=growing, counts=counts)
    return found.release, found.reasons


def publication(
    name: str,
    tables: Sequence[tuple[Dimensions, Mapping[Cell, Count]]],
    *,
    earlier: Sequence[Hidden] = (),
    rules: Rules | None = None,
    growing: bool = False,
    counts: Sequence[Mapping[Cell, int]] = (),
    solutions: Sequence[np.ndarray] = (),
) -> Publication:
    """As `publish`, with what its publisher should see. solutions: those of the publication before, for speed."""
    rules = rules or Rules()
    joined = _joined(tables)
    true = {cell: count.number for cell, count in joined.items()}
    reasons = hidden(joined, rules)
    # Where nothing is known of growth, no earlier release says anything about this one.
    linked = earlier if growing else ()
    before = [release for release, _reasons in linked]
    among = {
        (number, cell)
        for number, found in enumerate([*(found for _release, found in linked), reasons])
        for cell, why in found.items()
        if why is not REST
    }
    linked_counts = counts if growing else ()
    held = [*linked_counts, true] if len(linked_counts) == len(before) else []
    chosen = set(reasons)
    cuts: list[Cut] = []
    while True:
        release = _release(name, tables, chosen, rules)
        every = [*before, release]
        search = _search(every, rules, held, solutions if growing else ())
        weak = known_too_well(search, among, rules)
        if not weak:
            further = chosen - reasons.keys()
            why = {**reasons, **dict.fromkeys(further, REST)}
            protects = _protects(further, cuts, [one.name for one in every])
            return Publication(release, why, protects, true, search.enough(rules.apart))
        cuts += _cuts(every, weak, joined.keys() - chosen, rules)
        chosen = set(reasons) | _cheapest(name, joined, reasons.keys(), cuts)


def _search(
    releases: Sequence[Release],
    rules: Rules,
    counts: Sequence[Mapping[Cell, int]],
    solutions: Sequence[np.ndarray],
) -> Search:
    """A search over these releases that starts from the true counts, and from solutions for all but the newest."""
    system = system_of(releases, rules, growing=True)
    starts = [listed(system, counts)] if counts else []
    chance = np.random.default_rng(0)
    for solution in solutions:
        found = continued(system, solution, chance.choice([-1.0, 1.0], len(system.names)))
        starts += [] if found is None else [found]
    return Search.of(system, starts)


def _protects(
    further: Set[Cell], cuts: Sequence[Cut], names: Sequence[str]
) -> dict[Cell, tuple[tuple[str, Cell], ...]]:
    """The cells for which each was asked to be hidden, in the order they were found weak."""
    return {
        cell: tuple(
            dict.fromkeys(
                (names[cut.place[0]], cut.place[1])
                for cut in cuts
                if cut.weights.get(cell, 0) > EDGE
            )
        )
        for cell in sorted(further, key=said)
    }


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
    weak: Sequence[Place],
    shown: Set[Cell],
    rules: Rules,
) -> list[Cut]:
    """A cut for each cell that is known too well. The releases of the cell and the newest are asked first: what
    these must reach by themselves all must reach together. Where the linear programme sees no need,
    one more cell is asked for."""
    newest = len(releases) - 1
    found = []
    for number, cell in weak:
        for asked in (sorted({number, newest}), list(range(newest + 1))):
            part = system_of([releases[one] for one in asked], rules, growing=True)
            cut = _cut(part, (asked.index(number), cell), len(asked) - 1, shown, rules)
            if cut is not None:
                break
        weights, need = cut or (dict.fromkeys(shown, 1.0), 1.0)
        found.append(Cut(weights, need, (number, cell)))
    return found


def _cut(
    system: System, place: Place, newest: int, shown: Set[Cell], rules: Rules
) -> tuple[dict[Cell, float], float] | None:
    """What the linear programme asks for this cell; None where it leaves it room enough."""
    ended = replace(system, high=np.minimum(system.high, FAR))
    low, low_gain = _reach(ended, system.place[place], 1.0)
    high, high_gain = _reach(ended, system.place[place], -1.0)
    lacking = rules.apart - (high - low)
    if lacking <= EDGE:
        return None
    gain = low_gain + high_gain
    return {cell: float(gain[system.place[newest, cell]]) for cell in shown}, lacking


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
    rows = [[min(cut.weights.get(cell, 0.0), cut.need) for cell in others] for cut in cuts]
    needs = np.array([cut.need for cut in cuts])
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
