"""What is given of one case, in words that can be shown to the client."""

import pytest
from django.urls import reverse

from attune.core.consent import Answer
from attune.web.audit.models import Event
from attune.web.contribution import sending
from attune.web.contribution.models import NationalLink
from tests.factories.contribution import answer
from tests.web.conftest import browser_of


@pytest.fixture
def browser(giver):
    return browser_of(giver.actor)


def text_of(browser, family) -> str:
    answer = browser.get(reverse("contribution:case", args=[family.case.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_case_of_a_service_that_has_not_joined(browser, giver):
    assert "Your service does not give to the national data." in text_of(browser, giver)


def test_case_on_its_way_and_there_and_taken_back(browser, link, giver):
    assert "Ana said yes to the national data. 2 scores without names are on their way." in text_of(
        browser, giver
    )
    sending.contribute(link)
    text = text_of(browser, giver)
    assert "Ana said yes to the national data. 2 scores without names were given." in text
    assert "What they will have after the next push" not in text
    answer(giver, Answer.WITHDRAWN)
    text = text_of(browser, giver)
    assert "Ana has not said yes to the national data" in text
    assert "Nothing of this case: what they have is taken back." in text


def test_case_of_nobody_who_was_asked(browser, link, family):
    text = text_of(browser, family)
    assert "Ana has not said yes to the national data, so nothing of this case is given." in text
    answer(family)
    assert "There is no score to give yet." in text_of(browser, family)
    family.mother.is_client = False
    family.mother.save()
    assert "Nobody in this case is named as the client yet" in text_of(browser, family)


def test_reading_it_is_logged(browser, link, giver):
    text_of(browser, giver)
    event = Event.objects.latest("at")
    assert (event.verb, event.case_id, event.detail) == ("read", giver.case.pk, {"national": True})


def test_consents_of_the_case_say_it_in_a_line(browser, link, giver):
    sending.contribute(link)
    page = browser.get(reverse("cases:consent", args=[giver.case.pk])).content.decode()
    assert "2 scores without names were given." in " ".join(page.split())
    assert reverse("contribution:case", args=[giver.case.pk]) in page
    NationalLink.objects.all().delete()
    page = browser.get(reverse("cases:consent", args=[giver.case.pk])).content.decode()
    assert "without names were given" not in page
