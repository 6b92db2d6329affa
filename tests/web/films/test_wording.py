"""Plain words for what is known of a film."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attune.core.journey import FilmState
from attune.web.films import wording
from attune.web.films.models import Film
from tests.factories.films import FACTS


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 seconds"),
        (1, "1 second"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (60, "1 minute"),
        (61, "1 minute 1 second"),
        (725, "12 minutes 5 seconds"),
    ],
)
def test_length_is_said_as_people_say_it(seconds, words):
    assert wording.length(seconds) == words


def test_pace_is_said_for_even_and_uneven_films():
    assert wording.pace(FACTS) == "300 pictures, 30 each second, at an even pace"
    uneven = wording.pace({**FACTS, "variable_rate": True})
    assert uneven.startswith("300 pictures, about 30 each second. The camera did not keep an even")
    assert wording.pace({"frames": 1}) == "1 pictures, – each second, at an even pace"


def test_codecs_and_turning_are_explained():
    assert wording.codec("h264").startswith("H.264")
    assert wording.codec("theora") == "THEORA"
    assert "nothing had to be turned" in wording.turning(0)
    assert "the right way up" in wording.turning(90)
    assert wording.turning(0, mirrored=True).startswith("The picture is mirrored")
    assert wording.turning(270, mirrored=True).startswith("The camera was turned and its picture")


def film_with(defects, **changes) -> Film:
    facts = {**FACTS, "defects": defects}
    return Film(facts=facts, total_seconds=1, original_name="a", size=1, **changes)


def rows(found, name):
    return [value for what, value in found if what == name]


@pytest.mark.parametrize(
    ("defects", "words"),
    [
        ({}, []),
        ({"length_not_stated": True}, ["Look at its end once"]),
        ({"length_not_stated": True, "breaks_off": True}, ["breaks off in the middle"]),
        ({"undecodable": 1}, ["1 place in the film is damaged"]),
        ({"undecodable": 4, "interlaced": 9}, ["4 places in the film are damaged"]),
    ],
)
def test_what_matters_to_those_who_look_is_said_in_plain_words(defects, words):
    said = rows(wording.facts(film_with(defects)), "Good to know")
    assert [word in sentence for word, sentence in zip(words, said, strict=True)] == [True] * len(
        said
    )


@pytest.mark.parametrize(
    ("defects", "words"),
    [
        ({}, []),
        ({"length_not_stated": True}, ["does not say how long"]),
        ({"clock_restarts": 2}, ["recordings that were joined"]),
        ({"missing_times": 1}, ["1 picture does not say when it is shown"]),
        ({"missing_times": 3}, ["3 pictures do not say when they are shown"]),
        ({"repeated_times": 1}, ["1 picture bears the time of another"]),
        ({"repeated_times": 2}, ["2 pictures bear the time of another"]),
        ({"undecodable": 4, "interlaced": 9}, ["half pictures"]),
        ({"light": "hlg"}, ["very bright light (HDR)"]),
    ],
)
def test_what_is_unusual_about_the_file_stands_in_the_details(defects, words):
    said = rows(wording.details(film_with(defects)), "The file")
    assert [word in sentence for word, sentence in zip(words, said, strict=True)] == [True] * len(
        said
    )


def test_own_recording_is_not_called_unusual_for_having_no_length():
    film = film_with({"length_not_stated": True}, last_part_at=timezone.now())
    assert rows(wording.facts(film), "Good to know") == []
    assert rows(wording.details(film), "Filmed with Attune") == ["a (1\xa0byte)"]


@pytest.mark.parametrize(("seconds", "long"), [(900, False), (900.1, True)])
def test_film_is_long_above_fifteen_minutes(seconds, long):
    assert wording.is_long(Film(state=FilmState.READY, total_seconds=seconds)) is long
    assert wording.is_long(Film(state=FilmState.PREPARING, total_seconds=seconds)) is False


def test_details_tell_all_of_it():
    film = Film(facts=FACTS, total_seconds=10.01, original_name="IMG.MOV", size=2**20)
    assert wording.facts(film) == [("Length", "10 seconds"), ("Sound", "Yes")]
    assert wording.details(film) == [
        ("Pictures", "300 pictures, 30 each second, at an even pace"),
        ("Size of the picture", "1920 × 1080"),
        ("Way up", "Filmed upright; nothing had to be turned"),
        ("Coded as", "HEVC (H.265), which newer phones use to save room"),
        ("Your file", "IMG.MOV (1.0\xa0MB)"),
    ]
    film.facts = {**FACTS, "audio": None}
    assert ("Sound", "This film has no sound") in wording.facts(film)


def test_how_far_preparing_is_counts_whole_seconds_and_says_the_time_left():
    film = Film(done_seconds=80.9, total_seconds=300)
    assert wording.how_far(film) == "1 min 20 s of 5 min prepared"
    film.preparing_since = timezone.now() - timedelta(seconds=80.9)  # as fast as it was filmed
    assert wording.how_far(film) == "1 min 20 s of 5 min prepared, about 4 min left"
    film.total_seconds = 93
    assert wording.how_far(film) == "1 min 20 s of 1 min 33 s prepared, about 10 s left"
