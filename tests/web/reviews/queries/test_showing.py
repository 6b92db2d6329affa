"""What is shown of a moment holds nothing that is private."""

from dataclasses import fields

import pytest

from attune.web.films import store
from attune.web.reviews.models import Moment
from attune.web.reviews.queries.moments import picture_name
from attune.web.reviews.queries.showing import Shown, showing
from tests.factories import start_cycle
from tests.factories.reviews import keep_frames, make_film, make_moment


@pytest.fixture
def film(family, films_directory):
    film = make_film(family, start_cycle(family))
    keep_frames(film)
    return film


def test_shown_has_no_room_for_what_is_private():
    named = {field.name for field in fields(Shown)}
    assert named & {field.name for field in Moment._meta.fields} == {"first", "last"}
    assert named - {"first", "last"} == {
        "moment_id",
        "film_id",
        "is_clip",
        "begins",
        "ends",
        "is_drawn",
    }


def test_a_clip_lasts_until_its_last_frame_is_over(film):
    clip = make_moment(film, first=25, last=74)
    shown = showing([clip])[clip.pk]
    assert (shown.begins, shown.ends, shown.seconds) == (1.0, 3.0, 2.0)
    assert shown.fragment == "#t=1.001,2.999"


def test_a_still_has_no_length(film):
    still = make_moment(film, kind=Moment.Kind.STILL, first=50, last=50)
    shown = showing([still])[still.pk]
    assert (shown.seconds, shown.fragment) == (None, "#t=2.001,2.039")


def test_without_the_times_of_the_film_the_length_is_not_known(film):
    beside = make_moment(film, first=25, last=1000)
    elsewhere = make_moment(make_film_without_times(film), first=25, last=74)
    for shown in showing([beside, elsewhere]).values():
        assert (shown.seconds, shown.fragment) == (None, "")


def make_film_without_times(film):
    film.pk = None
    film._state.adding = True
    film.id = type(film)().id
    film.save()
    return film


def test_it_is_known_whether_the_picture_is_there(film):
    clip = make_moment(film)
    assert not showing([clip])[clip.pk].is_drawn
    store.write(film.pk, picture_name(clip), b"picture")
    assert showing([clip])[clip.pk].is_drawn
