"""Pages of a service that gives sums only: what goes, what is there, what stays and why; and nothing of one person."""

import json

import pytest
from django.urls import reverse

from attune.web.cases.models import Case
from attune.web.contribution import actions
from attune.web.contribution.models import NationalLink, SumsTold
from tests.factories.contribution import send
from tests.web.conftest import browser_of


def page(name: str) -> str:
    return reverse(f"contribution:{name}")


@pytest.fixture
def link(sums_link) -> NationalLink:
    return sums_link


@pytest.fixture
def browser(manager):
    return browser_of(manager)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_first_sums_are_shown_before_and_after_as_they_are_sent(browser, link, give, national):
    give(8)
    text = text_of(browser.get(page("before")))
    assert "CORE-10, self" in text
    row = '<th scope="row">Everybody</th> <td>9</td> <td>9</td> <td>9</td> <td>0</td> <td>0</td> <td>180.0</td> <td>108.0</td>'
    assert row.replace(" ", "") in text.replace(" ", "")
    before = browser.get(page("before_sums")).json()
    send(link)
    assert json.loads(national.only.bodies[-1])["sums"] == before
    assert browser.get(page("after_sums")).json() == before
    assert row.replace(" ", "") in text_of(browser.get(page("after"))).replace(" ", "")
    assert "Nothing waits to be sent" in text_of(browser.get(page("before")))
    home = text_of(browser.get(page("home")))
    assert "sums of 9 cases" in home
    assert "(sums only)" in home
    assert "Everything is there" in home


def test_there_is_no_table_of_records(browser, link, give, national):
    for name in ("before_csv", "after_csv"):
        assert browser.get(page(name)).status_code == 302


def test_too_few_are_said_to_be_too_few(browser, link, give, national):
    give(2)
    send(link)
    assert "3 ended cases give so far." in text_of(browser.get(page("before")))
    assert "They have nothing of your service" in text_of(browser.get(page("after")))
    assert "Nothing is given yet" in text_of(browser.get(page("home")))
    assert browser.get(page("after_sums")).json() is None


def test_what_is_taken_back_is_said(browser, link, give, manager, national):
    give(8)
    send(link)
    row = SumsTold.objects.get()
    row.episodes = {**row.episodes, "gone": "1"}  # a case that gave
    row.save()
    text = text_of(browser.get(page("before")))
    assert "Everything is taken back" in text
    assert "1 case differs from those that were told last." in text


def test_what_stays_is_named(browser, link, give, national):
    first, *_ = give(8)
    Case.objects.filter(pk=first.case.pk).update(mode="remote")
    text = text_of(browser.get(page("before")))
    assert "for the national model: fewer than 8 dyads differ from the others in remote" in text
    assert "Nothing goes to the national model" in text


def test_lost_answer_is_said(browser, link, give, national):
    give(8)
    national.ills.append("cut-after")
    send(link)
    SumsTold.objects.update(held=SumsTold.UNKNOWN)
    assert "It is not certain what they have" in text_of(browser.get(page("after")))


def test_choice_is_kept_and_can_be_changed(browser, link, give, national):
    assert "Sums only" in text_of(browser.get(page("home")))
    text = text_of(browser.get(page("what")))
    assert 'value="sums"' in text
    answer = browser.post(page("what"), {"mode": "records"}, follow=True)
    assert "What they have is replaced by the next push." in answer.content.decode()
    link.refresh_from_db()
    assert link.mode == "records"
    for odd in ({}, {"mode": "nothing"}):
        assert browser.post(page("what"), odd).status_code == 422
    for name in ("before_sums", "after_sums"):
        assert browser.get(page(name)).status_code == 302


def test_before_joining_and_after_leaving_there_is_no_choice(browser, manager, national):
    for name in ("what", "before_sums", "after_sums"):
        assert browser.get(page(name)).status_code == 302


def test_joining_with_sums_only_sends_no_record(browser, give, national, manager):
    give(8)
    text = f"{national.address}/national/#a-first-invitation-token"
    browser.post(page("join"), {"invitation": text, "mode": "sums"})
    found = NationalLink.objects.get()
    assert found.mode == "sums"
    actions.keys.use(manager.service.pk)
    send(found)
    assert (national.only.held, national.only.sums is not None) == ({}, True)


def test_case_says_that_it_is_counted_among_others(link, give, family):
    mine, *_ = give(1)
    text = text_of(browser_of(family.actor).get(reverse("contribution:case", args=[mine.case.pk])))
    assert "Your service gives sums only." in text
    assert "counted among those of others" in text
