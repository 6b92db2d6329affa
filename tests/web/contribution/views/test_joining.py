"""Joining with one text, leaving with one press."""

import pytest
from django.urls import reverse

from attune.web.contribution import keys
from attune.web.contribution.models import NationalLink
from attune.web.contribution.queries.giving import under_way
from tests.factories.contribution import FIRST
from tests.web.conftest import browser_of


def page(name: str) -> str:
    return reverse(f"contribution:{name}")


@pytest.fixture
def browser(family, manager):
    return browser_of(manager)


def test_join_takes_up_the_invitation(browser, manager, national):
    invitation = f"{national.address}/national/#{FIRST}"
    done = browser.post(page("join"), {"invitation": invitation, "mode": "records"}, follow=True)
    assert "Your service has joined the national data." in done.content.decode()
    link = NationalLink.objects.get(service=manager.service)
    assert str(link.pseudonym) == national.only.pseudonym


def test_join_that_is_refused_says_why(browser, national):
    answer = browser.post(
        page("join"), {"invitation": f"{national.address}/#{'x' * 32}", "mode": "records"}
    )
    assert answer.status_code == 422
    assert "This is no invitation of ours." in answer.content.decode()
    assert not NationalLink.objects.exists()


def test_join_with_nonsense_asks_nobody(browser, national):
    answer = browser.post(page("join"), {"invitation": "Dear colleague"})
    assert answer.status_code == 422
    assert national.asked == []


def test_join_elsewhere_waits_until_all_is_taken_back_here(browser, link):
    text = f"https://other.example.org/national/#{'x' * 32}"
    answer = browser.post(page("join"), {"invitation": text, "mode": "records"})
    assert f"Your service gives to {link.address} still." in answer.content.decode()


def test_place_is_kept(browser, manager):
    assert browser.post(page("place"), {"region": "moon"}).status_code == 422
    browser.post(page("place"), {"region": "wales", "setting": "nhs"})
    manager.service.refresh_from_db()
    assert (manager.service.region, manager.service.setting) == ("wales", "nhs")


def test_place_is_the_associations_once_joined(browser, link, manager):
    done = browser.post(page("place"), {"region": "wales", "setting": "charity"}, follow=True)
    assert "Ask them to change." in done.content.decode()
    manager.service.refresh_from_db()
    assert manager.service.region == "scotland"


def test_service_that_is_revoked_can_take_everything_back(browser, link):
    NationalLink.objects.update(state="revoked", refusal="Please ask us.")
    assert f'href="{page("stop")}"' in browser.get(page("home")).content.decode()
    browser.post(page("stop"))
    assert NationalLink.objects.get().state == "stopping"


def test_stop_asks_first_and_then_takes_back(browser, link):
    assert "What follows" in browser.get(page("stop")).content.decode()
    assert NationalLink.objects.get().state == "active"
    done = browser.post(page("stop"), follow=True)
    assert "Everything is being taken back" in done.content.decode()
    assert NationalLink.objects.get().state == "stopping"
    assert under_way() is None


@pytest.mark.parametrize("name", ["stop", "key", "try"])
def test_nothing_to_stop_or_renew_before_joining(browser, manager, name):
    assert browser.post(page(name)).url == page("home")
    assert keys.begun(manager.service.pk) is None


def test_key_is_renewed_and_a_try_is_asked_for(browser, link):
    browser.post(page("key"))
    assert keys.begun(link.service_id)
    done = browser.post(page("try"), follow=True)
    assert "It is tried now." in done.content.decode()
