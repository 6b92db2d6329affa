"""Who may see a film, and whose agreement it needs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django_scopes import scope

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.cases import actions as cases
from attune.web.cases.queries import bound_up
from attune.web.films import queries, store
from tests.factories.films import TABLE, begin_film, bring, ready_film


@pytest.fixture
def film(family, cycle):
    return ready_film(family, cycle)


def answer(family, person, said):
    cases.record_consent(by=family.actor, participant=person, purpose=Purpose.FILM, answer=said)


def test_practitioner_of_the_case_may_see_the_film(film, practitioner):
    assert queries.open_watchable(practitioner, film.pk) == film


def test_colleague_may_once_the_case_is_shared(film, family, colleague):
    with pytest.raises(PermissionDenied):
        queries.open_film(colleague, film.pk)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert queries.open_watchable(colleague, film.pk) == film


def test_manager_may_not(film, manager):
    with pytest.raises(PermissionDenied):
        queries.open_film(manager, film.pk)


def test_film_of_another_service_does_not_exist(film, stranger):
    with scope(service=stranger.service), pytest.raises(Http404):
        queries.open_film(stranger, film.pk)


def test_film_is_withheld_while_one_of_them_does_not_agree(film, family, practitioner):
    answer(family, family.baby, Answer.WITHDRAWN)
    with pytest.raises(queries.NoConsentError) as refused:
        queries.open_watchable(practitioner, film.pk)
    assert refused.value.people == [family.baby]
    assert queries.open_film(practitioner, film.pk) == film  # it can still be deleted
    answer(family, family.baby, Answer.GIVEN)
    assert queries.open_watchable(practitioner, film.pk) == film


def test_film_with_nobody_in_it_is_withheld(film, practitioner):
    film.in_picture.clear()
    with pytest.raises(queries.NoConsentError):
        queries.open_watchable(practitioner, film.pk)


def test_those_without_consent_are_named_in_order(family):
    assert queries.without_consent(family.people) == family.people
    answer(family, family.mother, Answer.GIVEN)
    assert queries.without_consent(family.people) == [family.baby]
    assert queries.without_consent([]) == []


def test_one_who_is_in_a_film_can_not_be_removed_from_the_case(family, cycle):
    sister = cases.add_participant(
        by=family.actor, case=family.case, name="Cleo", relation="sister", is_client=False
    )
    film = begin_film(family, cycle)
    assert bound_up([sister]) == {sister.pk: []}
    film.in_picture.add(sister)
    assert bound_up([sister]) == {sister.pk: ["films"]}


def test_arrived_counts_the_bytes_that_are_here(family, cycle):
    film = begin_film(family, cycle, size=9)
    bring(film, b"12345")
    assert queries.arrived(film) == 5
    assert not queries.all_arrived(film)
    bring(film, b"6789")
    assert queries.all_arrived(film)
    film.state = FilmState.PREPARING
    assert not queries.all_arrived(film)
    store.erase(film.pk)
    assert queries.arrived(film) == 0


def test_apps_above_say_what_goes_with_a_film(film, monkeypatch):
    monkeypatch.setattr(queries, "BELONGINGS", [])
    assert queries.what_goes_with(film) == []
    queries.goes_with(lambda film: [f"2 clips of {film}"])
    queries.goes_with(lambda film: [])
    queries.goes_with(lambda film: ["1 still", "3 notes"])
    assert queries.what_goes_with(film) == ["2 clips of Bath time", "1 still", "3 notes"]


def test_frame_table_is_the_one_that_was_made_of_the_film(film):
    assert queries.frame_table(film.pk) == TABLE


def test_frame_table_of_a_film_that_is_not_ready_is_not_there(family, cycle):
    with pytest.raises(FileNotFoundError):
        queries.frame_table(begin_film(family, cycle).pk)
