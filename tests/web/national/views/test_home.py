"""The analyst's first page: how much is here, and one next step."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_officer
from tests.factories.national import enrolled, invited


@pytest.fixture
def browser(db, national) -> Client:
    client = Client()
    client.force_login(make_officer().person)
    return client


def page(browser) -> str:
    answer = browser.get(reverse("national:home"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_instance_says_to_invite_a_service(browser):
    assert "Invite a first service" in page(browser)


def test_while_nobody_sent_anything_one_waits(browser):
    invited()
    assert "Wait for the first records" in page(browser)


def test_numbers_rise_and_small_ones_are_not_told(browser):
    sender = enrolled()
    sender.push(sender.records())
    found = page(browser)
    assert found.count("fewer than 8") == 2
    sender.push({one: rows for _ in range(9) for one, rows in sender.records().items()})
    found = page(browser)
    assert "about 10" in found
    assert "about 20" in found
    assert sender.service not in found


def test_after_three_quiet_months_one_asks(browser):
    sender = enrolled()
    sender.push(sender.records())
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        browser.force_login(make_officer().person)  # no session lasts that long
        found = page(browser)
    assert "Ask after the quiet ones" in found
    assert "Of 1 service nothing came" in found
