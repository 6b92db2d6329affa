"""What may leave a service: sums of which none tells of fewer dyads than the rule allows.

The names of the lowest groups (the practitioners) never leave. Where every row stands alone, practitioners
of one caseload leave together as (caseload: how many, Σs, Σss'), s the sum of a practitioner's rows: no
figure of the nation changes by it. Where dyads repeat, each practitioner stays apart, as a number.

The rule, with `least` dyads (8, as for published counts):

- a service has at least so many dyads;
- so has each caseload, and where dyads repeat each number of occasions that a practitioner's dyads have;
- no sum over the rows that an indicator (0 or 1) picks out, and no difference of such sums, is of fewer:
  with one remote dyad, Σ remote·score would be its score. Tried are sums and differences of up to four
  indicators, the intercept among them. Other fixed effects weigh every row and are not looked at.

Not covered: two shipments whose dyads differ by one tell of that one, so a place ships a closed period, or
waits until `least` dyads have come; and how many dyads there are in a cell of two indicators. The share
of counts that may be published is the matter of `disclosure`. Source: Attune's own rule.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

import numpy as np

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.sums import Cell, Floats, Path, Sums, added, of_groups

LEAST = 8
"""Fewer dyads than that are not told of: the smallest count that is published."""

COMBINED = 4
"""How many indicators are combined at most, the intercept among them."""


class Small(StrEnum):
    """What becomes of caseloads too small to leave.

    REFUSE: nothing leaves. TOGETHER: their practitioners are counted as one. Then fixed effects stay
    unbiased, and nothing changes in the rows; but what lies between those practitioners counts as
    spread of their dyads, so the variance between practitioners comes out too small, more so the more
    of them are put together.
    """

    REFUSE = "refuse"
    TOGETHER = "together"


@dataclass(frozen=True)
class Guarded:
    """Sums that may leave. `together` is how many practitioners are not counted as themselves."""

    sums: Sums
    together: int

    @property
    def exact(self) -> bool:
        """Whether a nation's figures are those of the rows, to rounding (tested at 1e-9)."""
        return self.together == 0


@dataclass(frozen=True)
class _Person:
    """A lowest group: its path, and for each number of rows of its dyads (1 where they stand alone) its cell."""

    path: Path
    cells: dict[int, Cell]

    @property
    def dyads(self) -> int:
        return sum(cell.units for cell in self.cells.values())


def guarded(
    sums: Sums, *, least: int = LEAST, people: str = "practitioner", small: Small = Small.REFUSE
) -> Guarded:
    """The sums as they may leave: no name of the level `people`, no sum of fewer than `least` dyads.

    Exact for rows that stand alone when, in each service, the practitioners of each caseload have `least`
    dyads between them (one of 8 or more; two of 4; eight of 1); and where dyads repeat, when each
    practitioner has `least` or no dyads of each number of occasions. Else `small` says what happens. Sums that
    name no such level are only looked through. Refused: a service of fewer than `least` dyads, an
    indicator that picks out fewer.
    """
    if least < 2:
        raise CannotComputeError("a rule for fewer than two dyads guards nobody")
    if people in sums.levels[:-1]:
        raise CannotComputeError(f"{people} is not the lowest level, so it cannot be left out")
    if people == sums.unit:
        raise CannotComputeError(f"each {people} is one of many in these sums already")
    named = people in sums.levels
    _refuse_few(sums, least, depth=len(sums.levels) - named)
    if not named:
        return Guarded(_in_order(sums, sums.cells), 0)
    everybody: list[_Person] = []
    together = 0
    for service in _services(sums):
        kept, pooled = _sorted_out(sums, service, least)
        if pooled and small is Small.REFUSE:
            raise CannotComputeError(
                f"caseloads of {len(pooled)} {people}s are too small or too unlike to leave together"
            )
        bundles, kept = _bundles(sums, kept, pooled, least)
        together += sum(len(bundle) for bundle in bundles if len(bundle) > 1)
        everybody.extend(kept)
        everybody.extend(_as_one(bundle) for bundle in bundles)
    return Guarded(_without_names(sums, everybody), together)


def _in_order(sums: Sums, cells: dict[tuple[Path, int], Cell]) -> Sums:
    """The sums with these cells, in an order that does not tell when a group was first counted."""
    ordered = {key: Cell(cells[key].units, cells[key].total.copy()) for key in sorted(cells)}
    within = {size: sums.within[size].copy() for size in sorted(sums.within)}
    return Sums(sums.fixed, sums.levels, sums.unit, sums.rows, sums.cross.copy(), within, ordered)


def _services(sums: Sums) -> list[list[_Person]]:
    """The lowest groups of each parent."""
    cells: dict[Path, dict[int, Cell]] = {}
    for path, size in sorted(sums.cells):
        cells.setdefault(path, {})[size] = sums.cells[path, size]
    found: dict[Path, list[_Person]] = {}
    for path, own in cells.items():
        found.setdefault(path[:-1], []).append(_Person(path, own))
    return list(found.values())


def _sorted_out(
    sums: Sums, service: list[_Person], least: int
) -> tuple[list[_Person], list[_Person]]:
    """Who may leave as they are, and whose caseloads are too small."""
    kept: list[_Person] = []
    pooled: list[_Person] = []
    for alike in _alike(sums, service):
        (kept if _may_leave(sums, alike, least) else pooled).extend(alike)
    return kept, pooled


