"""What films bring to the journey of a case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from attune.core.journey import FilmState, Step
from attune.web.cases.journey import CycleKnown, journey_of
from attune.web.films import actions, journey
from attune.web.films.models import Film
from tests.factories.films import begin_film, ready_film


def known_of(*cycles):
    known = {cycle.pk: CycleKnown() for cycle in cycles}
    journey.know(known)
    return known


def page(film):
    return reverse("films:film", args=[film.pk])


def test_cycle_without_a_film_leads_to_adding_one(cycle):
    known = known_of(cycle)[cycle.pk]
    assert known.films == []
    assert known.links[Step.FILM] == reverse("films:new", args=[cycle.pk])
    way = journey_of(cycle.case).way
    assert (way.step, way.link) == (Step.FILM, known.links[Step.FILM])


@pytest.mark.parametrize(
    ("kind", "changes", "step", "standing"),
    [
        ("upload", {}, Step.WAIT_FOR_FILM, "Still on its way"),
        ("upload", {"quiet": timedelta(minutes=11)}, Step.FINISH_FILM, "Broken off"),
        ("recording", {"quiet": timedelta(seconds=50)}, Step.WAIT_FOR_FILM, "Still on its way"),
        ("recording", {"quiet": timedelta(seconds=70)}, Step.FINISH_FILM, "Broken off"),
        ("upload", {"state": FilmState.PREPARING}, Step.WAIT_FOR_FILM, "Being prepared"),
        (
            "upload",
            {"state": FilmState.PREPARING, "held": Film.Held.STOPPED},
            Step.PREPARE_FILM,
            "Not prepared",
        ),
        ("upload", {"state": FilmState.REFUSED}, Step.FILM_REFUSED, "Could not be used"),
    ],
)
def test_film_that_is_not_ready_says_so_and_the_next_step_leads_to_it(
    family, cycle, kind, changes, step, standing
):
    film = begin_film(family, cycle, size=None if kind == "recording" else 1000)
    quiet = changes.pop("quiet", timedelta())
    for name, value in {**changes, "at": film.at - quiet}.items():
        setattr(film, name, value)
    film.expires_at -= quiet
    film.save()
    way = journey_of(family.case).way
    assert (way.step, way.link) == (step, page(film))
    assert [each.standing for each in journey.entries(family.case)] == [standing]


def test_film_that_broke_off_comes_before_one_that_is_ready_whatever_it_shows(family, cycle):
    film = begin_film(family, cycle)
    film.kind, film.expires_at = Film.Kind.REVIEW, film.expires_at - timedelta(hours=1)
    film.at -= timedelta(hours=1)
    film.save()
    ready_film(family, cycle)
    way = journey_of(family.case).way
    assert (way.step, way.link) == (Step.FINISH_FILM, page(film))
    until = date_format(timezone.localtime(film.expires_at), "j F, H:i")
    assert journey.entries(family.case)[0].note == f"What has arrived waits until {until}."


def test_film_that_was_deleted_leaves_its_receipt(family, cycle):
    receipt = actions.delete_film(film=ready_film(family, cycle), by=family.actor)
    [entry] = journey.entries(family.case)
    assert (entry.title, entry.at) == ("A film was deleted", receipt.erased_at)
    assert entry.url == reverse("films:receipt", args=[receipt.pk])


def test_ready_film_leads_on(family, cycle):
    ready_film(family, cycle)
    assert known_of(cycle)[cycle.pk].films == [FilmState.READY]
    assert journey_of(family.case).way.step == Step.FIND_MOMENTS


def test_only_films_of_everyday_moments_move_a_cycle_on(family, cycle):
    film = ready_film(family, cycle)
    film.kind = Film.Kind.SUPERVISION
    film.save()
    assert known_of(cycle)[cycle.pk].films == []


def test_each_film_is_an_entry(family, cycle):
    films = [ready_film(family, cycle, words=" one"), begin_film(family, cycle, words=" two")]
    found = [
        (each.kind, each.title, each.url, each.cycle_id) for each in journey.entries(family.case)
    ]
    assert found == [("film", film.title, page(film), cycle.pk) for film in films]
    assert [each.standing for each in journey.entries(family.case)] == ["", "Still on its way"]


def test_three_films_cost_as_many_queries_as_one(family, cycle, django_assert_num_queries):
    for _ in range(3):
        ready_film(family, cycle)
        with django_assert_num_queries(3):
            known_of(cycle)
            journey.entries(family.case)
