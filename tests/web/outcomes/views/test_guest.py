"""Filling in forms by link: opened, filled in, resumed, finished; and every link that opens nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attune.web.audit.models import Event
from attune.web.outcomes.actions import links as actions
from attune.web.outcomes.models import Alert, Message, Response, RiskText
from attune.web.outcomes.queries.links import behind, form_key, hashed
from attune.web.outcomes.views import guest
from tests.factories.links import link_for
from tests.factories.outcomes import fill, plan
from tests.web.conftest import browser_of

OPEN, FORMS = reverse("outcomes:guest_open"), reverse("outcomes:guest_forms")


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


@pytest.fixture
def made(family):
    """A link to two forms, and its token."""
    return link_for(family, "core-10", "phq-9")


@pytest.fixture
def browser(made):
    """A browser in which the link was opened."""
    client = Client()
    assert open_it(client, made[1])["Location"] == FORMS
    return client


def open_it(client, token):
    return client.post(OPEN, {"token": token})


def forms_of(link) -> dict[str, str]:
    """The addresses of a link's forms, by measure."""
    return {
        one.measure.id: reverse("outcomes:guest_form", args=[form_key(link, one)])
        for one in behind(link).forms
    }


def text(answer) -> str:
    return answer.content.decode()


# --- opening --------------------------------------------------------------------------------------
def test_the_first_page_is_the_same_for_everybody(family):
    page = Client().get(reverse("outcomes:guest"))
    assert "Open my questions" in text(page)
    assert "no-store" in page["Cache-Control"]
    practitioners = browser_of(family.actor).get(reverse("outcomes:guest"))
    assert family.actor.person.name not in text(practitioners)


def test_a_token_is_exchanged_for_a_cookie_that_no_script_reads(made):
    client = Client()
    open_it(client, made[1])
    cookie = client.cookies[guest.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 7200)
    assert made[1] not in cookie.value
    assert "sessionid" not in client.cookies
    assert "session" not in client.cookies
    made[0].refresh_from_db()
    assert made[0].last_used_at
    page = text(client.get(FORMS))
    assert "Hello Ana" in page
    for word in ("Bo", "Willow", "mother"):
        assert word not in page


def test_a_cookie_of_somebody_elses_making_opens_nothing(made):
    client = Client()
    for value in ("", "nonsense", made[0].pk.hex):
        client.cookies[guest.COOKIE] = value
        assert client.get(FORMS)["Location"] == reverse("outcomes:guest")


