"""The analyst's pages of services: invited once shown, listed, revoked, asked back."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from attune.web.national.models import Enrolment, Invitation, LogEntry
from attune.web.national.queries.enrolments import invitation_by_token
from tests.factories import make_officer
from tests.factories.national import Sender, enrolled, row_of

PLACE = {"name": "Harbour", "region": "london", "setting": "nhs"}


@pytest.fixture
def officer(db):
    return make_officer()


@pytest.fixture
def browser(officer, national) -> Client:
    client = Client()
    client.force_login(officer.person)
    return client


def get(browser, name: str, *keys) -> str:
    answer = browser.get(reverse(f"national:{name}", args=keys))
    assert answer.status_code == 200
    return answer.content.decode()


def post(browser, name: str, /, *keys, **said):
    return browser.post(reverse(f"national:{name}", args=keys), said)


def token_on(page: str) -> str:
    (text,) = set(re.findall(r'value="(http[^"]+#[^"]+)"', page))
    return text.partition("#")[2]


def test_an_invitation_is_shown_once(browser):
    sent = PLACE | {"key": str(uuid4())}
    page = post(browser, "invite", **sent).content.decode()
    token = token_on(page)
    assert invitation_by_token(token) == Invitation.objects.get()
    again = browser.post(reverse("national:invite"), sent, follow=True).content.decode()
    assert "This invitation was made already" in again
    assert token not in again
    assert Invitation.objects.count() == 1


def test_a_form_that_says_too_little_asks_again(browser):
    page = post(browser, "invite", name="").content.decode()
    assert "Write what the service is called." in page
    assert Invitation.objects.count() == 0


def test_who_is_invited_is_listed_until_it_is_withdrawn(browser):
    assert "No service contributes yet" in get(browser, "services")
    token = token_on(post(browser, "invite", **PLACE).content.decode())
    page = get(browser, "services")
    assert "Waiting for them" in page
    assert "works until" in page
    key = Invitation.objects.get().pk
    answer = browser.post(reverse("national:withdraw", args=[key]), follow=True)
    assert "The invitation is withdrawn" in answer.content.decode()
    answer = browser.post(reverse("national:withdraw", args=[key]), follow=True)
    assert "was over already" in answer.content.decode()
    assert Sender().enrol(token)[0] == 410


def test_a_service_is_listed_with_its_state_and_opened(browser):
    sender = enrolled()
    assert "Joined, nothing sent yet" in get(browser, "services")
    sender.push(sender.records())
    assert "Contributes" in get(browser, "services")
    page = get(browser, "service", row_of(sender).pk)
    assert sender.service in page
    assert "in use" in page
    assert page.count("fewer than 8") == 4
    assert "core-10" not in page


def test_a_service_is_revoked_with_a_reason_and_its_records_stay(browser):
    sender = enrolled()
    sender.push(sender.records())
    row = row_of(sender)
    assert "Write down why" in post(browser, "revoke", row.pk, reason="").content.decode()
    said = {"records": "stop", "reason": "Their laptop was stolen."}
    answer = browser.post(reverse("national:revoke", args=[row.pk]), said, follow=True)
    page = answer.content.decode()
    assert "Its records stay." in page
    assert "Their laptop was stolen." in page
    assert "Revoked" in get(browser, "services")
    assert row.held.count() == 1
    assert sender.push({})[0] == 403


def test_a_service_is_revoked_and_its_records_go(browser, officer):
    sender = enrolled()
    sender.push(sender.records())
    row = row_of(sender)
    said = {"records": "take-out", "reason": "Closed."}
    answer = browser.post(reverse("national:revoke", args=[row.pk]), said, follow=True)
    page = answer.content.decode()
    assert "its records are out" in page
    assert "all taken out here" in page
    assert row.held.count() == 0
    assert LogEntry.objects.get(verb="revoke").person_id == officer.person.pk


def test_records_that_can_not_be_taken_out_now_are_said_to_be_here_still(browser, national):
    sender = enrolled()
    sender.push(sender.records())
    row = row_of(sender)
    national.rename(national.with_name("elsewhere"))
    national.write_text("a file stands where the folder should be")
    answer = post(browser, "revoke", row.pk, records="take-out", reason="Closed.")
    assert "Nothing was changed." in answer.content.decode()
    row.refresh_from_db()
    assert (row.revoked_at, row.held.count()) == (None, 1)


def test_a_service_that_lost_its_key_is_asked_back(browser):
    sender = enrolled()
    row = row_of(sender)
    form = get(browser, "invite_again", row.pk)
    assert 'value="Harbour"' in form
    token = token_on(post(browser, "invite_again", row.pk, **PLACE).content.decode())
    assert "It is invited again" in get(browser, "service", row.pk)
    again = Sender()
    again.enrol(token)
    assert again.service == sender.service
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("name", ["service", "invite_again", "revoke"])
def test_a_service_that_never_was_is_not_found(browser, name):
    assert browser.get(reverse(f"national:{name}", args=[uuid4()])).status_code == 404


def test_an_invitation_that_never_was_is_not_found(browser):
    assert post(browser, "withdraw", uuid4()).status_code == 404
