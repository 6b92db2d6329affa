"""Beginning, finishing and deleting films: what is in the rows, on the disk and in the log."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.films import actions, receiving, store
from attune.web.films.models import Film
from attune.web.films.tus import UploadError
from tests.factories.films import arrived_film, begin_film, bring, names_in, ready_film


def withdraw(family, person):
    cases.record_consent(
        by=family.actor, participant=person, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )


def events_of(film_id):
    rows = Event.objects.filter(object_id=str(film_id))
    return [(row.verb, row.person_id) for row in rows]


def test_begun_film_has_a_row_a_place_and_an_event(family, cycle):
    film = begin_film(family, cycle, size=77)
    film.refresh_from_db()
    assert (film.state, film.size, film.case, film.by) == (
        FilmState.UPLOADING,
        77,
        family.case,
        family.actor.person,
    )
    assert set(film.in_picture.all()) == set(family.people)
    assert store.arrived(film.pk) == 0
    assert events_of(film.pk) == [("create", family.actor.person.pk)]


def test_film_does_not_begin_where_there_is_no_room(family, cycle, settings, films_directory):
    settings.DISK_RESERVE = store.free_bytes() * 2
    with pytest.raises(UploadError) as refused:
        begin_film(family, cycle)
    assert refused.value.status == 507
    assert "Nothing has been sent" in refused.value.sentence
    assert Film.objects.count() == 0
    assert names_in(films_directory) == []


def test_film_that_could_not_be_written_down_leaves_no_bytes(
    family, cycle, films_directory, monkeypatch
):
    def broken(**what):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        begin_film(family, cycle)
    assert names_in(films_directory) == []


def test_finished_upload_waits_to_be_prepared_and_to_be_summed_up(family, cycle):
    content = os.urandom(100_000)
    film = arrived_film(family, cycle, content)
    assert film.state == FilmState.PREPARING
    assert film.sha256 == ""
    row = DBTaskResult.objects.get()
    assert (row.queue_name, row.args_kwargs) == ("films", {"args": [str(film.pk)], "kwargs": {}})
    assert [verb for verb, _ in events_of(film.pk)] == ["create", "change"]


def test_finishing_twice_makes_one_task(family, cycle):
    film = arrived_film(family, cycle, b"x" * 10)
    actions.finish_upload(film=film, by=family.actor)
    assert DBTaskResult.objects.count() == 1
    assert [verb for verb, _ in events_of(film.pk)] == ["create", "change"]


def test_film_is_not_kept_when_someone_withdrew_on_the_way(
    family, cycle, films_directory, django_capture_on_commit_callbacks
):
    film = begin_film(family, cycle, size=4)
    bring(film, b"film")
    withdraw(family, family.baby)
    with django_capture_on_commit_callbacks(execute=True):
        actions.finish_upload(film=film, by=family.actor)
    film.refresh_from_db()
    assert film.state == FilmState.REFUSED
    assert "changed their mind" in film.refusal
    assert names_in(films_directory) == []
    assert DBTaskResult.objects.count() == 0


def test_upload_that_goes_on_waits_its_full_time_again(family, cycle):
    film = begin_film(family, cycle)
    soon = timezone.now() + timedelta(hours=3)
    Film.objects.update(expires_at=soon)
    film.refresh_from_db()
    actions.keep_open(film)
    film.refresh_from_db()
    assert film.expires_at > soon + timedelta(hours=40)


def test_upload_just_begun_is_not_written_to_again(family, cycle, django_assert_num_queries):
    film = begin_film(family, cycle)
    with django_assert_num_queries(0):
        actions.keep_open(film)


def test_deleted_film_is_erased_with_all_its_bytes(
    family, cycle, films_directory, django_capture_on_commit_callbacks
):
    film = ready_film(family, cycle)
    kept = ready_film(family, cycle)
    film_id = film.pk
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_film(film=film, by=family.actor)
    assert list(Film.objects.all()) == [kept]
    assert names_in(films_directory) == [str(kept.pk)]
    assert events_of(film_id)[-1] == ("erase", family.actor.person.pk)


def test_bytes_stay_until_the_row_is_really_gone(
    family, cycle, films_directory, django_capture_on_commit_callbacks
):
    film = ready_film(family, cycle)
    with django_capture_on_commit_callbacks(execute=False):
        actions.delete_film(film=film, by=family.actor)
    assert len(names_in(films_directory)) == 1


def test_expired_uploads_are_erased_and_others_are_not(
    family, cycle, django_capture_on_commit_callbacks
):
    stale, fresh, ready = (
        begin_film(family, cycle),
        begin_film(family, cycle),
        ready_film(family, cycle),
    )
    stale_id = stale.pk
    for film in (stale, ready):
        film.expires_at = timezone.now() - timedelta(minutes=1)
        film.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.drop_expired() == 1
    assert {film.pk for film in Film.objects.all()} == {fresh.pk, ready.pk}
    assert set(store.film_ids()) == {fresh.pk, ready.pk}
    assert events_of(stale_id)[-1] == ("erase", None)


def test_what_is_summed_up_is_what_is_on_the_disk(family, cycle):
    film = begin_film(family, cycle, size=3)
    bring(film, b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2
    with store.open_for_read(film.pk, store.ORIGINAL) as file:
        assert receiving.sha256_of(file) == expected