def test_a_cookie_is_short_lived_and_each_page_begins_it_anew(browser):
    now = timezone.now()
    for hours, lives in ((1.9, True), (3.8, True), (5.9, False)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            assert (browser.get(FORMS).status_code == 200) is lives


def test_wrong_and_never_was_are_one_answer(made):
    answers = [open_it(Client(), token) for token in ("x" * 32, made[1][:-1], hashed(made[1]), "é")]
    assert {answer.status_code for answer in answers} == {404}
    pages = {re.sub("[A-Za-z0-9]{64}", "a token of the form", text(answer)) for answer in answers}
    assert len(pages) == 1
    assert "ask the person you work with for a new one" in text(answers[0])


def test_nothing_pasted_is_asked_for_again(db):
    answer = open_it(Client(), "")
    assert answer.status_code == 422
    assert "Paste the link that you were given." in text(answer)


def test_who_tries_many_waits_and_keeps_nobody_else_out(made):
    client = Client()
    found = [open_it(client, f"wrong-{number}").status_code for number in range(12)]
    assert found == [404] * 10 + [429] * 2
    assert open_it(client, "wrong")["Retry-After"] == "300"
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert open_it(other, "wrong").status_code == 404
    assert open_it(client, made[1]).status_code == 302


@pytest.mark.parametrize("way", ["revoked", "expired"])
def test_a_link_that_has_ended_says_what_to_do(family, made, browser, way):
    link, token = made
    if way == "revoked":
        actions.revoke(by=family.actor, link=link)
        at = timezone.now()
    else:
        at = link.expires_at
    with time_machine.travel(at, tick=False):
        client = Client()
        open_it(client, token)
        for answer in (open_it(client, token), browser.get(forms_of(link)["core-10"])):
            if answer.status_code != 302:  # the browser's own cookie may be too old by then
                assert answer.status_code == 410
                assert "This link has ended" in text(answer)
                assert family.actor.person.name in text(answer)
    link.refresh_from_db()
    assert (link.closed_at is not None) is (way == "expired")
    if way == "expired":  # the clock is put back
        assert open_it(Client(), token).status_code == 410


def test_a_link_all_of_whose_forms_are_done_says_thank_you(family, made):
    for measure in ("core-10", "phq-9"):
        fill(family, measure, "start")
    answer = open_it(Client(), made[1])
    assert answer.status_code == 200
    assert "There is nothing left to do here" in text(answer)
    assert (
        guest.COOKIE not in answer.client.cookies or not answer.client.cookies[guest.COOKIE].value
    )


# --- filling in -----------------------------------------------------------------------------------
def test_answers_are_kept_one_by_one_and_gone_on_with_elsewhere(family, made, browser):
    link, token = made
    address = forms_of(link)["core-10"]
    browser.get(address)
    assert not Response.objects.exists()  # looking is not beginning
    for item, said in (("1", "2"), ("2", "0"), ("1", "3")):
        answer = browser.post(address + "answers/", {f"item-{item}": said})
        assert (answer.status_code, text(answer).strip()) == (200, "")
    phone = Client()
    open_it(phone, token)
    assert "Go on" in text(phone.get(FORMS))
    page = text(phone.get(address))
    assert re.search('name="item-1" value="3"[^>]* checked', page)
    response = Response.objects.get()
    assert (response.way, response.by, response.answers) == ("link", None, {"1": 3, "2": 0})
    assert response.participant == family.mother


def test_a_form_is_finished_and_the_next_one_offered_and_then_thanks(made, browser):
    forms = forms_of(made[0])
    core = {f"item-{number}": "1" for number in range(1, 11)}
    answer = browser.post(forms["core-10"], core | {"finish": "yes"}, follow=True)
    assert "has one more form for you" in text(answer)
    phq = {f"item-{number}": "0" for number in range(1, 10)}
    answer = browser.post(forms["phq-9"], phq | {"finish": "yes"})
    assert "Thank you" in text(answer)
    assert browser.cookies[guest.COOKIE].value == ""
    assert browser.get(FORMS)["Location"] == reverse("outcomes:guest")
    finished = Response.objects.filter(finished_at__isnull=False)
    assert {row.measure: row.scores.first().value for row in finished} == {
        "core-10": 14.0,  # items 2 and 3 are reversed: eight ones and two threes
        "phq-9": 0.0,
    }
    events = Event.objects.filter(object_type="outcomes.Response")
    assert {row.person_id for row in events} == {None}


def test_questions_may_stay_open_when_that_was_said_twice(made, browser):
    address = forms_of(made[0])["core-10"]
    sent = {"item-1": "1"}
    page = text(browser.post(address, sent | {"finish": "yes"}))
    assert "Some questions are open" in page
    assert not Response.objects.get().is_finished
    browser.post(address, sent | {"finish": "anyway"})
    assert Response.objects.get().is_finished


def test_two_windows_do_not_undo_each_other(made, browser):
    address = forms_of(made[0])["core-10"]
    browser.post(address + "answers/", {"item-1": "4"})
    browser.post(address, {"item-2": "0"})  # the other window was opened before that
    assert Response.objects.get().answers == {"1": 4, "2": 0}


def test_a_form_that_was_finished_in_another_window_is_left_as_it_is(made, browser):
    address = forms_of(made[0])["core-10"]
    browser.post(address, {"item-1": "4", "finish": "anyway"})
    assert browser.post(address + "answers/", {"item-1": "0"}).status_code == 409
    assert browser.post(address, {"item-1": "0", "finish": "anyway"})["Location"] == FORMS
    assert browser.get(address)["Location"] == FORMS
    assert Response.objects.get().answers == {"1": 4}


def test_a_double_click_finishes_once_and_says_thank_you_twice(family):
    link, token = link_for(family, "core-10")
    clients = Client(), Client()
    for client in clients:
        open_it(client, token)
    sent = {f"item-{number}": "0" for number in range(1, 11)} | {"finish": "yes"}
    answers = [client.post(forms_of(link)["core-10"], sent) for client in clients]
    assert ["Thank you" in text(answer) for answer in answers] == [True, True]
    assert Response.objects.get().scores.count() == 1


def test_what_is_no_answer_is_refused(made, browser):
    address = forms_of(made[0])["core-10"] + "answers/"
    for sent in ({"item-1": "9"}, {"item-99": "1"}, {}):
        assert browser.post(address, sent).status_code == 400
    nowhere = reverse("outcomes:guest_answer", args=["0" * 32])
    assert browser.post(nowhere, {"item-1": "1"}).status_code == 409


def test_an_answer_without_a_link_is_told_to_the_page(family, made, browser):
    address = forms_of(made[0])["core-10"] + "answers/"
    assert Client().post(address, {"item-1": "1"}).status_code == 409
    actions.revoke(by=family.actor, link=made[0])
    assert browser.post(address, {"item-1": "1"}).status_code == 409
    assert not Response.objects.exists()


def test_one_question_at_a_time_is_remembered_without_a_session(made, browser):
    address = forms_of(made[0])["core-10"]
    page = text(browser.get(address, {"layout": "one"}))
    assert page.count("<fieldset") == 1
    answer = browser.post(address, {"item-1": "1", "go": "2"})
    assert answer["Location"] == f"{address}?q=2"
    page = text(browser.get(address, {"q": "2"}))
    assert 'name="item-2"' in page
    assert 'name="item-1"' not in page
    for wild in ("0", "999", "x"):
        assert text(browser.get(address, {"q": wild})).count("<fieldset") == 1
    assert "session" not in browser.cookies
    assert text(browser.get(address, {"layout": "list"})).count("<fieldset") == 10


def test_keeping_for_later_leads_back_to_the_forms(made, browser):
    address = forms_of(made[0])["core-10"]
    assert browser.post(address, {"item-1": "1", "go": "0"})["Location"] == FORMS


def test_stopping_forgets_the_link_in_this_browser(browser):
    page = text(browser.post(reverse("outcomes:guest_leave")))
    assert "open your link again" in page
    assert browser.get(FORMS)["Location"] == reverse("outcomes:guest")


def test_forms_of_others_do_not_open(family, made, browser):
    plan(family, "gad-7", "start", respondent="teacher")
    from_elsewhere, _token = link_for(family, "gad-7", when="end")
    key = form_key(from_elsewhere, behind(from_elsewhere).forms[0])
    assert browser.get(reverse("outcomes:guest_form", args=[key]))["Location"] == FORMS


# --- an answer that needs a response --------------------------------------------------------------
def test_an_answer_that_needs_a_response_is_met_at_once_and_people_are_told(made, browser):
    link = made[0]
    address = forms_of(link)["phq-9"]
    piece = text(browser.post(address + "answers/", {"item-9": "1"}))
    assert f"please talk to {link.by.name} as soon as you can." in piece
    assert 'role="alert"' in piece
    alert = Alert.objects.get()
    assert [row.kind for row in Message.objects.all()] == [f"alert-{alert.pk}"]
    browser.post(address + "answers/", {"item-9": "2"})
    assert Message.objects.count() == 1
    for page in (address, FORMS):
        assert "as soon as you can" in text(browser.get(page))


def test_the_service_has_words_of_its_own_also_without_a_script(family, made, browser):
    RiskText.objects.create(
        service=family.case.service, for_practitioner="Call.", for_client="Ring us on 020 0000."
    )
    answer = browser.post(
        forms_of(made[0])["phq-9"], {"item-9": "3", "finish": "anyway"}, follow=True
    )
    assert "Ring us on 020 0000." in text(answer)
    assert "Your answers here may not be read today." in text(answer)
    assert "Call." not in text(answer)
    assert Message.objects.count() == 1


def test_the_words_are_on_the_last_page_too(family):
    link, token = link_for(family, "phq-9")
    client = Client()
    open_it(client, token)
    answer = client.post(forms_of(link)["phq-9"], {"item-9": "3", "finish": "anyway"})
    assert "Thank you for saying so" in text(answer)


# --- somebody is signed in on the same browser ----------------------------------------------------
def test_a_practitioner_in_the_same_browser_is_not_mixed_in(family, made):
    client = browser_of(family.actor)
    session = client.cookies["session"].value
    open_it(client, made[1])
    pages = [client.get(FORMS), client.get(forms_of(made[0])["core-10"])]
    for page in pages:
        assert "Sign out" not in text(page)
        assert page.wsgi_request.actor is None
    client.post(forms_of(made[0])["core-10"], {"item-1": "1", "finish": "anyway"})
    response = Response.objects.get()
    assert (response.by, response.way) == (None, "link")
    assert client.cookies["session"].value == session
    assert client.get(reverse("cases:list")).status_code == 200


def test_a_stranger_who_is_signed_in_fills_in_as_the_guest_they_are(made, stranger):
    client = browser_of(stranger)
    open_it(client, made[1])
    client.post(forms_of(made[0])["core-10"], {"item-1": "1"})
    assert Response.objects.get().case == made[0].case
