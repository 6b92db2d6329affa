"""Whose records figures are made of, and that they are all of the service's and nobody else's."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django_scopes import scope

from attune.core.consent import Purpose
from attune.web.cases.models import Case
from attune.web.insight.queries.records import NOT_SAID, of_own, of_service
from tests.factories import give_consent, make_family
from tests.factories.figures import worked
from tests.factories.outcomes import fill


@pytest.fixture
def open_scope(practitioner):
    with scope(service=practitioner.service):
        yield


def scores(known):
    return sorted((one["occasion"], one["score"]) for one in known.records)


def test_own_records_are_of_the_cases_that_one_holds(practitioner, colleague, open_scope):
    worked(practitioner, 20, 14)
    worked(colleague, 30, 10)
    assert scores(of_own(practitioner)) == [("end", 14.0), ("start", 20.0)]
    assert [case["context"] for case in of_own(practitioner).cases] == ["parent-infant"]


def test_service_has_the_records_of_all_its_cases_whether_they_are_given_away_or_not(
    practitioner, colleague, manager, open_scope
):
    give_consent(worked(practitioner, 20, 14), Purpose.RESEARCH)
    worked(colleague, 30, 10)
    assert scores(of_service(manager)) == [
        ("end", 10.0),
        ("end", 14.0),
        ("start", 20.0),
        ("start", 30.0),
    ]


def test_nothing_of_another_service_is_among_them(manager, stranger, open_scope):
    with scope(service=stranger.service):
        worked(stranger, 20, 14)
    assert of_service(manager).records == ()
    assert of_service(manager).cases == ()


def test_who_is_no_manager_gets_none_of_the_service_and_no_caseworker_none_of_their_own(
    practitioner, manager, open_scope
):
    with pytest.raises(PermissionDenied):
        of_service(practitioner)
    with pytest.raises(PermissionDenied):
        of_own(manager)


def test_service_that_has_not_said_its_region_has_figures_all_the_same(
    practitioner, manager, open_scope
):
    assert not manager.service.region
    worked(practitioner, 20, 14)
    assert {one["region"] for one in of_service(manager).records} == {"elsewhere"}


def test_ending_that_nobody_said_is_told_apart_and_stays_unsaid(practitioner, manager, open_scope):
    family = worked(practitioner, 20, 14)
    Case.objects.update(ending="")
    known = of_service(manager)
    assert {one["end"] for one in known.records} == {NOT_SAID}
    assert [case["end"] for case in known.cases] == [NOT_SAID]
    family.case.refresh_from_db()
    assert family.case.ending == ""


def test_case_says_where_it_stands(practitioner, manager, open_scope):
    worked(practitioner, 20, ended=False, on=date(2024, 2, 1), mode="remote")
    (case,) = of_service(manager).cases
    assert (case["end"], case["year"], case["mode"]) == ("open", "2024", "remote")


def test_three_cases_cost_as_many_queries_as_one(
    practitioner, manager, open_scope, django_assert_num_queries, django_assert_max_num_queries
):
    worked(practitioner, 20, 14)
    with django_assert_max_num_queries(12) as first:
        of_service(manager)
    for before in (21, 22):
        fill(make_family(practitioner), total=before)
    with django_assert_num_queries(len(first.captured_queries)):
        of_service(manager)
