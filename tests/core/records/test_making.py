"""Records hold what the contract lists, and no day."""

import json
import re
from dataclasses import fields as of
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from attune.core.records.contract import faults, fields, values_of
from attune.core.records.errors import RecordError
from attune.core.records.making import Episode, Scored, months_between, records_of

EPISODE = Episode(
    episode="5f1c3c9e-2f3d-4a65-9d3f-0a0c8f6f1b11",
    service="0d3b6c1a-77d2-4f0e-8a55-3f1d2c4b5a66",
    caseload="9b2f6a44-1c5d-4f7e-9a3b-6d1e2f3a4b5c",
    region="scotland",
    setting="nhs",
    context="parent-infant",
    engagement="chosen",
    relation="mother",
    child_age="under-1",
    ethnicity="not-stated",
    stage="trainee",
    mode="in-person",
    cycles=3,
    end="planned",
)
FIRST = Scored(1, "core-10", "1.0.0", "total", "start", "self", 20, date(2026, 1, 31))
LAST = replace(FIRST, occasion="end", score=13.5, on=date(2026, 5, 30))


def test_record_has_every_field_of_the_contract_and_no_other():
    for record in records_of(EPISODE, [FIRST, LAST]):
        assert set(record) == set(fields())
        assert faults(record) == []


def test_days_come_out_as_whole_months_since_the_first_score():
    made = records_of(EPISODE, [LAST, FIRST])
    assert [(one["occasion"], one["months"], one["score"]) for one in made] == [
        ("start", 0, 20),
        ("end", 3, 13.5),
    ]


def test_order_of_the_records_does_not_tell_the_order_of_the_days():
    scores = [FIRST, LAST, replace(FIRST, measure="gad-7"), replace(LAST, measure="gad-7")]
    assert records_of(EPISODE, scores) == records_of(EPISODE, scores[::-1])


@given(
    some.dates(date(2000, 1, 1), date(2045, 1, 1)),
    some.lists(some.integers(0, 20_000), min_size=1, max_size=5),
    some.integers(0, 200),
)
def test_no_day_and_nothing_beyond_the_limits_gets_out(first, days, cycles):
    scores = [replace(FIRST, on=first + timedelta(days=each)) for each in days]
    text = json.dumps(records_of(replace(EPISODE, cycles=cycles), scores))
    assert not re.search(r"\d{4}-\d{2}-\d{2}\"", text)
    begun = min(one.on for one in scores).year
    for record in json.loads(text):
        assert record["year"] == begun
        assert record["months"] <= 60
        assert record["cycles"] == min(cycles, 15)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2025, 11, 15), date(2026, 11, 14), 11),
        (date(2025, 11, 15), date(2026, 11, 15), 12),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_months_are_whole(first, last, months):
    assert months_between(first, last) == months


def test_nothing_scored_is_nothing_sent():
    assert records_of(EPISODE, []) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("region", "Harbour Street 4"),
        ("relation", "Ana"),
        ("episode", "Willow"),
        ("episode", "5f1c3c9e-2f3d-1a65-9d3f-0a0c8f6f1b11"),  # version 1 holds a time and a machine
        ("cycles", -1),
        ("engagement", ""),
    ],
)
def test_episode_that_holds_anything_else_does_not_leave(field, value):
    with pytest.raises(RecordError) as refused:
        records_of(replace(EPISODE, **{field: value}), [FIRST])
    assert field in str(refused.value)
    assert not value or str(value) not in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("measure", "Ana's own form"),
        ("version", "latest"),
        ("scale", "Total score"),
        ("occasion", "21 November"),
        ("respondent", "grandmother Ada"),
        ("pair", 0),
        ("score", float("nan")),
        ("score", float("inf")),
        ("score", 1001),
    ],
)
def test_score_that_holds_anything_else_does_not_leave(field, value):
    with pytest.raises(RecordError) as refused:
        records_of(EPISODE, [replace(FIRST, **{field: value})])
    assert field in str(refused.value)


def test_what_goes_in_is_what_the_contract_lists_and_the_day():
    taken = {one.name for one in (*of(Episode), *of(Scored))}
    assert taken - {"on"} == set(fields()) - {"contract", "months", "year"}


@given(some.data())
def test_every_value_of_the_lists_is_one_that_may_leave(data):
    chosen = {
        one.name: data.draw(some.sampled_from(values_of(one.name)))
        for one in of(Episode)
        if values_of(one.name)
    }
    assert len(records_of(replace(EPISODE, **chosen), [FIRST])) == 1
