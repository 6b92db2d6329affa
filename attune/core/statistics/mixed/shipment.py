"""Sums as text: what a service sends, to the last bit, and nothing that is not in the list below.

JSON with these keys and no other. Tables are symmetric, so their upper half is sent, row by row.

- `sums`: 1, the version of this form;
- `fixed`, `levels`: names; `unit`: a name or null; `rows`: how many;
- `cross`: M'M;
- `within`: for each number of rows that units have, [number, Σss'];
- `cells`: for each lowest group and size, [path of names, size, how many units, sum of their rows].

Numbers are written so that reading them gives the same numbers exactly. What is read is checked against itself:
counts, the intercept's sums, and that no square is below zero. Privacy is the matter of `guard.py`.
"""

import json
from typing import Any, NoReturn

import numpy as np

from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.sums import INTERCEPT, LARGEST, Cell, Floats, Path, Sums

VERSION = 1
KEYS = ("sums", "fixed", "levels", "unit", "rows", "cross", "within", "cells")
MOST = 2**53
"""Whole numbers up to here are themselves as floating-point numbers."""

ROUNDING = 1e-9


def to_json(sums: Sums) -> str:
    """The sums as one line of JSON. The same sums give the same text, whatever they were added up from."""
    form = {
        "sums": VERSION,
        "fixed": sums.fixed,
        "levels": sums.levels,
        "unit": sums.unit,
        "rows": sums.rows,
        "cross": _half(sums.cross),
        "within": [[size, _half(sums.within[size])] for size in sorted(sums.within)],
        "cells": [
            [key[0], key[1], sums.cells[key].units, _written(sums.cells[key].total)]
            for key in sorted(sums.cells)
        ],
    }
    return json.dumps(form, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def from_json(text: str | bytes) -> Sums:
    """The sums that were written. Refused (`CannotComputeError`): anything else, saying what is wrong."""
    form = _parsed(text)
    if not isinstance(form, dict) or set(form) != set(KEYS):
        raise _wrong(f"its keys are not {', '.join(KEYS)}")
    if not _is_whole(form["sums"]) or form["sums"] != VERSION:
        raise _wrong(f"it is not of version {VERSION}")
    fixed, levels = _names("fixed", form["fixed"]), _names("levels", form["levels"])
    unit = form["unit"]
    if unit is not None:
        (unit,) = _names("unit", [unit])
    if fixed[:1] != (INTERCEPT,) or unit in levels:
        raise _wrong("the intercept does not come first, or the unit is a level")
    width = len(fixed) + 1
    found = Sums(fixed, levels, unit, _count("rows", form["rows"]), _table(form["cross"], width))
    for entry in _list("within", form["within"]):
        _read_within(found, _parts("within", entry, 2))
    for entry in _list("cells", form["cells"]):
        _read_cell(found, _parts("cells", entry, 4))
    _refuse_contradiction(found)
    return found


# ------------------------------------------------------------------------- writing


def _half(table: Floats) -> list[float | int]:
    return _written(table[np.triu_indices(len(table))])


def _written(numbers: Floats) -> list[float | int]:
    """Whole numbers without a point: the same number, and shorter."""
    return [
        int(each) if abs(each) < MOST and each == int(each) else each for each in numbers.tolist()
    ]


# ------------------------------------------------------------------------- reading


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_key_once)
    except CannotComputeError:
        raise
    except (ValueError, RecursionError):
        raise _wrong("it is not JSON") from None


def _read_within(found: Sums, parts: list[Any]) -> None:
    size = _count("within", parts[0])
    if size in found.within:
        raise _wrong(f"units of {size} rows come twice in within")
    found.within[size] = _table(parts[1], len(found.cross))


def _read_cell(found: Sums, parts: list[Any]) -> None:
    path, size, units, total = parts
    key = _path(path, found.levels), _count("the size of a cell", size)
    if key in found.cells:
        raise _wrong("a group and size come twice in cells")
    numbers = _numbers("the total of a cell", total, len(found.cross))
    found.cells[key] = Cell(_count("the units of a cell", units), numbers)


def _wrong(says: str) -> CannotComputeError:
    return CannotComputeError(f"the sums cannot be read: {says}")


def _no_number(name: str) -> NoReturn:
    raise _wrong(f"{name} is not a number")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    form = dict(pairs)
    if len(form) != len(pairs):
        raise _wrong("a key comes twice")
    return form


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _count(name: str, value: Any) -> int:
    if not _is_whole(value) or not 0 < value < MOST:
        raise _wrong(f"{name} is not a count")
    return int(value)


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(f"{name} is not a list")
    return value


def _parts(name: str, value: Any, many: int) -> list[Any]:
    if len(_list(f"an entry of {name}", value)) != many:
        raise _wrong(f"an entry of {name} has not {many} parts")
    return list(value)


def _names(name: str, value: Any) -> tuple[str, ...]:
    names = _list(name, value)
    if not all(isinstance(each, str) and each for each in names) or len(set(names)) != len(names):
        raise _wrong(f"{name} does not name each thing once")
    return tuple(names)


def _path(value: Any, levels: tuple[str, ...]) -> Path:
    names = _list("a path", value)
    if len(names) != len(levels) or not all(isinstance(each, str) for each in names):
        raise _wrong("a path has not one group of each level")
    return tuple(names)


def _numbers(name: str, value: Any, many: int) -> Floats:
    numbers = _list(name, value)
    if len(numbers) != many:
        raise _wrong(f"{name} has not {many} numbers")
    if not all(_is_whole(each) or isinstance(each, float) for each in numbers):
        raise _wrong(f"{name} holds what is not a number")
    if any(abs(each) > LARGEST**2 for each in numbers):
        raise _wrong(f"{name} holds a number that is too large")
    return np.array(numbers, dtype=np.float64)


def _table(value: Any, width: int) -> Floats:
    table = np.zeros((width, width))
    upper = np.triu_indices(width)
    table[upper] = _numbers("a table", value, len(upper[0]))
    return table + np.triu(table, 1).T


# ------------------------------------------------------------------------- what does not add up


def _refuse_contradiction(sums: Sums) -> None:
    counted: dict[int, int] = {}
    for (_, size), cell in sums.cells.items():
        counted[size] = counted.get(size, 0) + cell.units
        _refuse_apart(cell.total[0], size * cell.units, "a cell counts other rows than it sums")
    rows = sum(size * units for size, units in counted.items())
    if sums.rows != rows or (sums.unit is None and set(counted) != {1}):
        raise _wrong("its cells do not count its rows")
    if set(sums.within) != (set(counted) if sums.unit else set()):
        raise _wrong("within is not of the sizes of its units")
    for size, products in sums.within.items():
        _refuse_apart(products[0, 0], size**2 * counted[size], "within counts other units")
    _refuse_apart(sums.cross[0, 0], rows, "cross counts other rows")
    total = np.sum([cell.total for cell in sums.cells.values()], axis=0)
    size = np.sqrt(np.maximum(np.diag(sums.cross), 0) * rows) + 1
    if np.any(np.abs(total - sums.cross[0]) > ROUNDING * size):
        raise _wrong("its cells do not add up to cross")
    for table in (sums.cross, *sums.within.values()):
        if np.linalg.eigvalsh(table)[0] < -ROUNDING * max(float(np.trace(table)), 1):
            raise _wrong("a square is below zero")


def _refuse_apart(found: float, counted: int, says: str) -> None:
    if found != counted:
        raise _wrong(says)
