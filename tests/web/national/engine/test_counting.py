"""Counts in DuckDB, PostgreSQL and Spark: the same whole numbers as in plain Python, to the last digit."""

import random
from decimal import Decimal
from itertools import combinations

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.figures.breakdowns import DIMENSIONS, LATER
from attune.core.figures.invented import Nation, works
from attune.core.figures.tally import Tally, tallied, total
from attune.core.records.making import records_of
from attune.web.national.engine import counting, store
from tests.core.figures.caseloads import caseloads_of, rows_of
from tests.core.figures.records import THRESHOLDS, episodes, number, record

RULES = {("core-10", "1.0.0", "total"): (-1, 5665)}
LARGEST = 2**63 - 1
"""What a column of whole numbers can hold."""
MODELLED = ("core-10", "total", "self", -1)


def kept(root, services):
    """Stores the episodes of each service in two pushes, the second of which takes some back. The records that are left."""
    committed, left = {}, []
    for service, drawn in services.items():
        named = {one[0]["episode"]: one for one in drawn if one}
        gone = sorted(named)[::4]
        store.append(root, service, 1, "episodes", named)
        store.append(root, service, 2, "episodes", {episode: [] for episode in gone})
        committed[service] = 2
        left += [each for episode in named.keys() - set(gone) for each in named[episode]]
    return committed, left


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """An invented nation of 6 services and 240 dyads: its files, and the records that are left."""
    root = tmp_path_factory.mktemp("national")
    services: dict[str, list] = {}
    for work in works(Nation(5, services=6, practitioners=18, dyads=240)):
        records = records_of(work.episode, work.scores)
        services.setdefault(work.episode.service, []).append(records)
    committed, left = kept(root, services)
    return store.files(root, committed), left


def modelled(records, scale):
    """The caseloads of work that has ended."""
    ended = [one for one in records if one["end"] != "open"]
    return caseloads_of(rows_of(ended, *scale))


def same(source, left):
    """That an engine counts what plain Python counts: by every dimension, later, and for the model."""
    wanted = [(name,) for name in (*DIMENSIONS, "caseload")]
    found = counting.tables(source, wanted, thresholds=RULES)
    for by in wanted:
        together = {key: total(parts.values()) for key, parts in found[by].items()}
        assert together == tallied(left, by=by, thresholds=RULES)
    later = counting.tallies(source, by=("service",), later="follow-up-3", thresholds=RULES)
    assert later == tallied(left, by=("service",), later="follow-up-3", thresholds=RULES)
    assert counting.caseloads(source, *MODELLED) == modelled(left, MODELLED)
    beyond = source.mutate(large=ibis.literal(LARGEST, "int64"))
    (summed,) = (
        beyond.aggregate(rows=beyond.count(), large=counting._sum(beyond["large"]))
        .to_pyarrow()
        .to_pylist()
    )
    assert int(summed["large"]) == summed["rows"] * LARGEST


def test_duckdb_counts_as_plain_python_does(nation):
    files, left = nation
    with counting.opened(files) as source:
        same(source, left)


def test_postgres_counts_as_plain_python_does(nation, postgres):
    files, left = nation
    postgres.create_table("records", store.table(files))
    same(postgres.table("records"), left)


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_counts_as_plain_python_does(nation, spark):
    files, left = nation
    connection = ibis.pyspark.connect(spark)
    rows = spark.read.parquet(*(str(path) for path in files))
    rows.createOrReplaceTempView("records")
    same(connection.table("records"), left)


@settings(max_examples=6)
@given(
    st.tuples(episodes(service=2), episodes(service=3)),
    st.sets(st.sampled_from((*DIMENSIONS, "service", "caseload")), max_size=3),
    st.sampled_from(LATER),
)
def test_any_records_are_counted_as_plain_python_does(tmp_path_factory, drawn, by, later):
    services = dict(zip((number(2), number(3)), drawn, strict=True))
    committed, left = kept(root := tmp_path_factory.mktemp("national"), services)
    asked = {"by": sorted(by), "later": later, "thresholds": THRESHOLDS}
    with counting.opened(store.files(root, committed)) as source:
        assert counting.tallies(source, **asked) == tallied(left, **asked)
        model = ("core-10", "total", "self", 1)
        assert counting.caseloads(source, *model) == modelled(left, model)


def test_each_part_says_whose_it_is(nation):
    files, left = nation
    with counting.opened(files) as source:
        found = counting.tables(source, [("mode",)], thresholds=RULES)["mode",]
    wanted = tallied(left, by=("mode", "service"), thresholds=RULES)
    assert wanted == {
        (subject, (*categories, service)): tally
        for (subject, categories), parts in found.items()
        for service, tally in parts.items()
    }


def test_largest_scores_are_summed_to_the_last_digit(tmp_path):
    records = {
        number(which): [
            record(episode=number(which), score=-1000.0),
            record(episode=number(which), occasion="end", score=1000.0),
        ]
        for which in range(50)
    }
    store.append(tmp_path, number(2), 1, "whole", records)
    with counting.opened(store.files(tmp_path, {number(2): 1})) as source:
        (tally,) = counting.tallies(source, thresholds={}).values()
        (one,) = counting.caseloads(source, "core-10", "total", "self", 1)
    assert (tally.before_squared, tally.product) == (50 * 10**12, -50 * 10**12)
    assert one.products["change", "change"] == 50 * 4 * 10**12


def test_sums_beyond_64_bits_stay_whole():
    large = pa.chunked_array([[Decimal(2**63 * 1000), Decimal(-3)]], pa.decimal128(38, 2))
    assert counting._whole(large) == [2**63 * 1000, -3]
    assert counting._whole(large.slice(1)) == [-3]
    assert tuple(Tally().as_numbers()) == counting.PARTS


def test_nothing_kept_gives_no_counts():
    with counting.opened([]) as source:
        assert counting.tallies(source, thresholds=RULES) == {}
        assert counting.caseloads(source, *MODELLED) == []


def test_engine_reads_the_store_and_nothing_else(nation, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with counting.opened(nation[0]) as source:
        engine = source.get_backend().con
        for asked, refused in (
            (f"SELECT * FROM read_csv('{tmp_path}/secret.csv')", duckdb.PermissionException),
            (f"COPY (SELECT 1) TO '{tmp_path}/out.csv'", duckdb.PermissionException),
            ("INSTALL httpfs", duckdb.PermissionException),
            ("SET enable_external_access = true", duckdb.InvalidInputException),
        ):
            with pytest.raises(refused):
                engine.execute(asked)
    assert not (tmp_path / "out.csv").exists()


def test_file_that_is_damaged_inside_is_named(tmp_path):
    chance = random.Random(1)
    records = {
        number(which): [record(episode=number(which), score=chance.randrange(10**6) / 1000)]
        for which in range(300)
    }
    path = store.append(tmp_path, number(2), 1, "whole", records)
    content = bytearray(path.read_bytes())
    for place in range(8, 1200):
        content[place] = 0
    path.write_bytes(content)
    with (
        pytest.raises(store.StoreError, match=r"00000001\.parquet is damaged"),
        counting.opened(store.files(tmp_path, {number(2): 1})) as source,
    ):
        counting.tallies(source, thresholds={})


def test_every_breakdown_adds_up_to_the_same_whole(nation):
    with counting.opened(nation[0]) as source:
        found = counting.tables(
            source, [(), *combinations(("region", "mode", "dose"), 2)], thresholds=RULES
        )
    sums = [
        total(part for parts in table.values() for part in parts.values())
        for table in found.values()
    ]
    assert sums[0] != Tally()
    assert sums == [sums[0]] * 4
