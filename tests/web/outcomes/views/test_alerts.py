"""An answer that needs a response: the service's words, seen by name."""

from django.urls import reverse

from attune.web.outcomes.actions import service
from tests.factories.outcomes import fill
from tests.web.conftest import browser_of


def test_answer_is_shown_with_the_services_words_and_seen_by_name(family, manager):
    service.set_risk_text(by=manager, for_practitioner="Call the duty manager.", for_client="")
    alerts = [fill(family, when=when, answers={"6": 2}).alerts.get() for when in ("start", "end")]
    browser = browser_of(family.actor)
    first, second = (reverse("outcomes:alert", args=[alert.pk]) for alert in alerts)
    shown = browser.get(first).content.decode()
    assert "Question 6" in shown
    assert "Call the duty manager." in shown
    assert "Say in a sentence what you did" in browser.post(first, {"did": ""}).content.decode()
    assert browser.post(first, {"did": "We talked."})["Location"] == second
    done = browser.post(second, {"did": "We talked again."})["Location"]
    assert done == reverse("outcomes:case", args=[family.case.pk])
    shown = browser.get(first).content.decode()
    assert "We talked." in shown
    assert family.actor.person.name in shown
    browser.post(first, {"did": "Nothing."})
    alerts[0].refresh_from_db()
    assert alerts[0].did == "We talked."


def test_without_words_of_the_service_there_are_plain_ones(family):
    alert = fill(family, answers={"6": 2}).alerts.get()
    shown = browser_of(family.actor).get(reverse("outcomes:alert", args=[alert.pk]))
    assert "Your service has not written its own text yet." in shown.content.decode()
