"""Which counts may leave, and how they are rounded.

Counts below 8 are hidden and others rounded to 5, as NHS England does in its published mental health
statistics; fewer than three services, or one that holds nearly all, would tell of a service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from attune.core.statistics.disclosure.tables import Cell, Count
from attune.core.statistics.errors import CannotComputeError


class Reason(StrEnum):
    """Why a cell is hidden. COMPLEMENTARY: another could be worked out from it."""

    SMALL = "small"
    FEW_SERVICES = "few-services"
    DOMINANT = "dominant"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True, slots=True)
class Rules:
    """least: the smallest count that is shown. base: what counts are rounded to. services: the fewest
    that a shown count comes from. dominance: the largest share that one service may have of it.
    apart: how many whole numbers besides the true one an attacker must be left with for a hidden count."""

    least: int = 8
    base: int = 5
    services: int = 3
    dominance: float = 0.85
    apart: int = 3

    def __post_init__(self) -> None:
        if self.least < 1 or self.base < 1 or self.base % 2 == 0 or self.apart < 1:
            raise CannotComputeError(f"no counts can be protected by {self!r}")

    def reason(self, count: Count) -> Reason | None:
        """Why this count by itself may not be shown; None where it may."""
        if count.number < self.least:
            return Reason.SMALL
        if count.services < self.services:
            return Reason.FEW_SERVICES
        return Reason.DOMINANT if count.largest > self.dominance * count.number else None

    def rounded(self, number: int) -> int:
        """To the nearest multiple of the base, which is odd, so that no number lies between two."""
        return (number + self.base // 2) // self.base * self.base

    def known(self, value: int | None) -> tuple[int, int | None]:
        """What a published value tells of a count: its least and its greatest; None is no end."""
        if value is None:
            return 0, None
        half = self.base // 2
        return max(value - half, self.least), value + half


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one hidden cell: a whole number from low to high; high None is no end."""

    release: str
    cell: Cell
    low: int
    high: int | None

    def is_pinned(self, rules: Rules) -> bool:
        """Whether fewer numbers are left than the rules ask for."""
        return self.high is not None and self.high - self.low < rules.apart

    def is_exact(self) -> bool:
        return self.low == self.high


def hidden(counts: Mapping[Cell, Count], rules: Rules) -> dict[Cell, Reason]:
    """The cells that may not be shown for their own sake."""
    found = {cell: rules.reason(count) for cell, count in counts.items()}
    return {cell: reason for cell, reason in found.items() if reason is not None}
