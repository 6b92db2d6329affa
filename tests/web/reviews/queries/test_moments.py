"""Reading moments: only of films that may be watched, and only what a change carries."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.cases.actions import record_consent
from attune.web.films.queries import NoConsentError
from attune.web.reviews.models import Moment
from attune.web.reviews.queries import moments as queries
from tests.factories import start_cycle
from tests.factories.reviews import FRAMES, choose, keep_frames, make_film, make_moment


@pytest.fixture(autouse=True)
def own_place(films_directory):
    pass


@pytest.fixture
def film(family):
    return make_film(family, start_cycle(family))


def test_film_that_is_ready_and_agreed_to_opens(family, film):
    assert queries.open_editable(family.actor, film.pk) == film


@pytest.mark.parametrize("state", [FilmState.UPLOADING, FilmState.PREPARING, FilmState.REFUSED])
def test_film_that_is_not_ready_does_not_open(family, film, state):
    film.state = state
    film.save()
    with pytest.raises(queries.NotReadyError):
        queries.open_editable(family.actor, film.pk)


def test_withdrawn_consent_closes_film_and_pictures(family, film):
    moment = make_moment(film)
    assert queries.open_moment(family.actor, moment.pk) == moment
    record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    with pytest.raises(NoConsentError):
        queries.open_editable(family.actor, film.pk)
    with pytest.raises(NoConsentError):
        queries.open_moment(family.actor, moment.pk)


def test_moment_of_a_colleagues_case_is_refused_and_an_unknown_one_is_not_there(
    family, film, colleague
):
    moment = make_moment(film)
    with pytest.raises(PermissionDenied):
        queries.open_moment(colleague, moment.pk)
    with pytest.raises(Http404):
        queries.open_moment(family.actor, uuid4())


def test_timeline_holds_what_the_rows_hold(film):
    clip = make_moment(film, title="Looking", note="Wait", principles=["guiding"])
    still = make_moment(film, kind=Moment.Kind.STILL, first=7, last=7)
    data = queries.as_data(queries.timeline_of(film))
    assert {one["id"]: one for one in data} == {
        str(clip.pk): {
            "id": str(clip.pk),
            "kind": "clip",
            "first": clip.first,
            "last": clip.last,
            "title": "Looking",
            "note": "Wait",
            "principles": ["guiding"],
        },
        str(still.pk): {
            "id": str(still.pk),
            "kind": "still",
            "at": 7,
            "title": still.title,
            "note": "",
            "principles": [],
        },
    }


def test_ticks_are_those_of_the_films_own_frames(film):
    keep_frames(film)
    assert queries.ticks_of(film.pk) == frozenset(FRAMES.pts)


def test_film_without_a_frame_table_has_no_ticks(film):
    with pytest.raises(FileNotFoundError):
        queries.ticks_of(film.pk)


def test_picture_is_named_anew_when_the_moment_begins_elsewhere(film):
    moment = make_moment(film)
    before = queries.picture_name(moment)
    assert before.endswith(".jpg")
    assert queries.picture_name(moment) == before
    moment.title = "Another"
    assert queries.picture_name(moment) == before
    moment.first += 1
    assert queries.picture_name(moment) != before
    moment.kind = Moment.Kind.STILL
    assert queries.picture_name(moment).endswith(".png")


def test_deleting_a_film_says_which_moments_go(family, film):
    assert queries.going_with(film) == []
    choose(family, film.cycle, film)
    make_moment(film)
    make_moment(film, kind=Moment.Kind.STILL)
    assert queries.going_with(film) == [
        "2 clips",
        "1 still picture",
        "the film in 1 place of a shared review; the words stay",
    ]
