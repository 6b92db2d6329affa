"""Agreements and how they stand."""

from datetime import date

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from attune.web.national.queries import research as queries
from tests.factories import make_officer, nation
from tests.factories.releases import agreement, ready_extract

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return agreement(make_officer().person, valid_until=date(2027, 6, 30))


@pytest.mark.parametrize(
    ("now", "state"), [("2027-06-30 12:00", "valid"), ("2027-07-01 12:00", "over")]
)
def test_agreement_is_valid_through_its_last_day(row, now, state):
    with time_machine.travel(now, tick=False):
        assert queries.state(row) == state


def test_agreement_that_was_ended_stays_ended(row):
    row.ended_at = timezone.now()
    row.save()
    assert [(one.agreement, one.state) for one in queries.listed()] == [(row, "ended")]


def test_unknown_agreement_is_not_found():
    with pytest.raises(Http404):
        queries.agreement("0b8b5a0e-6d3c-4b55-9d0c-000000000009")


def test_records_are_those_that_services_gave(national):
    given = nation.give()
    key = ("episode", "occasion", "score")
    found = sorted(tuple(one[name] for name in key) for one in queries.records())
    assert found == sorted(tuple(one[name] for name in key) for one in given)


def test_drafts_are_those_that_are_not_erased(row, national):
    ready = ready_extract(row)
    ready_extract(row, state="gone")
    assert list(queries.drafts(row)) == [ready]
    assert queries.draft(ready.pk).agreement == row
    with pytest.raises(Http404):
        queries.draft(row.pk)
