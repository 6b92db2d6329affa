"""The manager's pages: before and after are the bytes themselves."""

import csv
import io
import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from attune.core.consent import Answer
from attune.core.records.contract import fields
from attune.web.contribution import outbox, sending
from attune.web.contribution.models import EpisodeNumber, NationalLink, OutgoingPush
from attune.web.contribution.queries.giving import differing, under_way
from tests.factories import make_actor
from tests.factories.contribution import answer, family_that_gives
from tests.web.conftest import browser_of


def page(name: str) -> str:
    return reverse(f"contribution:{name}")


@pytest.fixture
def browser(manager):
    return browser_of(manager)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(answer) -> list[dict[str, str]]:
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def as_text(records: list[dict]) -> list[dict[str, str]]:
    return [{name: str(record[name]) for name in fields()} for record in records]


# --- before joining -------------------------------------------------------------------------------
def test_newcomer_is_taught_what_it_is_and_what_to_do(browser, giver):
    text = text_of(browser.get(page("home")))
    assert "Your service has not joined yet" in text
    assert "In 1 of 2 cases every client has said yes" in text
    assert page("join") in text
    assert "Neither is said yet" in text


@pytest.mark.parametrize("name", ["before", "after", "before_csv", "after_csv"])
def test_pages_of_records_lead_home_before_joining(browser, name):
    assert browser.get(page(name)).url == page("home")


# --- before and after are the bytes ---------------------------------------------------------------
def test_what_will_be_sent_is_what_is_sent(browser, link, national):
    before = rows_of(browser.get(page("before_csv")))
    shown = text_of(browser.get(page("before")))
    sending.contribute(link)
    said = json.loads(national.only.bodies[0])["episodes"]
    records = [one for episode in said for one in episode["records"]]
    assert before == as_text(records)
    for record in records:
        for name in fields():
            assert escape(str(record[name])) in shown


def test_what_they_have_is_what_was_acknowledged(browser, link, national):
    assert "They have nothing of your service" in text_of(browser.get(page("after")))
    sending.contribute(link)
    held = [one for records in national.only.held.values() for one in records]
    assert rows_of(browser.get(page("after_csv"))) == as_text(held)
    assert held[0]["episode"] in text_of(browser.get(page("after")))
    assert "Nothing waits to be sent" in text_of(browser.get(page("before")))


def test_what_is_taken_back_is_said_before(browser, link, giver):
    sending.contribute(link)
    answer(giver, Answer.WITHDRAWN)
    text = text_of(browser.get(page("before")))
    assert str(EpisodeNumber.objects.get(case=giver.case).number) in text
    assert "Is taken back: nothing of it will be held there." in text


def test_no_name_and_no_word_of_a_case_is_shown(browser, link, giver):
    marked = family_that_gives(giver.actor, "Elder", words=" kingfisher-canary")
    pages = "".join(text_of(browser.get(page(name))) for name in ("home", "before", "before_csv"))
    assert "canary" not in pages
    for thing in (marked.case, marked.mother, marked.baby):
        assert str(thing.pk) not in pages


# --- how it stands, in words ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "On its way"),
        ({"refusal": "The national instance is busy."}, "The national instance is busy."),
        ({"state": "stopping"}, "Everything is being taken back"),
        ({"state": "stopped"}, "Your service has left the national data"),
        ({"state": "revoked", "refusal": "Please ask us."}, "Please ask us."),
    ],
)
def test_home_says_how_it_stands(browser, link, fields, says):
    NationalLink.objects.update(**fields)
    assert says in text_of(browser.get(page("home")))


def test_home_says_when_everything_is_there_and_what_was_sent(browser, link):
    sending.contribute(link)
    text = text_of(browser.get(page("home")))
    assert "Everything is there" in text
    assert "1 episode of work, 2 scores" in text.replace("\n", " ")
    assert link.key_id in text


def test_answer_that_was_lost_is_told(browser, link, national):
    national.ills.append("cut-after")
    sending.contribute(link)
    push = under_way()
    outbox.drop(push)
    assert "an answer was lost" in text_of(browser.get(page("home")))
    assert "an answer was lost" in text_of(browser.get(page("after")))
    assert differing(link)
    assert OutgoingPush.objects.get().body is None


def test_another_service_sees_nothing_of_it(link, stranger):
    from attune.web.people.models import Role  # noqa: PLC0415 -- one test only

    sending.contribute(link)
    other = browser_of(make_actor(stranger.service, Role.MANAGER))
    assert "has not joined yet" in text_of(other.get(page("home")))


def test_long_lists_come_in_pages(browser, link, giver, monkeypatch):
    monkeypatch.setattr("attune.web.contribution.views.service.ON_A_PAGE", 1)
    family_that_gives(giver.actor, "Oak")
    first, second = (text_of(browser.get(page("before") + f"?page={n}")) for n in (1, 2))
    for number in EpisodeNumber.objects.exclude(case__label="Willow").values_list(
        "number", flat=True
    ):
        assert (f"episode-{number}" in first) != (f"episode-{number}" in second)
