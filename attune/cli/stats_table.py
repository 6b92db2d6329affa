"""Reads the CSV files of `attune stats`: columns by name, numbers, and what is missing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from attune.cli.csv_file import csv_lines
from attune.cli.telling import fail

LARGEST = 1 << 26
MISSING = {"NA": ""}


@dataclass(frozen=True)
class Table:
    """A file with a line of names and at least one line below it; cells without spaces around, NA as empty."""

    path: Path
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def has(self, names: Sequence[str]) -> bool:
        return set(names) <= set(self.names)

    def words(self, name: str) -> list[str]:
        """A column as it is written."""
        if name not in self.names:
            fail(f"{self.path} has no column named {name}.")
        return [row[self.names.index(name)] for row in self.rows]

    def numbers(self, name: str) -> list[float]:
        """A column of numbers, none missing."""
        return [self._number(cell, name, line) for line, cell in enumerate(self.words(name), 2)]

    def whole_numbers(self, name: str) -> list[int]:
        """A column of whole numbers, none missing."""
        numbers = self.numbers(name)
        for line, number in enumerate(numbers, 2):
            if number != int(number):
                fail(f"{self.path}, line {line}: {name} takes a whole number.")
        return [int(number) for number in numbers]

    def pairs(self, one: str, other: str) -> tuple[list[float], list[float], int]:
        """Two columns of numbers in the rows that have both, and how many rows have not."""
        found: list[tuple[float, float]] = []
        for line, (first, last) in enumerate(
            zip(self.words(one), self.words(other), strict=True), 2
        ):
            if first and last:
                found.append((self._number(first, one, line), self._number(last, other, line)))
        firsts, lasts = [pair[0] for pair in found], [pair[1] for pair in found]
        return firsts, lasts, len(self.rows) - len(found)

    def cells(self, *, turned: bool = False) -> list[list[float | str | None]]:
        """All cells, empty ones as None: numbers when every cell that is filled is one, else words.

        `turned`: columns become rows.
        """
        filled = {cell for row in self.rows for cell in row if cell}
        numbers = all(_is_number(cell) for cell in filled)
        read = [
            [None if not cell else float(cell) if numbers else cell for cell in row]
            for row in self.rows
        ]
        return [list(column) for column in zip(*read, strict=True)] if turned else read

    def _number(self, cell: str, name: str, line: int) -> float:
        if not _is_number(cell):
            fail(f"{self.path}, line {line}: {name} takes a number, not {cell!r}.")
        return float(cell)


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def read_table(path: Path) -> Table:
    """The table of a CSV file in UTF-8; anything else is said and ends the command."""
    if path.stat().st_size > LARGEST:
        fail(f"{path} is larger than 64 MB.")
    rows = [
        tuple(MISSING.get(cell.strip(), cell.strip()) for cell in line) for line in csv_lines(path)
    ]
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        fail(f"{path} needs a line of names, rows below it, and as many cells in each.")
    if len(set(rows[0])) < len(rows[0]):
        fail(f"{path} has two columns of one name.")
    return Table(path, rows[0], tuple(rows[1:]))
