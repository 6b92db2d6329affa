"""By what figures are broken down: the dimensions of the outcome record, and bands of those that are numbers."""

from collections.abc import Mapping
from typing import Any

from attune.core.records.contract import values_of

DOSES = ("0", "1-2", "3-4", "5-6", "7-or-more")
"""Cycles done, in bands."""

FIELDS = (
    "region",
    "setting",
    "context",
    "engagement",
    "relation",
    "child_age",
    "ethnicity",
    "stage",
    "mode",
    "end",
)
"""The fields of a record that are values from a list, and the same for all records of an episode."""

DIMENSIONS = (*FIELDS, "dose", "year")

NOT_TOLD = "not-told"
"""A category of any dimension, for courses of services that give sums only: they don't say where few belong."""

LATER = ("end", "follow-up-3", "follow-up-6", "follow-up-12")
"""The occasions that a start is compared with."""


def dose(cycles: int) -> str:
    """The band of a number of cycles."""
    if cycles <= 0:
        return DOSES[0]
    return DOSES[min((cycles + 1) // 2, len(DOSES) - 1)]


def categories(dimension: str, years: tuple[int, ...] = ()) -> tuple[str, ...]:
    """All categories of a dimension in the contract's order; the years are those that are asked for."""
    if dimension == "dose":
        return DOSES
    if dimension == "year":
        return tuple(str(year) for year in years)
    return values_of(dimension)


def category(record: Mapping[str, Any], dimension: str) -> str:
    """The category of a record."""
    if dimension == "dose":
        return dose(record["cycles"])
    return str(record[dimension])
