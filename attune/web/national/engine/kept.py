"""Sums that are kept for each service, so that a page never counts what was counted before.

One file for each service, `sums/<service>.json` under the root: its `ServiceSums`, which is all that releases and the national model
take of it. It says which sequence it was counted from and by which question. After a push
only the service whose push it was is counted again, from its own files; the nation's figures are the sums of all files.
Tallies and sums are whole numbers, so the nation put together from them equals the nation counted at once.

A file that is missing, of another sequence or of another question is counted anew, so nothing has to be told of a push. What was
read once is remembered by the process.
"""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from attune.core.figures.model import COLUMNS, PRODUCTS, Caseload, Scale
from attune.core.figures.service_sums import PLACES, ServiceSums
from attune.core.figures.tables import OPEN, By
from attune.core.figures.tally import Key, Subject, Tally, Thresholds
from attune.web.national.engine import counting, store

log = logging.getLogger("attune.national")
FORM = 2

Seen = tuple[int, int, int]
_remembered: dict[Path, tuple[Seen, int, str, ServiceSums]] = {}
"""By file: how it lay there, of which sequence and question, and what is kept."""


@dataclass(frozen=True)
class Question:
    """What is counted: by which thresholds pairs are judged, and which scales the national model is asked of."""

    thresholds: Thresholds
    scales: Sequence[Scale] = ()

    def name(self) -> str:
        """The same question has the same name; any other another one."""
        said = [FORM, PLACES, sorted(self.thresholds.items()), sorted(self.scales)]
        return sha256(json.dumps(said).encode()).hexdigest()


def of_services(
    root: Path, committed: store.Committed, question: Question
) -> dict[str, ServiceSums]:
    """What is kept of each service, counted where it is not yet. Raises StoreError, naming the file that is missing or damaged."""
    name = question.name()
    found = {service: _read(root, service, last, name) for service, last in committed.items()}
    stale = {service: last for service, last in committed.items() if found[service] is None}
    counted = _counted_twice(root, stale, question) if stale else {}
    for service, kept in counted.items():
        _write(root, service, stale[service], name, kept)
    _forget_others(root, committed)
    return {**{service: kept for service, kept in found.items() if kept is not None}, **counted}


def forget(root: Path, service: str) -> None:
    """Takes away what is kept of a service: for when its records were erased."""
    path = store.sums_of(root, service)
    _remembered.pop(path, None)
    path.unlink(missing_ok=True)


def _counted_twice(
    root: Path, stale: store.Committed, question: Question
) -> dict[str, ServiceSums]:
    """Once more where files went away between their names and their bytes: they were just made one (`store.compact`)."""
    try:
        return _counted(root, stale, question)
    except store.StoreError:
        return _counted(root, stale, question)


def _counted(root: Path, stale: store.Committed, question: Question) -> dict[str, ServiceSums]:
    """Counts these services, all in one question for each occasion and scale."""
    tables: dict[str, dict[By, dict[Key, Tally]]] = {service: {} for service in stale}
    caseloads: dict[str, dict[Scale, list[Caseload]]] = {service: {} for service in stale}
    with counting.opened(store.files(root, stale)) as source:
        for later in dict.fromkeys(later for _by, later in PLACES):
            wanted = [(*by, "end") for by, when in PLACES if when == later]
            asked = counting.tables(source, wanted, later=later, thresholds=question.thresholds)
            for by, table in asked.items():
                _put_ended(tables, by[:-1], table)
        there = {key[0][:3] for mine in tables.values() for key in mine.get((), {})}
        for scale in question.scales:
            if scale[:3] in there:
                for one in counting.caseloads(source, *scale):
                    caseloads[one.path[1]].setdefault(scale, []).append(one)
    return {service: ServiceSums(tables[service], caseloads[service]) for service in stale}


def _put_ended(
    tables: dict[str, dict[By, dict[Key, Tally]]],
    by: By,
    table: Mapping[Key, Mapping[str, Tally]],
) -> None:
    """Into the tables of each service its part of one that is also by how work ended, without work that goes on."""
    for (subject, (*category, end)), services in table.items():
        if end == OPEN:
            continue
        for service, tally in services.items():
            mine = tables[service].setdefault(by, {})
            key = (subject, tuple(category))
            mine[key] = mine.get(key, Tally()) + tally


# --- files ----------------------------------------------------------------------------------------
def _read(root: Path, service: str, last: int, question: str) -> ServiceSums | None:
    """What is kept; None where nothing is, or not of this sequence and question, or it can't be read."""
    path = store.sums_of(root, service)
    try:
        seen = _seen(path)
        known = _remembered.get(path)
        if known is not None and known[:3] == (seen, last, question):
            return known[3]
        said = json.loads(path.read_bytes())
        if (said["sequence"], said["question"]) != (last, question):
            return None
        found = _understood(said)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    _remembered[path] = (seen, last, question, found)
    return found


def _seen(path: Path) -> Seen:
    there = path.stat()
    return (there.st_ino, there.st_mtime_ns, there.st_size)


def _understood(said: Mapping[str, Any]) -> ServiceSums:
    tables: dict[By, dict[Key, Tally]] = {}
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
    return ServiceSums(tables, caseloads)


def _write(root: Path, service: str, last: int, question: str, kept: ServiceSums) -> None:
    """Under a name of this process first: two that count at once write the same, one after the other. A full disk keeps
    nobody from counting."""
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
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(said, separators=(",", ":")), encoding="utf-8")
        partial.replace(path)
        _remembered[path] = (_seen(path), last, question, kept)
    except OSError:
        log.exception("The sums of a service could not be kept, and are counted again next time.")
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _forget_others(root: Path, committed: store.Committed) -> None:
    """Of services that are gone, nothing is kept."""
    for path in (root / "sums").glob("*.json"):
        if path.stem not in committed:
            forget(root, path.stem)
