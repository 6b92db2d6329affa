"""What films bring to the journey of a case."""

import pytest
from django.urls import reverse

from attune.core.journey import FilmState, Step
from attune.web.cases.journey import CycleKnown, journey_of
from attune.web.films import journey
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
    ("state", "step"),
    [
        (FilmState.UPLOADING, Step.WAIT_FOR_FILM),
        (FilmState.PREPARING, Step.WAIT_FOR_FILM),
        (FilmState.REFUSED, Step.FILM_REFUSED),
    ],
)
def test_film_that_is_not_ready_leads_to_its_page(family, cycle, state, step):
    film = begin_film(family, cycle)
    film.state = state
    film.save()
    way = journey_of(family.case).way
    assert (way.step, way.link) == (step, page(film))


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


def test_three_films_cost_as_many_queries_as_one(family, cycle, django_assert_num_queries):
    for _ in range(3):
        ready_film(family, cycle)
        with django_assert_num_queries(2):
            known_of(cycle)
            journey.entries(family.case)
