"""What an entry may say: the shipped files, their JSON Schema, and what a schema cannot tell."""

import datetime
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

LIBRARY = Path(__file__).parent / "library"
LARGEST = 1 << 16  # characters of an entry

Content = dict[str, Any]


class NotAnEntryError(ValueError):
    """Text that is no entry; `faults` says everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def shipped() -> dict[str, Content]:
    """Every entry that comes with Attune, by its short name, checked."""
    return {
        path.stem: read(path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.glob("*.toml"))
    }


def read(text: str) -> Content:
    """An entry from its TOML. Raises NotAnEntryError."""
    if len(text) > LARGEST:
        raise NotAnEntryError(["The text is longer than an entry can be."])
    try:
        content = _plain(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise NotAnEntryError([f"The text cannot be read as TOML: {error}."]) from error
    if faults := faults_of(content):
        raise NotAnEntryError(faults)
    return content


def _plain(value: Any) -> Any:
    """TOML's dates as the texts that JSON has."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(
        json.loads((LIBRARY / "entry.schema.json").read_text(encoding="utf-8"))
    )


def faults_of(content: Content) -> list[str]:
    """Everything that keeps this from being an entry; none for a good one."""
    errors = sorted(_validator().iter_errors(content), key=lambda one: list(map(str, one.path)))
    if errors:
        return [f"{_place(one.path)}: {one.message[:200]}." for one in errors]
    return [*_without_source(content), *_counted_twice(content), *_dates(content), *_means(content)]


def _place(path: Any) -> str:
    return (
        " → ".join(str(step + 1) if isinstance(step, int) else step for step in path) or "The entry"
    )


def _without_source(content: Content) -> Iterator[str]:
    there = len(content["sources"])
    for kind in ("figures", "effects"):
        for number, each in enumerate(content.get(kind, []), 1):
            if each["source"] > there:
                yield f"{kind} → {number}: there is no source {each['source']}."


def _counted_twice(content: Content) -> Iterator[str]:
    """Two effects of the same families on one outcome would count these families twice, and so would a review's."""
    if content["kind"] != "study" and content.get("effects"):
        yield "effects: only a study counts in the analysis; tell what a review found as figures."
    outcomes = [each["outcome"] for each in content.get("effects", [])]
    for outcome in sorted({each for each in outcomes if outcomes.count(each) > 1}):
        yield f"effects: a study counts once for {outcome}; tell the other as a figure."


def _dates(content: Content) -> Iterator[str]:
    for number, each in enumerate(content["sources"], 1):
        try:
            datetime.date.fromisoformat(each["looked_at"])
        except ValueError:
            yield f"sources → {number}: {each['looked_at']} is no day."


def _means(content: Content) -> Iterator[str]:
    for number, each in enumerate(content.get("effects", []), 1):
        ends = [each["ci"]] if "ci" in each else []
        if any(low >= high for low, high in [*ends, *each.get("mean_ci", [])]):
            yield f"effects → {number}: an interval ends before it begins."
        if each["derived"] == "p" and each["d"] == 0:
            yield f"effects → {number}: no standard error follows from P where the effect is none."
