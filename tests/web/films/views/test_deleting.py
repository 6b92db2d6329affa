"""Deleting a film: what is said before, what is gone, and the receipt that stays."""

import pytest
from django.test import Client
from django.urls import reverse

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.films import actions, queries, store
from attune.web.films.models import ErasureReceipt, Film
from tests.factories.films import ready_film
from tests.factories.reviews import choose, say
from tests.web.conftest import browser_of


@pytest.fixture
def browser(practitioner) -> Client:
    return browser_of(practitioner)


def url(name, thing):
    return reverse(f"films:{name}", args=[thing.pk])


def withdraw(family, person):
    cases.record_consent(
        by=family.actor, participant=person, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )


def test_deleting_says_what_goes_with_it(browser, family, cycle, monkeypatch):
    monkeypatch.setattr(queries, "BELONGINGS", [lambda film: ["2 clips", "1 still"]])
    page = browser.get(url("delete", ready_film(family, cycle))).content.decode()
    assert "<li>2 clips</li><li>1 still</li>" in page


def test_film_is_deleted_with_its_bytes(browser, family, cycle, django_capture_on_commit_callbacks):
    film = ready_film(family, cycle)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(url("delete", film))
    receipt = ErasureReceipt.objects.get()
    assert answer["Location"] == url("receipt", receipt)
    assert Film.objects.count() == 0
    assert store.film_ids() == {}
    page = browser.get(reverse("cases:case", args=[family.case.pk])).content.decode()
    assert "A film was deleted" in page
    assert url("receipt", receipt) in page


def test_receipt_says_what_is_gone_and_by_whom_to_those_who_hold_the_case(
    browser, family, cycle, colleague, manager, stranger
):
    receipt = actions.delete_film(film=ready_film(family, cycle), by=family.actor)
    page = browser.get(url("receipt", receipt))
    assert page.status_code == 200
    for word in (
        "A film was deleted",
        str(family.actor.person),
        str(receipt.pk),
        "Print this page",
    ):
        assert word in page.content.decode()
    answers = [
        browser_of(actor).get(url("receipt", receipt)).status_code
        for actor in (colleague, manager, stranger)
    ]
    assert answers == [403, 403, 404]
    assert browser.post(url("receipt", receipt)).status_code == 405
    assert browser.get(url("receipt", cycle)).status_code == 404


def test_words_said_in_a_review_outlive_the_film(browser, family, cycle):
    film = ready_film(family, cycle)
    item = choose(family, cycle, film)[0]
    words = say(family, item.review, item, "I looked at her, and she smiled.")
    page = browser.get(url("delete", film)).content.decode()
    assert "<li>1 clip</li>" in page
    assert browser.post(url("delete", film)).status_code == 302
    assert Film.objects.count() == 0
    words.refresh_from_db()
    assert words.text == "I looked at her, and she smiled."


def test_withheld_film_can_be_deleted(browser, family, cycle):
    film = ready_film(family, cycle)
    withdraw(family, family.baby)
    assert browser.get(url("delete", film)).status_code == 200
    assert browser.post(url("delete", film)).status_code == 302
    assert Film.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete"])
def test_page_answers_to_its_own_methods_only(browser, family, cycle, method):
    assert getattr(browser, method)(url("delete", ready_film(family, cycle))).status_code == 405


def test_film_that_is_not_there_is_not_deleted(browser):
    address = reverse("films:delete", args=["00000000-0000-0000-0000-000000000000"])
    assert browser.post(address).status_code == 404


def test_deleting_is_for_those_who_hold_the_case(family, cycle, colleague, manager, stranger):
    film = ready_film(family, cycle)
    answers = [
        browser_of(actor).post(url("delete", film)).status_code
        for actor in (colleague, manager, stranger)
    ]
    assert answers == [403, 403, 404]
    assert Film.objects.count() == 1
