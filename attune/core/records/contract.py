"""The contract of the outcome record: what each field may hold, and what is wrong with a record."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
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
    return [] if _holds(record) else sorted(_faults(record))


def _holds(record: object) -> bool:
    """Whether a record is surely right: the schema's own limits, asked thirty times as fast. Where it says no, the
    validator has the last word."""
    rules = _rules()
    if not isinstance(record, dict) or record.keys() != rules.keys():
        return False
    return all(holds(record[name]) for name, holds in rules.items())


Holds = Callable[[Any], bool]


@cache
def _rules() -> dict[str, Holds]:
    """For each field a test that only a right value passes."""
    return {name: _rule(said) for name, said in schema()["properties"].items()}


def _rule(said: Mapping[str, Any]) -> Holds:
    if "$ref" in said:
        said = {"type": "string"} | schema()["$defs"][said["$ref"].rsplit("/", 1)[1]]
    if "const" in said:
        return lambda value: type(value) is int and value == said["const"]
    if "enum" in said:
        known = frozenset(said["enum"])
        return lambda value: type(value) is str and value in known
    if said["type"] == "string":
        like, most = re.compile(said["pattern"]), said.get("maxLength", 1000)
        return lambda value: (
            type(value) is str and len(value) <= most and bool(like.fullmatch(value))
        )
    low, high = said["minimum"], said["maximum"]
    if said["type"] == "integer":
        return lambda value: type(value) is int and low <= value <= high
    return lambda value: (
        type(value) in (int, float) and low <= value <= high and _is_sendable(value)
    )


def _faults(record: object) -> Iterator[str]:
    for error in _validator().iter_errors(record):
        place = ".".join(str(part) for part in error.path) or "the record"
        yield f"{place} does not hold to the contract ({error.validator})."
    if isinstance(record, Mapping):
        for name, value in record.items():
            if isinstance(value, str) and value.endswith("\n"):  # which a pattern's $ lets pass
                yield f"{name} does not hold to the contract (pattern)."
        for name in ("contract", "cycles", "year", "months", "pair", "score"):
            value = record.get(name)
            if isinstance(value, float) and (name != "score" or not _is_sendable(value)):
                yield f"{name} is not a number that may be sent."


def _is_sendable(score: float) -> bool:
    return isfinite(score) and round(score, DECIMALS) == score
