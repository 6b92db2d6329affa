"""Counts and sums of outcome records: one question, in the words of Ibis, that any engine answers alike.

A source is a table of rows as `store` keeps them: in files, through DuckDB inside this process (`opened`), or loaded into PostgreSQL,
Spark, or whatever Ibis speaks to. What is asked are joins, counts and sums, and nothing in an engine's own words. Scores are
whole thousandths and sums are decimals, so every engine gives the same whole numbers: a score has at most 10⁶
thousandths, a product of two changes at most 4·10¹² millionths, and 36 digits (Ibis keeps two for decimals) hold the sum
of 10²³ of these.

`core.figures.tally.tallied` is what these counts must be, in plain Python.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

import duckdb
import ibis
from ibis import Table, Value
from pyarrow import ArrowInvalid, ChunkedArray

from attune.core.figures.breakdowns import DIMENSIONS, DOSES
from attune.core.figures.model import COLUMNS as MODELLED
from attune.core.figures.model import CONDITIONS, LEVELS, PRODUCTS, Caseload
from attune.core.figures.tables import OPEN
from attune.core.figures.tally import STANDINGS, SUMS, Key, Subject, Tally, Thresholds
from attune.web.national.engine import store

MEMORY = "1GB"
"""What one question may take; more is refused by DuckDB, and nothing is written to a disk for want of it."""

COURSE = ("service", "episode", "pair", "measure", "scale", "respondent")
SUBJECT = ("measure", "scale", "respondent")
PARTS = (*STANDINGS, *SUMS)
"""The numbers of a tally, in its order."""
PAIRS = frozenset(STANDINGS) - {"open", "unpaired"}


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[Table]:
    """The rows of these files (`store.files`), through a DuckDB that can read them and nothing else.

    It has no network, loads no extension and writes nothing. Raises StoreError, naming the file, if one is damaged.
    """
    connection = ibis.duckdb.connect(
        memory_limit=MEMORY,
        temp_directory="",
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        allow_community_extensions=False,
    )
    try:
        within = sorted({f"{path.parent.parent}/" for path in paths})
        connection.con.execute("SET allowed_directories = $1", [within])
        connection.raw_sql("SET enable_external_access = false")
        connection.raw_sql("SET lock_configuration = true")
        if paths:
            yield connection.read_parquet([str(path) for path in paths], hive_partitioning=False)
        else:
            connection.con.register("nothing", store.COLUMNS.empty_table())
            yield connection.table("nothing")
    except duckdb.Error:
        store.table(paths)  # says which file it is, if it is a file
        raise
    finally:
        connection.disconnect()


def current(rows: Table) -> Table:
    """The records that count: those of the newest push that names their episode."""
    newest = rows.group_by("service", "episode").aggregate(sequence=rows["sequence"].max())
    return rows.filter(rows["record"]).semi_join(newest, ["service", "episode", "sequence"])


# --- tallies --------------------------------------------------------------------------------------
def tallies(
    source: Table, *, by: Sequence[str] = (), later: str = "end", thresholds: Thresholds
) -> dict[Key, Tally]:
    """The tallies of all records that count, broken down `by` dimensions, as `core.figures.tally.tallied` says them."""
    return _tallied(_courses(source, later, thresholds), [by], later)[0]


def tables(
    source: Table, wanted: Sequence[Sequence[str]], *, later: str = "end", thresholds: Thresholds
) -> dict[tuple[str, ...], dict[Key, dict[str, Tally]]]:
    """The tallies of several breakdowns, and which service each part is of, which the rules of disclosure need; one question asks
    for all."""
    found: dict[tuple[str, ...], dict[Key, dict[str, Tally]]] = {}
    courses = _courses(source, later, thresholds)
    parts = _tallied(courses, [("service", *by) for by in wanted], later)
    for by, part in zip(wanted, parts, strict=True):
        mine = found.setdefault(tuple(by), {})
        for (subject, (service, *rest)), tally in part.items():
            mine.setdefault((subject, tuple(rest)), {})[service] = tally
    return found


def _courses(rows: Table, later: str, thresholds: Thresholds) -> Table:
    """A row for each course: its start, the later score if there is one, and where it stands."""
    counted = current(rows).filter(lambda row: row["counts"])
    start = counted.filter(lambda row: row["occasion"] == "start")
    end = counted.filter(lambda row: row["occasion"] == later)
    after = end.select(*COURSE, after="thousandths")
    joined = start.left_join(after, COURSE).drop(*(f"{name}_right" for name in COURSE))
    judged = joined.mutate(
        better=_of_scale(joined, {scale: better for scale, (better, _) in thresholds.items()}),
        least=_of_scale(joined, {scale: least for scale, (_, least) in thresholds.items()}),
    )
    return judged.select(
        *COURSE,
        *(name for name in LEVELS if name not in COURSE),
        **{name: _category(judged, name) for name in DIMENSIONS if name not in LEVELS},
        before=judged["thousandths"],
        after=judged["after"],
        standing=_standing(judged),
    )


def _of_scale(row: Table, known: Mapping[tuple[str, str, str], int]) -> Value:
    """A number that a scale of a version of a measure has; none for others. It stands in the question itself, so that
    reading is all an engine has to allow."""
    nothing = ibis.null("int64")
    if not known:
        return nothing
    rules = [
        (
            (row["measure"] == measure) & (row["version"] == version) & (row["scale"] == scale),
            ibis.literal(number, "int64"),
        )
        for (measure, version, scale), number in sorted(known.items())
    ]
    return ibis.cases(*rules, else_=nothing)


def _standing(row: Table) -> Value:
    """The one of STANDINGS that a course is in."""
    change = row["after"] - row["thousandths"]
    return ibis.cases(
        (row["after"].isnull() & (row["end"] == "open"), "open"),
        (row["after"].isnull(), "unpaired"),
        (row["least"].isnull(), "unjudged"),
        (change.abs() < row["least"], "unchanged"),
        (change * row["better"] > 0, "improved"),
        else_="worsened",
    )


def _category(row: Table, dimension: str) -> Value:
    if dimension == "dose":
        bands = [
            (row["cycles"] <= most, band) for most, band in zip((0, 2, 4, 6), DOSES, strict=False)
        ]
        return ibis.cases(*bands, else_=DOSES[-1])
    if dimension == "year":
        return row["year"].cast("string")
    return row[dimension]


def _tallied(courses: Table, wanted: Sequence[Sequence[str]], later: str) -> list[dict[Key, Tally]]:
    """The tallies of each breakdown: a row for each of its categories and standings, all in one answer."""
    answer = _counted(courses, wanted).to_pyarrow()
    names = ("breakdown", *SUBJECT, "standing", "courses")
    plain = zip(*(answer[name].to_pylist() for name in names), strict=True)
    sums = zip(*(_whole(answer[name]) for name in SUMS), strict=True)
    width = max(len(by) for by in wanted)
    said = [answer[f"category_{place}"].to_pylist() for place in range(width)]
    categories = zip(*said, strict=True) if said else repeat(())
    found: list[dict[Key, list[int]]] = [{} for _ in wanted]
    for (number, *subject, standing, count), summed, mine in zip(
        plain, sums, categories, strict=False
    ):
        key = (Subject(*subject, later), mine[: len(wanted[number])])
        numbers = found[number].setdefault(key, [0] * len(PARTS))
        numbers[PARTS.index(standing)] = count
        if standing in PAIRS:
            for place, value in enumerate(summed, len(STANDINGS)):
                numbers[place] += value
    return [{key: Tally(*numbers) for key, numbers in one.items()} for one in found]


def _whole(column: ChunkedArray) -> list[int]:
    """Decimals as whole numbers; by way of 64 bits, which is fast, where they hold them."""
    try:
        return column.cast("int64").to_pylist()
    except ArrowInvalid:
        return [int(each) for each in column.to_pylist()]


def _counted(courses: Table, wanted: Sequence[Sequence[str]]) -> Table:
    """Every course once for each breakdown, by its number, so that records are read and joined once however many there are."""
    numbers = ibis.range(len(wanted)).unnest().name("breakdown").as_table()
    rows = courses.cross_join(numbers)
    categories = {
        f"category_{place}": ibis.cases(
            *(
                (rows["breakdown"] == number, rows[by[place]])
                for number, by in enumerate(wanted)
                if place < len(by)
            ),
            else_="",
        )
        for place in range(max(len(by) for by in wanted))
    }
    before, after = rows["before"], rows["after"]
    products = (before, after, before * before, after * after, before * after)
    return rows.group_by("breakdown", *SUBJECT, "standing", **categories).aggregate(
        rows.count().name("courses"),
        **{name: _sum(value) for name, value in zip(SUMS, products, strict=True)},
    )


def _sum(whole: Value) -> Value:
    """Of whole numbers, beyond 64 bits, in every engine."""
    return whole.cast("decimal(38, 0)").sum()


# --- the national model ---------------------------------------------------------------------------
def caseloads(
    source: Table, measure: str, scale: str, respondent: str, sign: int
) -> list[Caseload]:
    """The sums of each caseload that has a pair of start and end, of work that has ended. sign: −1 where lower is better."""
    courses = _courses(source, "end", {})
    pairs = courses.filter(
        courses["measure"] == measure,
        courses["scale"] == scale,
        courses["respondent"] == respondent,
        courses["after"].notnull(),
        courses["end"] != OPEN,
    )
    columns: dict[str, Value | int] = {
        MODELLED[0]: 1,
        "start": pairs["before"] * sign,
        "change": (pairs["after"] - pairs["before"]) * sign,
        **{
            name: (pairs[field] == value).ifelse(1, 0)
            for name, (field, value) in CONDITIONS.items()
        },
    }
    place = {name: f"column_{number}" for number, name in enumerate(MODELLED)}
    row = pairs.select(*LEVELS, **{place[name]: columns[name] for name in MODELLED})
    totals = {name: f"total_{number}" for number, name in enumerate(MODELLED)}
    products = {pair: f"product_{number}" for number, pair in enumerate(PRODUCTS)}
    summed = {
        **{totals[name]: _sum(row[place[name]]) for name in MODELLED},
        **{products[one, two]: _sum(row[place[one]] * row[place[two]]) for one, two in PRODUCTS},
    }
    found = row.group_by(*LEVELS).aggregate(row.count().name("pairs"), **summed)
    return sorted(
        (
            Caseload(
                (each["region"], each["service"], each["caseload"]),
                each["pairs"],
                {name: int(each[column]) for name, column in totals.items()},
                {pair: int(each[column]) for pair, column in products.items()},
            )
            for each in found.to_pyarrow().to_pylist()
        ),
        key=lambda one: one.path,
    )
