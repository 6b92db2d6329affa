"""A film while it is being prepared, as its page and the editor ask for it."""

import pytest
from django.urls import reverse

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.films.models import Film
from tests.factories.films import TABLE, begin_film, grow, growing_film, ready_film
from tests.web.conftest import browser_of


@pytest.fixture
def browser(practitioner):
    return browser_of(practitioner)


def url(name, film):
    return reverse(f"films:{name}", args=[film.pk])


def ask(browser, film, rows=0):
    return browser.get(url("growth", film), {"rows": rows})


def test_rows_come_as_they_are_made_and_only_new_ones(browser, family, cycle):
    film = growing_film(family, cycle, fragments=2)
    first = ask(browser, film).json()
    assert first["pts"] == list(TABLE.pts[:100])
    assert (first["time_base"], first["end"]) == ([1, 30000], TABLE.pts[100])
    assert (first["complete"], first["state"], first["fragments"]) == (False, "preparing", 2)
    assert (first["done"], first["total"], first["left"]) == (1, 10, None)
    assert ask(browser, film, 100).json()["pts"] == []
    grow(film, 2, 3)
    more = ask(browser, film, 100).json()
    assert (more["pts"], more["fragments"]) == (list(TABLE.pts[100:150]), 3)
    assert more["end"] == TABLE.pts[150]


def test_film_that_is_ready_gives_the_rest_and_says_so(browser, family, cycle):
    film = ready_film(family, cycle)
    whole = ask(browser, film, 290).json()
    assert (whole["complete"], whole["pts"]) == (True, list(TABLE.pts[290:]))
    assert whole["end"] == TABLE.end


def test_before_the_first_fragment_there_is_nothing(browser, family, cycle):
    assert ask(browser, begin_film(family, cycle)).status_code == 404
    film = growing_film(family, cycle, fragments=0)
    assert ask(browser, film).status_code == 404
    assert ask(browser, film, "all").status_code == 404


def test_growth_is_withheld_without_consent(browser, family, cycle):
    film = growing_film(family, cycle)
    cases.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    assert ask(browser, film).status_code == 403


def test_preparing_is_stopped_and_goes_on(browser, family, cycle):
    film = growing_film(family, cycle)
    assert "Stop preparing" in browser.get(url("film", film)).content.decode()
    page = browser.post(url("stop", film), follow=True).content.decode()
    assert "Preparing this film was stopped" in page
    assert url("again", film) in page
    page = browser.post(url("again", film), follow=True).content.decode()
    assert "Stop preparing" in page
    film.refresh_from_db()
    assert film.held == Film.Held.NOTHING


def test_page_leads_to_what_is_there_already(browser, family, cycle):
    film = growing_film(family, cycle, fragments=0)
    editor = reverse("reviews:editor", args=[film.pk])
    assert editor not in browser.get(url("film", film)).content.decode()
    grow(film, 0, 1)
    page = browser.get(url("film", film)).content.decode()
    assert editor in page
    assert "1 s of 10 s prepared" in page


@pytest.mark.parametrize("name", ["growth", "stop", "again"])
def test_only_those_who_hold_the_case(family, cycle, colleague, manager, stranger, name):
    film = growing_film(family, cycle)
    method = "get" if name == "growth" else "post"
    answers = [
        getattr(browser_of(actor), method)(url(name, film))
        for actor in (colleague, manager, stranger)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 404]
