"""Handing the tablet over: the client's forms and nothing else, until the PIN is typed."""

from uuid import uuid4

import pytest
from django.urls import reverse

from attune.web.outcomes.actions.hand_over import is_pin, set_pin
from attune.web.outcomes.models import Response
from attune.web.outcomes.queries.plans import asked_of
from tests.factories.outcomes import plan
from tests.web.conftest import browser_of

FORMS, BACK = "/handed-over/", "/handed-over/back/"
ALL = {f"item-{number}": "1" for number in range(1, 11)}


@pytest.fixture
def browser(family):
    set_pin(person=family.actor.person, pin="2468")
    for measure in ("core-10", "gad-7"):
        plan(family, measure, "start")
    return browser_of(family.actor)


def start(family, browser, key=None):
    address = reverse("outcomes:hand_over", args=[family.case.pk])
    chosen = [asked.key for asked in asked_of(family.case)]
    return browser.post(address, {"forms": chosen, "key": key or uuid4()})


def test_pin_is_chosen_first_and_leads_back(family):
    browser = browser_of(family.actor)
    address = reverse("outcomes:hand_over", args=[family.case.pk])
    pin = reverse("outcomes:pin")
    assert browser.get(address)["Location"] == pin
    assert "not the same" in browser.post(pin, {"pin": "1234", "again": "4321"}).content.decode()
    assert browser.post(pin, {"pin": "1234", "again": "1234"})["Location"] == address
    assert is_pin(person=family.actor.person, pin="1234")
    assert "No form is due" in browser.get(address).content.decode()


def test_client_sees_their_forms_one_after_the_other(family, browser):
    assert start(family, browser)["Location"] == FORMS
    first = browser.get(FORMS)["Location"]
    shown = browser.get(first).content.decode()
    assert "Form 1 of 2" in shown
    assert family.case.label not in shown
    assert browser.get("/cases/")["Location"] == FORMS
    assert browser.post(first, {**ALL, "finish": "yes"})["Location"] == FORMS
    second = browser.get(FORMS)["Location"]
    assert second != first
    assert "Form 2 of 2" in browser.get(second).content.decode()
    assert browser.get(first)["Location"] == FORMS
    browser.post(second, {**{f"item-{n}": "1" for n in range(1, 8)}, "finish": "yes"})
    shown = browser.get(FORMS).content.decode()
    assert "Thank you" in shown
    assert family.actor.person.name in shown


def test_answers_are_kept_as_they_are_given_and_open_questions_named(family, browser):
    start(family, browser)
    first = browser.get(FORMS)["Location"]
    assert browser.post(first + "answers/", {"item-1": "2"}).status_code == 200
    assert browser.post(first, {"item-2": "3", "go": "0"})["Location"] == f"{first}?q=0"
    assert Response.objects.get(pk=first.split("/")[2]).answers == {"1": 2, "2": 3}
    assert "Some questions are open" in browser.post(first, {"finish": "yes"}).content.decode()


def test_form_sent_twice_begins_each_form_once(family, browser):
    key = uuid4()
    start(family, browser, key)
    browser.post(BACK, {"pin": "2468"})
    start(family, browser, key)
    assert Response.objects.count() == 2


def test_pin_takes_it_back(family, browser):
    start(family, browser)
    shown = browser.post(BACK, {"pin": "1111"}).content.decode()
    assert "This is not your PIN. Try again." in shown
    assert browser.get("/cases/")["Location"] == FORMS
    done = browser.post(BACK, {"pin": "2468"})
    assert done["Location"] == reverse("outcomes:case", args=[family.case.pk])
    assert browser.get("/cases/").status_code == 200


def test_five_wrong_pins_sign_out_and_nothing_is_lost(family, browser):
    start(family, browser)
    first = browser.get(FORMS)["Location"]
    browser.post(first + "answers/", {"item-1": "2"})
    for _time in range(4):
        assert browser.post(BACK, {"pin": "1111"}).status_code == 200
    assert browser.post(BACK, {"pin": "1111"})["Location"] == reverse("account_login")
    assert "/accounts/login/" in browser.get("/cases/")["Location"]
    assert Response.objects.get(pk=first.split("/")[2]).answers == {"1": 2}


def test_answer_that_needs_a_response_comes_before_anything_else(family, browser):
    start(family, browser)
    first = browser.get(FORMS)["Location"]
    shown = browser.post(first + "answers/", {"item-6": "2"}).content.decode()
    assert "Thank you for saying so" in shown
    response = Response.objects.get(pk=first.split("/")[2])
    done = browser.post(BACK, {"pin": "2468"})
    assert done["Location"] == reverse("outcomes:alert", args=[response.alerts.get().pk])


def test_form_that_was_not_handed_over_is_the_practitioners(family, browser):
    start(family, browser)
    first = browser.get(FORMS)["Location"]
    browser.post(BACK, {"pin": "2468"})
    assert browser.get(first)["Location"] == reverse("outcomes:fill", args=[first.split("/")[2]])
    assert browser.get(FORMS)["Location"] == reverse("home")
    assert browser.get(BACK)["Location"] == reverse("home")


def test_at_least_one_form_is_chosen(family, browser):
    address = reverse("outcomes:hand_over", args=[family.case.pk])
    shown = browser.post(address, {"key": uuid4()}).content.decode()
    assert "Choose at least one form." in shown
