"""The few numbers that a mixed model needs: counts, sums and sums of products, and no row.

A row is one score: its outcome, its fixed effects (occasion, case-mix), the groups it is nested in
(region, service, practitioner, outermost first) and, if scores repeat, its unit (the dyad). With
M = [X y] a row of p fixed effects and the outcome, three kinds of sums suffice, whatever the variances:

- `cross`: M'M over all rows, (p+1)²;
- `within[c]`: Σ s s' over the units that have c rows, where s is the sum of a unit's rows;
- `cells[path, c]`: how many units of c rows a lowest group has, and the sum of their rows.

Sums of different places add up to the sums of all (federated = pooled). Adding or taking away one unit
costs O(p²). Outcomes keep their own points; counts are of rows or units.

Source: repeated use of Woodbury's identity on V = s²(I + Σ t Z Z'), nested; Searle, Casella & McCulloch
1992, Variance Components, ch. 6 and appendix M.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attune.core.statistics.errors import CannotComputeError

INTERCEPT = "(Intercept)"
"""The name of the fixed effect that every model has."""

LARGEST = 1e30
"""Beyond it products of squares would be infinite; nobody measures such a number."""

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Path = tuple[str, ...]


@dataclass
class Cell:
    """The units of one size in one lowest group: how many, and the sum of their rows (p+1)."""

    units: int
    total: Floats


@dataclass
class Sums:
    """What a place knows of its rows, and all that it ships.

    `fixed` names the columns of X, the intercept first; `levels` the groups, outermost first; `unit`
    what repeats (None: every row stands alone).
    """

    fixed: tuple[str, ...]
    levels: tuple[str, ...]
    unit: str | None
    rows: int = 0
    cross: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    within: dict[int, Floats] = field(default_factory=dict)
    cells: dict[tuple[Path, int], Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.cross.size == 0:
            self.cross = self._nothing()

    def _nothing(self) -> Floats:
        return np.zeros((len(self.fixed) + 1, len(self.fixed) + 1))

    def add(self, path: Path, rows: ArrayLike) -> None:
        """Count one unit: its rows (c, p+1) are fixed effects, intercept first, then the outcome."""
        block = self._block(path, rows)
        self._change(path, block, 1)

    def remove(self, path: Path, rows: ArrayLike) -> None:
        """Take one unit away again (consent withdrawn, score corrected): the reverse of `add`."""
        block = self._block(path, rows)
        key = (path, len(block) if self.unit else 1)
        if key not in self.cells or self.cells[key].units < (1 if self.unit else len(block)):
            raise CannotComputeError("what is taken away was never counted")
        self._change(path, block, -1)

    def _block(self, path: Path, rows: ArrayLike) -> Floats:
        block = np.asarray(rows, dtype=np.float64)
        if block.ndim != 2 or block.shape[1] != len(self.fixed) + 1 or len(block) == 0:
            raise CannotComputeError("a row needs its fixed effects and its outcome")
        if len(path) != len(self.levels):
            raise CannotComputeError("a row needs one group of each level")
        _refuse_odd(block)
        return block

    def _change(self, path: Path, block: Floats, sign: int) -> None:
        total = block.sum(axis=0)
        units, size = (1, len(block)) if self.unit else (len(block), 1)
        self.rows += sign * len(block)
        self.cross = self.cross + sign * (block.T @ block)
        if self.unit:
            products = self.within.get(size, self._nothing())
            self.within[size] = products + sign * np.outer(total, total)
        cell = self.cells.setdefault((path, size), Cell(0, np.zeros(len(total))))
        cell.units += sign * units
        cell.total = cell.total + sign * total
        if cell.units == 0:
            del self.cells[path, size]
            if all(each != size for _, each in self.cells):
                self.within.pop(size, None)


def merged(parts: Sequence[Sums]) -> Sums:
    """The sums of all places together: exactly those of their rows in one table, up to rounding.

    Each number is rounded once (Shewchuk's exact addition), so that no order of the places changes a bit.
    Where products of scores are held exactly, as those of whole and half points are, nothing is rounded at
    all: a nation put together from regions is bit for bit the one put together from services.
    Refused when the places do not count the same fixed effects, levels and unit.
    """
    if not parts:
        raise CannotComputeError("there are no sums to put together")
    first = parts[0]
    if any((each.fixed, each.levels, each.unit) != _names(first) for each in parts):
        raise CannotComputeError("the places do not count the same fixed effects and levels")
    within: dict[int, list[Floats]] = {}
    cells: dict[tuple[Path, int], list[Cell]] = {}
    for part in parts:
        for size, products in part.within.items():
            within.setdefault(size, []).append(products)
        for key, cell in part.cells.items():
            cells.setdefault(key, []).append(cell)
    return Sums(
        *_names(first),
        sum(part.rows for part in parts),
        added([part.cross for part in parts]),
        {size: added(within[size]) for size in sorted(within)},
        {key: _together(cells[key]) for key in sorted(cells)},
    )


def _names(sums: Sums) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    return sums.fixed, sums.levels, sums.unit


def _together(cells: list[Cell]) -> Cell:
    return Cell(sum(cell.units for cell in cells), added([cell.total for cell in cells]))


def added(tables: Sequence[Floats]) -> Floats:
    """The sum of tables of one shape, each number rounded once: the order does not matter."""
    if len(tables) == 1:
        return tables[0].copy()
    numbers = [math.fsum(column) for column in np.stack(tables).reshape(len(tables), -1).T.tolist()]
    return np.array(numbers).reshape(tables[0].shape)


def of_rows(
    outcome: ArrayLike,
    *,
    fixed: Mapping[str, ArrayLike] | None = None,
    levels: Mapping[str, Sequence[object]] | None = None,
    unit: tuple[str, Sequence[object]] | None = None,
) -> Sums:
    """The sums of a table: one outcome, fixed effect, group and unit for each row.

    `levels` outermost first. A group is known by its path (practitioner 1 of service A is not
    practitioner 1 of service B), as in lme4's `(1 | service/practitioner)`; a unit by its path and label.
    """
    fixed, levels = fixed or {}, levels or {}
    table = _table(outcome, fixed)
    groups = [_labels(name, labels, len(table)) for name, labels in levels.items()]
    paths, path_of = _paths(groups, len(table))
    sums = Sums((INTERCEPT, *fixed), tuple(levels), unit[0] if unit else None, len(table))
    sums.cross = _products(table.T)
    if unit is None:
        counts, totals = np.bincount(path_of), _added(table.T, path_of)
        for path, count, total in zip(paths, counts.tolist(), totals, strict=True):
            sums.cells[path, 1] = Cell(count, total)
        return sums
    _, code = _labels(unit[0], unit[1], len(table))
    sizes, totals, lowest = _units(table, path_of, code)
    for size in np.unique(sizes):
        sums.within[int(size)] = _products(totals[sizes == size].T)
    _fill(sums, paths, (lowest, sizes, totals))
    return sums


def _products(columns: Floats) -> Floats:
    """M'M of the columns of M; not by a matrix library, whose threads cost more than they bring here."""
    return np.asarray(np.einsum("in,jn->ij", columns, columns))


def _table(outcome: ArrayLike, fixed: Mapping[str, ArrayLike]) -> Floats:
    y = np.asarray(outcome, dtype=np.float64)
    columns = [np.ones(len(y)), *(np.asarray(each, dtype=np.float64) for each in fixed.values()), y]
    if len(y) == 0:
        raise CannotComputeError("there are no rows")
    if any(each.shape != y.shape for each in columns):
        raise CannotComputeError("each row needs its outcome and every fixed effect")
    table = np.stack(columns).T  # each column in one piece
    _refuse_odd(table)
    return table


def _refuse_odd(table: Floats) -> None:
    if not np.isfinite(table).all():
        raise CannotComputeError("a value is not a finite number")
    if np.max(np.abs(table)) > LARGEST:
        raise CannotComputeError("a value is too large to be computed with")


def _labels(name: str, labels: Sequence[object], rows: int) -> tuple[list[str], Labels]:
    """The different labels as text, and for each row the number of its own."""
    given = np.asarray(labels)
    if given.shape != (rows,):
        raise CannotComputeError(f"each row needs its {name}")
    if given.dtype.kind in "iu":
        numbers, code = _numbered(given.astype(np.int64))
        return [str(each) for each in numbers.tolist()], code
    known, code = np.unique(given, return_inverse=True)
    return [str(each) for each in known], code.astype(np.int64)


def _numbered(values: Labels) -> tuple[Labels, Labels]:
    """The different values in order, and for each its place; without sorting where they lie close."""
    low = int(values.min())
    span = int(values.max()) - low + 1
    if span > 16 * len(values) + 1000:
        known, code = np.unique(values, return_inverse=True)
        return known, code.astype(np.int64)
    there = np.zeros(span, dtype=np.bool_)
    there[values - low] = True
    return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[values - low]


def _paths(groups: list[tuple[list[str], Labels]], rows: int) -> tuple[list[Path], Labels]:
    """The different paths from the outermost level to the lowest group, and each row's own."""
    paths: list[Path] = [()]
    code = np.zeros(rows, dtype=np.int64)
    for names, own in groups:
        pairs, code = _numbered(code * len(names) + own)
        paths = [(*paths[pair // len(names)], names[pair % len(names)]) for pair in pairs.tolist()]
    return paths, code


def _units(table: Floats, path_of: Labels, unit_of: Labels) -> tuple[Labels, Floats, Labels]:
    """For each unit its number of rows, the sum of its rows and its lowest group."""
    lowest = np.zeros(int(unit_of.max()) + 1, dtype=np.int64)
    lowest[unit_of] = path_of
    if not np.array_equal(lowest[unit_of], path_of):  # a label that several groups use
        pairs, unit_of = np.unique(path_of * len(lowest) + unit_of, return_inverse=True)
        lowest = pairs // len(lowest)
    return np.bincount(unit_of), _added(table.T, unit_of), lowest


def _added(columns: Floats, group: Labels) -> Floats:
    """The sums of the rows of each group: by columns, which needs no sorting."""
    return np.stack([np.bincount(group, column) for column in columns], axis=1)


def _fill(sums: Sums, paths: list[Path], units: tuple[Labels, Labels, Floats]) -> None:
    lowest, sizes, totals = units
    most = int(sizes.max()) + 1
    keys, cell = _numbered(lowest * most + sizes)
    counts, together = np.bincount(cell).tolist(), _added(totals.T, cell)
    for key, count, total in zip(keys.tolist(), counts, together, strict=True):
        sums.cells[paths[key // most], key % most] = Cell(count, total)


def lowest_as_units(sums: Sums) -> Sums:
    """The same sums without the names of the lowest groups: equal caseloads merge, and nothing is lost.

    Each lowest group becomes a unit; groups of one size within a parent keep their count, Σs and the
    nation's Σss'. The fit is the same to rounding. Only for sums whose rows stand alone. What may leave
    a service is the matter of `guard.py`.
    """
    if sums.unit is not None or not sums.levels:
        raise CannotComputeError("only groups of rows that stand alone can become units")
    return of_groups(sums, [(path, cell) for (path, _), cell in sums.cells.items()])


def of_groups(sums: Sums, groups: Sequence[tuple[Path, Cell]]) -> Sums:
    """Rows that stand alone, each of these lowest groups as one unit of its parent; the names go."""
    alike: dict[tuple[Path, int], list[Floats]] = {}
    for path, cell in groups:
        alike.setdefault((path[:-1], cell.units), []).append(cell.total)
    squares: dict[int, list[Floats]] = {}
    for (_, size), totals in alike.items():
        squares.setdefault(size, []).extend(np.outer(total, total) for total in totals)
    return Sums(
        sums.fixed,
        sums.levels[:-1],
        sums.levels[-1],
        sums.rows,
        sums.cross.copy(),
        {size: added(squares[size]) for size in sorted(squares)},
        {key: Cell(len(alike[key]), added(alike[key])) for key in sorted(alike)},
    )
