"""Sums of caseloads in plain Python, from records: the oracle of the engines, and rows for a fit without sums."""

from collections.abc import Iterable, Mapping
from typing import Any

from attune.core.figures.model import PRODUCTS, Caseload
from attune.core.figures.tally import counting

Row = tuple[tuple[str, str, str], dict[str, int]]


def rows_of(
    records: Iterable[Mapping[str, Any]], measure: str, scale: str, respondent: str, sign: int
) -> list[Row]:
    """Of each pair of start and end its path and its columns, scores in thousandths."""
    ends: dict[tuple[Any, ...], dict[str, Mapping[str, Any]]] = {}
    for record, counts in counting(records):
        asked = (record["measure"], record["scale"], record["respondent"])
        if counts and asked == (measure, scale, respondent):
            course = (record["service"], record["episode"], record["pair"])
            ends.setdefault(course, {})[record["occasion"]] = record
    found = []
    for course in ends.values():
        if "start" not in course or "end" not in course:
            continue
        start = course["start"]
        before, after = (round(course[each]["score"] * 1000) for each in ("start", "end"))
        columns = {
            "(Intercept)": 1,
            "start": sign * before,
            "ordered": int(start["engagement"] == "ordered"),
            "remote": int(start["mode"] == "remote"),
            "trainee": int(start["stage"] == "trainee"),
            "change": sign * (after - before),
        }
        found.append(((start["region"], start["service"], start["caseload"]), columns))
    return found


def caseloads_of(rows: Iterable[Row]) -> list[Caseload]:
    """These rows, summed for each path."""
    parts: dict[tuple[str, str, str], list[dict[str, int]]] = {}
    for path, columns in rows:
        parts.setdefault(path, []).append(columns)
    return [
        Caseload(
            path,
            len(mine),
            {name: sum(one[name] for one in mine) for name in mine[0]},
            {(a, b): sum(one[a] * one[b] for one in mine) for a, b in PRODUCTS},
        )
        for path, mine in sorted(parts.items())
    ]
