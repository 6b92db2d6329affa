"""Filling in a form in the session, reading it, correcting it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from attune.web.outcomes.models import Response
from tests.factories.outcomes import fill, find_asked, plan
from tests.web.conftest import browser_of

ALL = {f"item-{number}": "1" for number in range(1, 11)} | {"item-6": "0"}


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def begin(family, browser, measure="core-10", respondent="self"):
    plan(family, measure, "start", respondent=respondent)
    asked = find_asked(family, measure, "start", respondent)
    address = reverse("outcomes:begin", args=[family.case.pk])
    return browser.post(address, {"asked": asked.key, "key": uuid4()})["Location"]


def at(name, response):
    return reverse(f"outcomes:{name}", args=[response.pk])


def test_form_is_begun_filled_in_and_read(family, browser):
    address = begin(family, browser)
    assert "I have felt tense, anxious or nervous" in browser.get(address).content.decode()
    done = browser.post(address, {**ALL, "finish": "yes"})
    response = Response.objects.get()
    assert done["Location"] == at("read", response)
    assert response.scores.get().value == 13
    shown = browser.get(done["Location"]).content.decode()
    assert "Only occasionally" in shown
    assert "<small>between 0 and 40</small>" in shown
    assert browser.get(address)["Location"] == at("read", response)


def test_beginning_again_goes_on_with_the_same_form(family, browser):
    assert begin(family, browser) == begin(family, browser)
    assert Response.objects.count() == 1


def test_form_that_is_not_planned_any_more_is_told(family, browser):
    address = reverse("outcomes:begin", args=[family.case.pk])
    answer = browser.post(address, {"asked": "start~x~self~~"}, follow=True)
    assert "This form is not planned any more." in answer.content.decode()
    assert not Response.objects.exists()


def test_key_that_is_none_is_replaced(family, browser):
    plan(family, "core-10", "start")
    asked = find_asked(family, "core-10", "start").key
    address = reverse("outcomes:begin", args=[family.case.pk])
    assert browser.post(address, {"asked": asked, "key": "x"}).status_code == 302
    assert Response.objects.count() == 1


def test_questions_left_open_are_named_before_the_form_is_closed(family, browser):
    address = begin(family, browser)
    shown = browser.post(address, {"item-1": "1", "finish": "yes"}).content.decode()
    assert "Some questions are open" in shown
    assert 'href="#id_item-2_0"' in shown
    assert not Response.objects.get().is_finished
    browser.post(address, {"item-1": "1", "finish": "anyway"})
    response = Response.objects.get()
    assert (response.is_finished, response.answers) == (True, {"1": 1})


def test_each_answer_is_kept_by_itself(family, browser):
    begin(family, browser)
    response = Response.objects.get()
    answer = browser.post(at("answer", response), {"item-1": "3"})
    assert (answer.status_code, answer.content.strip()) == (200, b"")
    response.refresh_from_db()
    assert response.answers == {"1": 3}


@pytest.mark.parametrize("data", [{"item-1": "9"}, {"item-99": "1"}, {}, {"item-1": "x"}])
def test_answer_that_can_not_be_is_refused(family, browser, data):
    begin(family, browser)
    response = Response.objects.get()
    assert browser.post(at("answer", response), data).status_code == 400
    response.refresh_from_db()
    assert response.answers == {}


def test_answer_to_a_finished_form_is_a_conflict(family, browser):
    response = fill(family, total=12)
    assert browser.post(at("answer", response), {"item-1": "3"}).status_code == 409


def test_answer_that_needs_a_response_is_shown_at_once(family, browser):
    begin(family, browser)
    shown = browser.post(at("answer", Response.objects.get()), {"item-6": "1"}).content.decode()
    assert 'role="alert"' in shown
    assert "Thank you for saying so" in shown


def test_one_question_at_a_time(family, browser):
    address = begin(family, browser)
    shown = browser.get(address + "?layout=one").content.decode()
    assert "I have felt tense" in shown
    assert "I have felt I have someone" not in shown
    assert browser.post(address, {"item-1": "2", "go": "2"})["Location"] == f"{address}?q=2"
    assert "I have felt I have someone" in browser.get(f"{address}?q=2").content.decode()
    assert "Unwanted images" in browser.get(f"{address}?q=99").content.decode()
    assert "I have felt tense" in browser.get(f"{address}?q=x").content.decode()
    shown = browser.post(f"{address}?q=10", {"item-10": "2", "finish": "yes"}).content.decode()
    assert 'href="?q=2"' in shown
    assert "I have felt I have someone" in browser.get(f"{address}?layout=list").content.decode()


def test_measure_without_words_is_copied_from_paper(family, browser):
    address = begin(family, browser, "kpcs", "parent")
    assert "Question 1" in browser.get(address).content.decode()
    numbers = {f"item-{number}": "2" for number in range(1, 16)}
    day = {"taken_on": "2026-01-05", "finish": "yes"}
    shown = browser.post(address, {**numbers, "item-3": "7", **day}).content.decode()
    assert "Please look at this again" in shown
    browser.post(address, {**numbers, **day})
    response = Response.objects.get()
    assert response.scores.get(scale="total").value == 30
    assert (str(response.taken_on), response.way) == ("2026-01-05", "paper")


def test_totals_ask_about_risk(family, browser):
    address = begin(family, browser, "epds")
    data = {"scale-total": "12", "taken_on": "2026-01-05", "finish": "yes"}
    assert "Look at the paper and say yes or no." in browser.post(address, data).content.decode()
    browser.post(address, {**data, "risk": "yes"})
    response = Response.objects.get()
    assert (response.totals["total"], response.risk_said) == (12, True)
    assert "An answer needs you" in browser.get(at("read", response)).content.decode()


def test_correction_says_why_and_takes_its_place(family, browser):
    wrong = fill(family, total=12)
    address = at("correct", wrong)
    assert "Say why" in browser.post(address, {"reason": ""}).content.decode()
    key = uuid4()
    for _twice in range(2):
        made = browser.post(address, {"reason": "Two were swapped.", "key": key})["Location"]
    assert Response.objects.count() == 2
    browser.post(made, {**ALL, "finish": "yes"})
    shown = browser.get(at("read", wrong)).content.decode()
    assert "This form was corrected" in shown
    assert "Two were swapped." in shown


def test_open_form_has_nothing_to_correct_or_read(family, browser):
    address = begin(family, browser)
    response = Response.objects.get()
    assert browser.get(at("correct", response)).status_code == 404
    assert browser.get(at("read", response))["Location"] == address


def test_form_is_set_aside_with_a_reason_and_taken_back(family, browser):
    response = fill(family, total=12)
    address = at("set_aside", response)
    assert "Nothing was changed" in browser.post(address, {}, follow=True).content.decode()
    browser.post(address, {"reason": "It was the grandmother's."})
    shown = browser.get(at("read", response)).content.decode()
    assert "This form does not count" in shown
    assert "It was the grandmother’s." in shown.replace("&#x27;", "’")
    browser.post(address, {"take-back": "yes"})
    assert "This form does not count" not in browser.get(at("read", response)).content.decode()
