"""The contract of the outcome record: what each field may hold, and what is wrong with a record."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

VERSION = 1
DECIMALS = 3
"""Of a score: so that it is a whole number of thousandths, and sums of scores are exact in every engine."""
FILE = Path(__file__).parent / f"outcome-record-{VERSION}.json"


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of one record."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def fields() -> tuple[str, ...]:
    """The names of all fields, in the contract's order. Every record has each of them."""
    return tuple(schema()["properties"])


def values_of(field: str) -> tuple[str, ...]:
    """The values that a field of a list may have; none for other fields."""
    return tuple(schema()["properties"][field].get("enum", ()))


def faults(record: object) -> list[str]:
    """What is wrong with a record, a sentence each, naming the field and never its value."""
    return sorted(_faults(record))


def _faults(record: object) -> Iterator[str]:
    for error in _validator().iter_errors(record):
        place = ".".join(str(part) for part in error.path) or "the record"
        yield f"{place} does not hold to the contract ({error.validator})."
    if isinstance(record, Mapping):
        for name in ("cycles", "year", "months", "pair", "score"):
            value = record.get(name)
            if isinstance(value, float) and (name != "score" or not _is_sendable(value)):
                yield f"{name} is not a number that may be sent."


def _is_sendable(score: float) -> bool:
    return isfinite(score) and round(score, DECIMALS) == score
