"""The pages of a film: each state in words, and the six questions."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.cases.steps import next_of
from attune.web.films import store
from attune.web.films.models import Film
from tests.factories.films import begin_film, bring, ready_film
from tests.factories.reviews import choose
from tests.web.conftest import browser_of

PAGES = ["film", "progress"]


@pytest.fixture
def browser(practitioner) -> Client:
    return browser_of(practitioner)


def url(name, thing):
    return reverse(f"films:{name}", args=[thing.pk])


def show(browser, film):
    answer = browser.get(url("film", film))
    assert answer.status_code == 200
    return answer.content.decode()


def said(family, **changes):
    return {
        "title": "Bath time",
        "kind": "interaction",
        "filmed_on": "2026-01-02",
        "in_picture": [str(person.pk) for person in family.people],
        "size": "1000",
        "original_name": "IMG_0001.MOV",
        **changes,
    }


def withdraw(family, person):
    cases.record_consent(
        by=family.actor, participant=person, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )


# --- adding -------------------------------------------------------------------------------------
def test_page_to_add_a_film_names_the_people_of_the_case(browser, family, cycle):
    page = browser.get(url("new", cycle)).content.decode()
    for person in family.people:
        assert f'value="{person.pk}"' in page
        assert person.name in page
    assert page.count("checked") == 3  # both of them, and the kind
    assert "has not agreed" not in page


def test_page_to_add_a_film_says_who_has_not_agreed(browser, family, cycle):
    withdraw(family, family.baby)
    page = browser.get(url("new", cycle)).content.decode()
    assert "Bo has not agreed to being filmed" in page
    assert reverse("cases:consent", args=[family.case.pk]) in page


def test_no_film_is_added_to_work_that_has_ended(browser, family, cycle):
    cases.end_case(by=family.actor, case=family.case, on=date(2026, 2, 1), note="")
    page = browser.get(url("new", cycle), follow=True)
    assert page.redirect_chain == [(reverse("cases:case", args=[family.case.pk]), 302)]
    assert "This work has ended" in page.content.decode()
    answer = browser.post(url("new", cycle), said(family))
    assert answer.status_code == 422
    assert "This work has ended" in answer.content.decode()
    assert not Film.objects.exists()


def test_film_begins_and_its_place_is_told(browser, family, cycle):
    answer = browser.post(url("new", cycle), said(family))
    film = Film.objects.get()
    assert answer.status_code == 201
    assert answer["Location"] == url("upload", film)
    assert answer["Film"] == url("film", film)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("0", "1000")
    assert (film.title, film.cycle, film.size, film.original_name) == (
        "Bath time",
        cycle,
        1000,
        "IMG_0001.MOV",
    )
    assert store.arrived(film.pk) == 0


def test_film_can_be_begun_as_tus_says_too(browser, family, cycle):
    form = said(family)
    del form["size"], form["original_name"]
    headers = {"Upload-Length": "5", "Upload-Metadata": "filename YS5tcDQ=,other eA=="}
    assert browser.post(url("new", cycle), form, headers=headers).status_code == 201
    film = Film.objects.get()
    assert (film.size, film.original_name) == (5, "a.mp4")
    headers = {"Upload-Length": "many"}
    assert browser.post(url("new", cycle), form, headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"size": "0"}, 422, "This file is empty"),
        ({"size": ""}, 422, "Choose the film’s file"),
        ({"size": str(2**60)}, 413, "the largest that fits here is"),
        ({"title": ""}, 422, "Give the film a title."),
        ({"filmed_on": ""}, 422, "Say on which day it was filmed."),
        ({"kind": ""}, 422, "Choose what it shows."),
        ({"in_picture": []}, 422, "Choose everyone who is in the picture"),
        ({"filmed_on": "2999-01-01"}, 422, "This day has not come yet"),
        ({"kind": "feature"}, 422, "Select a valid choice"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_begun(
    browser, family, cycle, changes, status, sentence
):
    answer = browser.post(url("new", cycle), said(family, **changes))
    assert answer.status_code == status
    assert escape(sentence) in answer.content.decode()
    assert Film.objects.count() == 0
    assert store.film_ids() == {}


def test_film_does_not_begin_without_everyones_consent(browser, family, cycle):
    withdraw(family, family.baby)
    answer = browser.post(url("new", cycle), said(family))
    assert answer.status_code == 422
    assert "Bo has not agreed to being filmed" in answer.content.decode()
    assert Film.objects.count() == 0


def test_film_without_the_one_who_has_not_agreed_may_begin(browser, family, cycle):
    withdraw(family, family.baby)
    form = said(family, in_picture=[str(family.mother.pk)])
    assert browser.post(url("new", cycle), form).status_code == 201


def test_full_disk_is_said_before_anything_is_sent(browser, family, cycle, settings):
    settings.DISK_RESERVE = store.free_bytes() * 2
    answer = browser.post(url("new", cycle), said(family))
    assert answer.status_code == 507
    assert "Nothing has been sent" in answer.content.decode()
    assert Film.objects.count() == 0


def test_people_of_another_case_cannot_be_put_into_the_picture(browser, family, cycle, stranger):
    form = said(family, in_picture=["00000000-0000-0000-0000-000000000001"])
    assert browser.post(url("new", cycle), form).status_code == 422
    assert Film.objects.count() == 0


def test_adding_is_for_those_who_hold_the_case(family, cycle, colleague, manager, stranger):
    def status(actor):
        return browser_of(actor).get(url("new", cycle)).status_code

    assert (status(colleague), status(manager), status(stranger)) == (403, 403, 404)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert status(colleague) == 200


# --- the page -----------------------------------------------------------------------------------
def test_film_on_its_way_says_how_much_has_arrived(browser, family, cycle):
    film = begin_film(family, cycle, size=1000)
    bring(film, b"x" * 400)
    page = show(browser, film)
    assert "40 % has arrived" in page
    assert "Choose the same file again" in page
    assert f'data-upload="{url("upload", film)}"' in page
    assert 'data-size="1000"' in page


def test_film_being_prepared_says_honest_seconds(browser, family, cycle):
    film = begin_film(family, cycle)
    film.state, film.done_seconds, film.total_seconds = FilmState.PREPARING, 12, 95
    film.save()
    assert "12 s of 1 min 35 s prepared" in show(browser, film)
    part = browser.get(url("progress", film)).content.decode()
    assert "12 s of 1 min 35 s prepared" in part
    assert "<html" not in part
    film.total_seconds = 0
    film.save()
    assert "Waiting for its turn" in show(browser, film)


def test_page_looks_again_when_preparing_is_over(browser, family, cycle):
    answer = browser.get(url("progress", ready_film(family, cycle)))
    assert answer["HX-Refresh"] == "true"


def test_page_looks_again_when_what_it_waits_for_has_changed(browser, family, cycle):
    film = begin_film(family, cycle)
    film.state = FilmState.PREPARING
    film.save()
    asked = f"{url('progress', film)}?held="
    assert f'hx-get="{asked}"' in show(browser, film)
    assert "HX-Refresh" not in browser.get(asked)
    film.held = Film.Held.WALLS
    film.save()
    assert browser.get(asked)["HX-Refresh"] == "true"
    assert f'hx-get="{asked}walls"' in show(browser, film)
    assert "HX-Refresh" not in browser.get(f"{asked}walls")


def test_refused_film_says_why_and_what_to_do(browser, family, cycle):
    film = begin_film(family, cycle)
    film.state, film.refusal = FilmState.REFUSED, "This file is not a film that Attune can read."
    film.save()
    page = show(browser, film)
    assert "This file is not a film that Attune can read." in page
    assert url("new", cycle) in page
    assert page.count(url("delete", film)) == 1


def test_ready_film_can_be_watched_and_is_told_in_plain_words(browser, family, cycle):
    film = ready_film(family, cycle)
    page = show(browser, film)
    assert f'src="{url("video", film)}"' in page
    assert f'poster="{url("poster", film)}"' in page
    assert "10 seconds" in page
    assert "HEVC (H.265), which newer phones use to save room" in page
    assert "A long film" not in page
    for person in family.people:
        assert person.name in page


def test_next_step_is_that_of_the_case(browser, family, cycle):
    film, later = ready_film(family, cycle, words=" one"), ready_film(family, cycle, words=" two")
    for each in (film, later):  # each leads to looking at itself
        page = show(browser, each)
        assert "Find the moments that are better than usual" in page
        assert page.count(reverse("reviews:editor", args=[each.pk])) == 1
        assert "Look closely at this film" not in page
    choose(family, cycle, film)
    page = show(browser, film)
    step = next_of(family.case)
    assert escape(str(step.words.title)) in page
    assert f'href="{step.url}"' in page
    assert "Look closely at this film" in page
    assert page.count("attune-next__title") == 1


def test_details_of_the_file_are_for_those_who_want_to_know(browser, family, cycle):
    page = show(browser, ready_film(family, cycle))
    assert page.index("Length") < page.index("Details of the file") < page.index("HEVC")


def test_long_film_is_pointed_out_kindly(browser, family, cycle):
    film = ready_film(family, cycle)
    film.total_seconds = 15 * 60 + 1
    film.save()
    assert "A long film" in show(browser, film)


def test_look_at_the_page_is_logged_once_each_time(browser, family, cycle, practitioner):
    film = ready_film(family, cycle)
    show(browser, film)
    last = Event.objects.last()
    assert (last.verb, last.object_id, last.person_id) == (
        "read",
        str(film.pk),
        practitioner.person.pk,
    )


def test_film_is_withheld_kindly_while_someone_does_not_agree(browser, family, cycle):
    film = ready_film(family, cycle)
    withdraw(family, family.baby)
    answer = browser.get(url("film", film))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Bo does not agree to being filmed just now" in page
    assert url("video", film) not in page
    assert url("poster", film) not in page
    assert url("delete", film) in page
    assert browser.get(url("progress", film)).status_code == 403


@pytest.mark.parametrize("name", ["../../x.mp4", "a\0b.mp4", "evil‮4pm.exe", "x" * 4096 + ".mp4"])
def test_names_of_files_are_shown_and_never_used(browser, family, cycle, films_directory, name):
    answer = browser.post(url("new", cycle), said(family, original_name=name))
    film = Film.objects.get()
    assert answer.status_code == 201
    assert [path.name for path in films_directory.iterdir()] == [str(film.pk)]
    assert not {"/", "\0", "‮"} & set(film.original_name)
    assert len(film.original_name) <= 200
    assert film.original_name in show(browser, film)


def test_words_of_people_are_never_markup(browser, family, cycle):
    words = '"><script>alert(1)</script>'
    for film in (ready_film(family, cycle, words=words), begin_film(family, cycle, words=words)):
        assert "<script>alert" not in show(browser, film)


# --- the six questions --------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_those_who_hold_the_case(name, family, cycle, colleague, manager, stranger):
    film = ready_film(family, cycle)

    def status(actor):
        return browser_of(actor).get(url(name, film)).status_code

    assert (status(colleague), status(manager), status(stranger)) == (403, 403, 404)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert status(colleague) == 200
    assert Client().get(url(name, film)).status_code == 302


@pytest.mark.parametrize("name", [*PAGES, "new"])
def test_page_of_nothing_is_not_there(browser, name):
    address = reverse(f"films:{name}", args=["00000000-0000-0000-0000-000000000000"])
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(("name", "method"), [*((name, "put") for name in PAGES), ("film", "post")])
def test_page_answers_to_its_own_methods_only(browser, family, cycle, name, method):
    film = ready_film(family, cycle)
    assert getattr(browser, method)(url(name, film)).status_code == 405
