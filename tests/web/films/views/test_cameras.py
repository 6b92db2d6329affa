"""Two cameras on their page, and laid beside each other from the editor."""

import json

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.films import actions
from attune.web.films.models import SecondCamera
from tests.factories import start_cycle
from tests.factories.films import TABLE, begin_film, ready_film
from tests.web.conftest import browser_of


@pytest.fixture
def browser(practitioner):
    return browser_of(practitioner)


@pytest.fixture
def film(family, cycle):
    return ready_film(family, cycle)


@pytest.fixture
def other(family, cycle):
    return ready_film(family, cycle, words=" from the sofa")


@pytest.fixture
def joined(family, film, other):
    return actions.join_camera(by=family.actor, first=film, second=other)


def url(name, film):
    return reverse(f"films:{name}", args=[film.pk])


def lay(browser, film, said):
    return browser.post(url("lay", film), json.dumps(said), content_type="application/json")


def test_other_films_of_the_cycle_are_offered_and_one_is_joined(browser, family, film, other):
    begin_film(family, film.cycle)  # not ready: not offered
    page = browser.get(url("camera", film)).content.decode()
    assert page.count('name="second"') == page.count(" checked") == 1
    answer = browser.post(url("camera", film), {"second": str(other.pk)}, follow=True)
    assert "listening to both films" in answer.content.decode()
    joined = SecondCamera.objects.get()
    assert (joined.first, joined.second) == (film, other)
    assert DBTaskResult.objects.filter(task_path__endswith="find_offset").count() == 1


def test_of_several_films_none_is_chosen_beforehand(browser, family, film, other):
    ready_film(family, film.cycle, words=" from the door")
    page = browser.get(url("camera", film)).content.decode()
    assert page.count('name="second"') == 2
    assert " checked" not in page
    answer = browser.post(url("camera", film), follow=True)
    assert "Choose the film of the other camera" in answer.content.decode()


def test_joining_twice_makes_one_pair(browser, film, other):
    for _ in range(2):
        browser.post(url("camera", film), {"second": str(other.pk)})
    assert SecondCamera.objects.count() == 1


def test_without_another_film_the_page_says_how_to_get_one(browser, film):
    page = browser.get(url("camera", film)).content.decode()
    assert reverse("films:new", args=[film.cycle_id]) in page


def test_only_a_ready_film_of_the_same_cycle_can_be_joined(browser, family, film):
    on_its_way = begin_film(family, film.cycle)
    strange = ready_film(family, start_cycle(family))
    for second in (on_its_way, strange, film):
        assert browser.post(url("camera", film), {"second": str(second.pk)}).status_code == 404
    answer = browser.post(url("camera", film), {"second": "this one"}, follow=True)
    assert "Choose the film of the other camera" in answer.content.decode()
    assert SecondCamera.objects.count() == 0


def test_films_are_taken_apart_and_stay(browser, film, other, joined):
    answer = browser.post(url("camera", film), {"part": "yes"}, follow=True)
    assert "stand for themselves again" in answer.content.decode()
    assert SecondCamera.objects.count() == 0
    assert browser.get(url("film", other)).status_code == 200


def test_two_frames_that_are_the_same_moment_lay_the_films(browser, film, joined):
    said = lay(browser, film, {"first": TABLE.pts[10], "second": TABLE.pts[40]})
    assert said.json() == {"state": "by-hand", "reason": "", "offset": [1001, 1000]}
    assert browser.get(url("beside", film)).json() == said.json()
    undone = lay(browser, film, {"offset": [-1, 3]})
    assert undone.json()["offset"] == [-1, 3]


@pytest.mark.parametrize(
    "said",
    [
        {"first": 5, "second": 0},
        {"first": 0},
        {"offset": [1, 0]},
        {"offset": [10**7, 1]},
        {"offset": [True, 2]},
        {"offset": "far"},
        [],
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(browser, film, joined, said):
    answer = lay(browser, film, said)
    assert answer.status_code == 422
    assert answer.json()["sentence"].endswith(".")
    joined.refresh_from_db()
    assert joined.offset is None


def test_films_that_are_not_joined_cannot_be_laid(browser, film):
    assert lay(browser, film, {"offset": [0, 1]}).status_code == 409
    assert browser.get(url("beside", film)).json() == {"state": "none"}


def test_editor_shows_both_and_withholds_the_second_without_consent(
    browser, family, film, other, joined
):
    editor = reverse("reviews:editor", args=[film.pk])
    assert url("video", other) in browser.get(editor).content.decode()
    other.in_picture.set([family.baby])
    film.in_picture.set([family.mother])
    cases.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    page = browser.get(editor).content.decode()
    assert url("video", other) not in page
    assert "data-cameras" not in page


@pytest.mark.parametrize("name", ["camera", "beside", "lay"])
def test_only_those_who_hold_the_case(film, joined, colleague, manager, stranger, name):
    method = "post" if name == "lay" else "get"
    answers = [
        getattr(browser_of(actor), method)(url(name, film))
        for actor in (colleague, manager, stranger)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 404]
