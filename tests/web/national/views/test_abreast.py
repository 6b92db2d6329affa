"""The analyst's page of services beside each other."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_officer, nation


@pytest.fixture
def browser(db, national) -> Client:
    client = Client()
    client.force_login(make_officer().person)
    return client


def page(browser, **asked) -> str:
    answer = browser.get(reverse("national:abreast"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_services_are_drawn_and_nothing_can_be_downloaded(browser):
    nation.give()
    text = page(browser)
    assert "Change in each service, within the limits of chance" in text
    assert "There is no control group" in text
    assert "as=csv" not in text
    assert "Invented" not in text


def test_an_empty_instance_says_so(browser):
    assert "No service has given anything yet" in page(browser, topic="core-10-self")


def test_damaged_records_are_told_with_what_to_do(browser, national):
    nation.give()
    for path in (national / "records").rglob("*.parquet"):
        path.write_bytes(b"damaged")
    assert "./run manage tend_records" in page(browser)
