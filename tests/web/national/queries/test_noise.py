"""The ledger adds up to the last thousandth; what can be chosen is told by the catalogue and the clock alone."""

import csv
import io
from uuid import uuid4

import pytest
import time_machine
from django.http import Http404

from attune.core.statistics.errors import CannotComputeError
from attune.web.national.models import NoiseTrouble
from attune.web.national.queries import noise as queries
from tests.factories import make_officer
from tests.factories.noise import CORE_10, budget, small_table, spending

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_officer().person


def test_ledger_says_what_was_left_after_each_entry(person):
    assert (queries.account(), queries.ledger()) == (queries.Account(0, 0), [])
    budget(person, 2000)
    first = spending(person, 501)
    second = spending(person, 999)
    budget(person, 1)
    account = queries.account()
    assert (account.allowed, account.spent, account.left) == (2001, 1500, 501)
    told = [(one.change, one.left, one.spending, one.who) for one in queries.ledger()]
    assert told == [
        (1, 501, None, person.name),
        (-999, 500, second, person.name),
        (-501, 1499, first, person.name),
        (2000, 2000, None, person.name),
    ]
    assert queries.ledger()[-1].reason == "Agreed by the board in November."


def test_epsilon_of_all_tables_is_what_the_ledger_says(person):
    """What each plan takes, as exact fractions, is never more together than what was written down."""
    rows = [
        spending(person, thousandths, breakdowns=names)
        for thousandths, names in ((1, []), (333, ["region"]), (999, ["year", "mode", "dose"]))
    ]
    taken = sum(queries.plan_of(row).spent for row in rows)
    assert taken <= queries.account().spent / 1000
    assert float(taken) == pytest.approx(1.333, rel=1e-12)


def test_lists_take_the_same_number_of_questions(person, django_assert_num_queries):
    small_table(person)
    for _ in range(2):
        with django_assert_num_queries(2):
            assert all(one.who for one in queries.ledger())
        with django_assert_num_queries(1):
            assert {hasattr(row, "table") for row in queries.spendings()} >= {True}
        spending(person)
        budget(person)


def test_document_and_its_csv_are_of_the_bytes_that_were_frozen(person):
    table = small_table(person)
    row = queries.spending(table.spending_id)
    document = queries.document(row)
    assert document.digest == table.digest == queries.table(row).digest
    told = list(csv.DictReader(io.StringIO(queries.document_csv(row))))
    assert {one["by"] for one in told} == {"", "region"}
    shown = document.parts[0].tables[0].rows[0].counts
    whole = {
        one["standing"]: int(one["value"])
        for one in told
        if one["what"] == "count" and not one["by"]
    }
    assert whole == shown


def test_nothing_is_there_before_it_is_made(person):
    row = spending(person)
    assert (queries.has_table(row), queries.document(row), queries.trouble(row)) == (
        False,
        None,
        None,
    )
    for ask in (queries.table, queries.document_csv):
        with pytest.raises(Http404):
            ask(row)
    with pytest.raises(Http404):
        queries.spending(uuid4())
    NoiseTrouble.objects.create(spending=row, reason="First.")
    NoiseTrouble.objects.create(spending=row, reason="Second.")
    assert queries.trouble(row).reason == "Second."


@time_machine.travel("2026-11-21")
def test_what_can_be_asked_is_the_same_whether_or_not_anything_came():
    assert CORE_10 in queries.topics()
    assert len(queries.topics()) > 20
    assert queries.years() == [2022, 2023, 2024, 2025, 2026]


def test_subject_that_is_not_known_has_no_plan():
    with pytest.raises(CannotComputeError, match="not in the catalogue"):
        queries.plan("", 100, ["core-10-total-nobody"], [], [2026])
