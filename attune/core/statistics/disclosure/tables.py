"""Tables of counts with all their margins, and what adds up to what.

A cell is named by its conditions: a frozen set of (dimension, category). No condition at all is everybody. So the
same cell of two tables, or of two releases, has the same name, and an attacker's equations join them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from attune.core.statistics.errors import CannotComputeError

Cell = frozenset[tuple[str, str]]
EVERYBODY: Cell = frozenset()
Dimensions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """How many records a cell holds, of how many services, and how many the largest of these has."""

    number: int
    services: int
    largest: int

    def __post_init__(self) -> None:
        if not 0 <= self.largest <= self.number or not 0 <= self.services <= self.number:
            raise CannotComputeError(f"a cell of {self.number} can't be made of {self!r}")


@dataclass(frozen=True)
class Published:
    """One table as it leaves: each cell's rounded number, or None where it is hidden."""

    dimensions: Dimensions
    values: Mapping[Cell, int | None]


@dataclass(frozen=True)
class Release:
    """Tables that leave together, under a name such as "2026-11"."""

    name: str
    tables: tuple[Published, ...]

    @property
    def values(self) -> dict[Cell, int | None]:
        """Every cell, once. Raises CannotComputeError where two tables differ about one."""
        found: dict[Cell, int | None] = {}
        for table in self.tables:
            for cell, value in table.values.items():
                if found.setdefault(cell, value) != value:
                    raise CannotComputeError(f"two tables of {self.name} differ about {said(cell)}")
        return found


def cells(dimensions: Dimensions) -> Iterator[Cell]:
    """Every cell of a table, its margins and its total among them."""
    for size in range(len(dimensions) + 1):
        for chosen in combinations(dimensions, size):
            for categories in product(*(dimensions[name] for name in chosen)):
                yield frozenset(zip(chosen, categories, strict=True))


def relations(dimensions: Dimensions) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """What adds up: a cell, and the parts that one more dimension splits it into."""
    for cell in cells(dimensions):
        named = {name for name, _category in cell}
        for name, categories in dimensions.items():
            if name not in named:
                yield cell, tuple(cell | {(name, category)} for category in categories)


def counted(
    dimensions: Dimensions, records: Iterable[tuple[Mapping[str, str], str]]
) -> dict[Cell, Count]:
    """Every cell of a table from its records: the categories of each, and its service.

    Raises CannotComputeError for a category that the table does not have.
    """
    of_services: dict[Cell, dict[str, int]] = {cell: {} for cell in cells(dimensions)}
    for categories, service in records:
        pairs = [(name, categories.get(name, "")) for name in dimensions]
        for size in range(len(pairs) + 1):
            for chosen in combinations(pairs, size):
                cell = frozenset(chosen)
                if cell not in of_services:
                    raise CannotComputeError(f"the table has no cell {said(cell)}")
                numbers = of_services[cell]
                numbers[service] = numbers.get(service, 0) + 1
    return {
        cell: Count(sum(numbers.values()), len(numbers), max(numbers.values(), default=0))
        for cell, numbers in of_services.items()
    }


def said(cell: Cell) -> str:
    """A cell in words, for a message: "region North, setting home"; "everybody"."""
    return ", ".join(f"{name} {category}" for name, category in sorted(cell)) or "everybody"
