"""A release as files: its tables of counts as `attune national check-release` reads them, and its figures as one table.

A folder for each subject, in it one for each release, in it a CSV file for each table: so releases that are unpacked into the
same place lie as the check wants them, and each folder of a subject is what it is run on.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import product

from attune.core.figures.released import ALL, Interval, Part, ReleaseDocument, Row, Table
from attune.core.figures.releasing import table_of

EVERY, HIDDEN, COUNT = "All", "*", "count"
"""Words of the files: every category together, and a count that is hidden."""

FIGURES = (
    "measure",
    "scale",
    "respondent",
    "later",
    "by",
    "category",
    "all",
    "pairs",
    *(f"complete{end}" for end in ("", "_low", "_high")),
    *(f"improved{end}" for end in ("", "_low", "_high")),
    *(f"worsened{end}" for end in ("", "_low", "_high")),
    "before",
    "after",
    *(f"change{end}" for end in ("", "_low", "_high")),
    *(f"effect{end}" for end in ("", "_low", "_high")),
    "since",
    "reason",
)


def files_of(document: ReleaseDocument) -> dict[str, str]:
    """The text of each file of a release, by its path."""
    found = {
        f"{part.slug}/{document.name}/{table.name}.csv": counts_csv(part, table)
        for part in document.parts
        for table in part.tables
    }
    return {**found, f"figures-{document.name}.csv": figures_csv(document)}


def counts_csv(part: Part, table: Table) -> str:
    """One table of counts with all its margins."""
    made = table_of(part, table)
    names = list(made.dimensions)
    ways = [(*made.dimensions[name], EVERY) for name in names]
    lines: list[Sequence[object]] = [[*names, COUNT]]
    for each in product(*ways):
        conditions = zip(names, each, strict=True)
        value = made.values[frozenset(one for one in conditions if one[1] != EVERY)]
        lines.append([*each, HIDDEN if value is None else value])
    return _text(lines)


def figures_csv(document: ReleaseDocument) -> str:
    """Every row of every table that has figures, or says why it has none; shares from 0 to 1."""
    lines: list[Sequence[object]] = [FIGURES]
    for part in document.parts:
        subject = (part.measure, part.scale, part.respondent)
        for table in part.tables:
            if table.standings:
                by = "-by-".join(table.by)
                lines += [(*subject, table.later, by, *_figures(row)) for row in table.rows]
    return _text(lines)


def _figures(row: Row) -> list[object]:
    shares = [part for one in (row.complete, row.improved, row.worsened) for part in _ends(one)]
    said = row.values
    values: list[object] = ["", "", *_ends(None), *_ends(None), ""]
    if said is not None:
        means = ["" if one is None else one for one in (said.before, said.after)]
        values = [*means, *_ends(said.change), *_ends(said.effect), said.since]
    counts = [row.counts[ALL], row.pairs]
    known = [HIDDEN if one is None else one for one in counts]
    return [" ".join(row.category), *known, *shares, *values, row.reason]


def _ends(one: Interval | None) -> list[object]:
    return ["", "", ""] if one is None else [one.estimate, one.low, one.high]


def _text(lines: Iterable[Sequence[object]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(lines)
    return file.getvalue()
