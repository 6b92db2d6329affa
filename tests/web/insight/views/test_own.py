import pytest
from django.urls import reverse
from django_scopes import scope

from tests.factories.figures import worked
from tests.web.conftest import browser_of

ADDRESS = "/figures/"


@pytest.fixture
def cases(practitioner, colleague):
    """Two pairs of the practitioner's; a colleague's and one that is shared."""
    with scope(service=practitioner.service):
        worked(practitioner, 20, 14)
        worked(practitioner, 18)
        worked(colleague, 30, 10)


def test_own_figures_say_how_complete_they_are(cases, practitioner):
    assert reverse("insight:own") == ADDRESS
    html = browser_of(practitioner).get(ADDRESS).content.decode()
    assert "1 of 2 first forms have their last one, too." in html
    assert "Too few to say anything yet: 1 of 8 pairs." in html


def test_nobody_sees_a_colleagues_figures(cases, colleague):
    html = browser_of(colleague).get(ADDRESS).content.decode()
    assert "1 of 1 first form has its last one, too." in html


def test_chart_is_saved(cases, practitioner):
    response = browser_of(practitioner).get(ADDRESS, {"save": "complete", "as": "csv"})
    assert (
        response.content.decode()
        .splitlines()[1]
        .startswith('"CORE-10, filled in by the client",1,2,0.5,')
    )


def test_chart_that_is_not_there_is_not_found(cases, practitioner):
    assert browser_of(practitioner).get(ADDRESS, {"save": "x", "as": "csv"}).status_code == 404


def test_manager_has_no_figures_of_their_own(cases, manager):
    assert browser_of(manager).get(ADDRESS).status_code == 403


def test_figures_are_only_read(practitioner):
    assert browser_of(practitioner).post(ADDRESS).status_code == 405
