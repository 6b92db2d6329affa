"""The national model: how much dyads change, with practitioners within services within regions.

The outcome is the change from start to end, turned so that more is better, in points. Fixed effects: the score at the
start (turned, too), and 1 or 0 for work that was ordered, was remote, and was a trainee's. Groups: region, service, caseload. The
sums are whole numbers (thousandths; products in millionths), so that they come out alike in every engine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np

from attune.core.figures.tally import POINT, pairs_of, thousandths
from attune.core.statistics.mixed.sums import INTERCEPT, Cell, Sums, lowest_as_units, merged

FIXED = ("start", "ordered", "remote", "trainee")
COLUMNS = (INTERCEPT, *FIXED, "change")
LEVELS = ("region", "service", "caseload")
CONDITIONS = {
    "ordered": ("engagement", "ordered"),
    "remote": ("mode", "remote"),
    "trainee": ("stage", "trainee"),
}
"""Which value of which field makes a fixed effect 1."""

IN_POINTS = frozenset({"start", "change"})
PRODUCTS = tuple(combinations_with_replacement(COLUMNS, 2))
"""The pairs of columns whose products are summed."""


class Scale(NamedTuple):
    """What the model is asked of. sign: −1 where lower scores are better."""

    measure: str
    scale: str
    respondent: str
    sign: int


@dataclass(frozen=True)
class Caseload:
    """What is counted of one caseload: where it is, how many pairs it has, and whole-number sums.

    totals: of each column. products: of each pair of columns in `PRODUCTS`. A column of `IN_POINTS` is in thousandths, any
    other a plain count; a product has the units of both.
    """

    path: tuple[str, str, str]
    pairs: int
    totals: Mapping[str, int]
    products: Mapping[tuple[str, str], int]


def caseloads_of(records: Iterable[Mapping[str, Any]], scale: Scale) -> list[Caseload]:
    """The sums of each caseload of these records that has a pair of start and end, in the order of their paths."""
    found: dict[tuple[str, str, str], Caseload] = {}
    for start, end in pairs_of(records, scale[:3]):
        path = (start["region"], start["service"], start["caseload"])
        one = _of_pair(path, start, end, scale.sign)
        found[path] = _together(found[path], one) if path in found else one
    return [found[path] for path in sorted(found)]


def _of_pair(
    path: tuple[str, str, str], start: Mapping[str, Any], end: Mapping[str, Any], sign: int
) -> Caseload:
    before, after = thousandths(start["score"]), thousandths(end["score"])
    row = {INTERCEPT: 1, "start": sign * before, "change": sign * (after - before)}
    row |= {name: int(start[field] == value) for name, (field, value) in CONDITIONS.items()}
    return Caseload(
        path,
        1,
        {name: row[name] for name in COLUMNS},
        {(one, two): row[one] * row[two] for one, two in PRODUCTS},
    )


def model_sums(caseloads: Iterable[Caseload], shipped: Sequence[Sums] = ()) -> Sums:
    """The sums of the nation's model. shipped: of services that give sums only; with these every caseload becomes a unit of its
    service, which changes no figure of the fit."""
    sums = sums_of(caseloads)
    if not shipped:
        return sums
    return merged([lowest_as_units(sums), *shipped]) if sums.rows else merged(shipped)


def sums_of(caseloads: Iterable[Caseload]) -> Sums:
    """The sums that `mixed.fit` takes. The same caseloads in another order give the same sums to the last bit.

    Counts of one caseload that come in several parts are put together.
    """
    parts: dict[tuple[str, str, str], Caseload] = {}
    for one in caseloads:
        parts[one.path] = one if one.path not in parts else _together(parts[one.path], one)
    known = [parts[path] for path in sorted(parts)]
    sums = Sums((INTERCEPT, *FIXED), LEVELS, None, sum(one.pairs for one in known))
    whole = {pair: sum(one.products[pair] for one in known) for pair in PRODUCTS}
    place = {name: number for number, name in enumerate(COLUMNS)}
    for (first, second), value in whole.items():
        points = value / (_unit(first) * _unit(second))
        sums.cross[place[first], place[second]] = sums.cross[place[second], place[first]] = points
    for one in known:
        total = np.array([one.totals[name] / _unit(name) for name in COLUMNS])
        sums.cells[one.path, 1] = Cell(one.pairs, total)
    return sums


def _together(one: Caseload, other: Caseload) -> Caseload:
    return Caseload(
        one.path,
        one.pairs + other.pairs,
        {name: one.totals[name] + other.totals[name] for name in COLUMNS},
        {pair: one.products[pair] + other.products[pair] for pair in PRODUCTS},
    )


def _unit(column: str) -> int:
    return POINT if column in IN_POINTS else 1