def _alike(sums: Sums, service: list[_Person]) -> list[list[_Person]]:
    """Those that would leave as one figure: of one caseload, or where dyads repeat each alone."""
    if sums.unit is not None:
        return [[person] for person in service]
    sizes = sorted({person.dyads for person in service})
    return [[each for each in service if each.dyads == size] for size in sizes]


def _may_leave(sums: Sums, alike: list[_Person], least: int) -> bool:
    if sums.unit is not None:
        return all(cell.units >= least for cell in alike[0].cells.values())
    totals = np.array([person.cells[1].total for person in alike])
    size = alike[0].dyads
    if size * len(alike) < least:
        return False
    picked = totals[:, _indicators(sums)] @ _combined(sums).T
    told = size * np.count_nonzero(np.abs(picked) > 0.5, axis=0)
    return not np.any((told > 0) & (told < least))


def _bundles(
    sums: Sums, kept: list[_Person], pooled: list[_Person], least: int
) -> tuple[list[list[_Person]], list[_Person]]:
    """The pooled in bundles that may leave, the largest caseloads first; the rest joins the last one.

    Where they are too few among themselves, the smallest caseload that might have left joins them.
    """
    if not pooled:
        return [], kept
    bundles: list[list[_Person]] = []
    open_: list[_Person] = []
    for person in sorted(pooled, key=lambda each: (-each.dyads, each.path)):
        open_.append(person)
        if _enough(open_, least):
            bundles.append(open_)
            open_ = []
    if bundles:
        bundles[-1].extend(open_)
        return bundles, kept
    fewest = min(kept, key=lambda each: (each.dyads, each.path))
    joins = next(alike for alike in _alike(sums, kept) if fewest in alike)
    return _bundles(sums, [each for each in kept if each not in joins], pooled + joins, least)


def _enough(bundle: list[_Person], least: int) -> bool:
    return all(cell.units >= least for cell in _as_one(bundle).cells.values())


def _as_one(bundle: Sequence[_Person]) -> _Person:
    cells: dict[int, list[Cell]] = {}
    for person in bundle:
        for size, cell in person.cells.items():
            cells.setdefault(size, []).append(cell)
    one = {
        size: Cell(sum(each.units for each in some), added([each.total for each in some]))
        for size, some in cells.items()
    }
    return _Person(bundle[0].path, one)


def _without_names(sums: Sums, people: list[_Person]) -> Sums:
    if sums.unit is None:
        return of_groups(sums, [(person.path, person.cells[1]) for person in people])
    numbers: Counter[Path] = Counter()
    cells: dict[tuple[Path, int], Cell] = {}
    for person in sorted(people, key=_by_content):
        parent = person.path[:-1]
        numbers[parent] += 1
        for size, cell in person.cells.items():
            cells[(*parent, str(numbers[parent])), size] = cell
    return _in_order(sums, cells)


def _by_content(person: _Person) -> tuple[Path, int, list[tuple[int, list[float]]]]:
    """An order that the names have no part in."""
    sizes = sorted(person.cells)
    inside = [(size, person.cells[size].total.tolist()) for size in sizes]
    return person.path[:-1], -person.dyads, inside


# ------------------------------------------------------------------------- what is refused


def _refuse_few(sums: Sums, least: int, *, depth: int) -> None:
    """`depth` is how many levels are above the people: a group of the last of them is a service."""
    dyads: Counter[tuple[Path, int]] = Counter()
    for (path, size), cell in sums.cells.items():
        dyads[path[:depth], size] += cell.units
    if not dyads or min(dyads.values()) < least:
        often = " of one number of occasions" if sums.unit else ""
        raise CannotComputeError(f"fewer than {least} dyads{often} are not told of")
    combined, columns = _combined(sums), _indicators(sums)
    for size, squares in ((1, sums.cross), *sums.within.items()):
        told = _told_of(squares, size, combined, columns)
        few = (told > 0.5) & (told < least - 0.5)
        if few.any():
            at = np.flatnonzero(combined[int(np.argmax(few))])
            names = " and ".join(sums.fixed[columns[each]] for each in at if each)
            raise CannotComputeError(f"fewer than {least} dyads differ from the others in {names}")


def _told_of(squares: Floats, size: int, combined: Floats, columns: list[int]) -> Floats:
    """At least so many units of `size` rows have each combination v of indicators other than 0, from Σss'.

    By (Σv)²/Σv², which is the number where all such v are the same, and by Σv²/size², as |v| ≤ size.
    """
    inside = squares[np.ix_(columns, columns)]
    second = np.sum((combined @ inside) * combined, axis=1)
    first = combined @ inside[0] / size
    none = second < 0.5
    spread = np.where(none, 0, first**2 / np.where(none, 1, second))
    return np.asarray(np.maximum(spread, second / size**2))


def _indicators(sums: Sums) -> list[int]:
    """The columns of X that hold only 0 and 1 (the intercept first): their sum is that of their squares."""
    cross = sums.cross[:-1, :-1]
    sizes, squares = cross[0], np.diag(cross)
    return np.flatnonzero(np.abs(sizes - squares) <= 1e-9 * squares).tolist()


def _combined(sums: Sums) -> Floats:
    """Each sum and difference of up to four indicators, a row of −1, 0 and 1 for each."""
    width = len(_indicators(sums))
    rows = []
    for many in range(1, min(width, COMBINED) + 1):
        for chosen in combinations(range(width), many):
            for signs in product((1.0, -1.0), repeat=many - 1):
                row = np.zeros(width)
                row[list(chosen)] = (1.0, *signs)
                rows.append(row)
    return np.array(rows)
