"""While a tablet is handed over, every other address leads back to the forms."""

import pytest
from django.urls import reverse

from attune.web.outcomes.middleware import HANDED_OVER
from tests.web.conftest import browser_of


@pytest.fixture
def browser(family):
    client = browser_of(family.actor)
    session = client.session
    session[HANDED_OVER] = {"case": str(family.case.pk), "forms": [], "tries": 0}
    session.save()
    return client


@pytest.mark.parametrize(
    "path", ["/cases/", "/service/", "/accounts/logout/", "/no/such/page/", "/"]
)
def test_every_other_address_leads_back(browser, path):
    answer = browser.get(path)
    assert (answer.status_code, answer["Location"]) == (302, reverse("outcomes:handed_over"))
    assert browser.post(path)["Location"] == reverse("outcomes:handed_over")


def test_forms_and_the_way_back_are_open(browser):
    for name in ("handed_over", "take_back"):
        assert browser.get(reverse(f"outcomes:{name}")).status_code == 200


def test_browser_that_was_not_handed_over_goes_everywhere(family):
    assert browser_of(family.actor).get("/cases/").status_code == 200
