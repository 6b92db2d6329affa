"""Sums that are kept for each service, so that a page never counts what was counted before.

One file for each service, `sums/<service>.json` under the root: the tallies by every single dimension at every later occasion, and the
sums of its caseloads for the national model. It says which sequence it was counted from and by which question. After a push
only the service whose push it was is counted again, from its own files; the nation's figures are the sums of all files.
Tallies and sums are whole numbers, so the nation put together from them equals the nation counted at once.

A file that is missing, of another sequence or of another question is counted anew, so nothing has to be told of a push.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from attune.core.figures.breakdowns import DIMENSIONS, LATER
from attune.core.figures.model import COLUMNS, PRODUCTS, Caseload
from attune.core.figures.tally import Key, Subject, Tally, Thresholds
from attune.web.national.engine import counting, store

FORM = 1
BREAKDOWNS = ((), *((name,) for name in DIMENSIONS))


class Scale(NamedTuple):
    """What the national model is asked of. sign: −1 where lower scores are better."""

    measure: str
    scale: str
    respondent: str
    sign: int


@dataclass(frozen=True)
class Question:
    """What is counted: by which thresholds pairs are judged, and which scales the national model is asked of."""

    thresholds: Thresholds
    scales: Sequence[Scale] = ()

    def name(self) -> str:
        """The same question has the same name; any other another one."""
        said = [FORM, BREAKDOWNS, LATER, sorted(self.thresholds.items()), sorted(self.scales)]
        return sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """What is kept of one service: tallies by breakdown and key, and caseloads by scale."""

    tables: Mapping[tuple[str, ...], Mapping[Key, Tally]] = field(default_factory=dict)
    caseloads: Mapping[Scale, Sequence[Caseload]] = field(default_factory=dict)


def of_services(root: Path, committed: store.Committed, question: Question) -> dict[str, Kept]:
    """What is kept of each service, counted where it is not yet. Raises StoreError, naming the file that is missing or damaged."""
    name = question.name()
    found = {service: _read(root, service, last, name) for service, last in committed.items()}
    stale = {service: last for service, last in committed.items() if found[service] is None}
    counted = _counted_twice(root, stale, question) if stale else {}
    for service, kept in counted.items():
        _write(root, service, stale[service], name, kept)
    _forget_others(root, committed)
    return {**{service: kept for service, kept in found.items() if kept}, **counted}


def tables(kept: Mapping[str, Kept], by: Sequence[str]) -> dict[Key, dict[str, Tally]]:
    """The tallies by one dimension or none, and which service each part is of, as `counting.tallies_by_service` gives them."""
    found: dict[Key, dict[str, Tally]] = {}
    for service, mine in kept.items():
        for key, tally in mine.tables.get(tuple(by), {}).items():
            found.setdefault(key, {})[service] = tally
    return found


def caseloads(kept: Mapping[str, Kept], scale: Scale) -> list[Caseload]:
    """All caseloads of a scale, as `counting.caseloads` gives them."""
    found = [one for mine in kept.values() for one in mine.caseloads.get(scale, ())]
    return sorted(found, key=lambda one: one.path)


def forget(root: Path, service: str) -> None:
    """Takes away what is kept of a service: for when its records were erased."""
    store.sums_of(root, service).unlink(missing_ok=True)


def _counted_twice(root: Path, stale: store.Committed, question: Question) -> dict[str, Kept]:
    """Once more where files went away between their names and their bytes: they were just made one (`store.compact`)."""
    try:
        return _counted(root, stale, question)
    except store.StoreError:
        return _counted(root, stale, question)


def _counted(root: Path, stale: store.Committed, question: Question) -> dict[str, Kept]:
    """Counts these services, all in one question for each occasion and scale."""
    parts: dict[str, tuple[dict[Any, dict[Key, Tally]], dict[Scale, list[Caseload]]]] = {
        service: ({}, {}) for service in stale
    }
    with counting.opened(store.files(root, stale)) as source:
        for later in LATER:
            asked = counting.tables(source, BREAKDOWNS, later=later, thresholds=question.thresholds)
            for by, table in asked.items():
                for key, services in table.items():
                    for service, tally in services.items():
                        parts[service][0].setdefault(by, {})[key] = tally
        for scale in question.scales:
            for one in counting.caseloads(source, *scale):
                parts[one.path[1]][1].setdefault(scale, []).append(one)
    return {service: Kept(*part) for service, part in parts.items()}


# --- files ----------------------------------------------------------------------------------------
def _read(root: Path, service: str, last: int, question: str) -> Kept | None:
    """What is kept; None where nothing is, or not of this sequence and question, or it can't be read."""
    try:
        said = json.loads(store.sums_of(root, service).read_bytes())
        if (said["sequence"], said["question"]) != (last, question):
            return None
        return _understood(said)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _understood(said: Mapping[str, Any]) -> Kept:
    tables: dict[tuple[str, ...], dict[Key, Tally]] = {}
    for by, subject, categories, numbers in said["tables"]:
        key = (Subject(*subject), tuple(categories))
        tables.setdefault(tuple(by), {})[key] = Tally(*numbers)
    caseloads: dict[Scale, list[Caseload]] = {}
    for scale, path, pairs, totals, products in said["caseloads"]:
        one = Caseload(
            tuple(path),
            pairs,
            dict(zip(COLUMNS, totals, strict=True)),
            dict(zip(PRODUCTS, products, strict=True)),
        )
        caseloads.setdefault(Scale(*scale), []).append(one)
    return Kept(tables, caseloads)


def _write(root: Path, service: str, last: int, question: str, kept: Kept) -> None:
    """Under a name of this process first: two that count at once write the same, one after the other."""
    said = {
        "sequence": last,
        "question": question,
        "tables": [
            [by, subject, categories, list(tally.as_numbers().values())]
            for by, table in kept.tables.items()
            for (subject, categories), tally in table.items()
        ],
        "caseloads": [
            [
                scale,
                one.path,
                one.pairs,
                [one.totals[name] for name in COLUMNS],
                [one.products[pair] for pair in PRODUCTS],
            ]
            for scale, many in kept.caseloads.items()
            for one in many
        ],
    }
    path = store.sums_of(root, service)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(said, separators=(",", ":")), encoding="utf-8")
    partial.replace(path)


def _forget_others(root: Path, committed: store.Committed) -> None:
    """Of services that are gone, nothing is kept."""
    for path in (root / "sums").glob("*.json"):
        if path.stem not in committed:
            path.unlink(missing_ok=True)
