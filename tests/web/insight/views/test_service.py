import io

import pypdf
import pytest
from django_scopes import scope

from attune.web.insight.pages import TABS
from attune.web.people.models import Role
from tests.factories import make_actor
from tests.factories.figures import DAY, worked
from tests.web.conftest import browser_of

PAIRS = [
    (20, 11),
    (18, 12),
    (22, 18),
    (25, 13),
    (15, 21),
    (20, 19),
    (21, 16),
    (19, 16),
    (17, 16),
    (23, 17),
]


@pytest.fixture
def cases(practitioner, colleague):
    """Ten pairs, five of each practitioner: 20 on average before, 15.9 after."""
    with scope(service=practitioner.service):
        for number, (before, after) in enumerate(PAIRS):
            worked([practitioner, colleague][number % 2], before, after, label="Kingfisher")


def page(actor, tab="change", **asked):
    return browser_of(actor).get(f"/service/figures/{tab}/", asked)


def test_manager_sees_the_figures_worked_out_by_hand_and_no_name(cases, manager):
    html = page(manager).content.decode()
    assert "On average 4.1 points better (1.1 to 7.1)." in html
    assert "is not shown: it would tell of fewer than 8 people." in html
    assert "10 of 10 first forms have their last one, too." in html
    assert "There is no control group" in html
    assert "Kingfisher" not in html
    assert "Ana" not in html


def test_every_page_of_figures_is_there(cases, manager):
    for tab in TABS:
        response = page(manager, tab)
        assert response.status_code == 200
        assert 'aria-current="page"' in response.content.decode()


def test_front_page_shows_the_way(manager):
    html = browser_of(manager).get("/service/").content.decode()
    for tab in TABS:
        assert f'href="/service/figures/{tab}/"' in html


def test_page_that_is_not_there_is_not_found(manager):
    assert page(manager, "other").status_code == 404


def test_practitioner_sees_no_figures_of_the_service(practitioner):
    assert page(practitioner).status_code == 403
    assert browser_of(practitioner).get("/service/figures/report/").status_code == 403


def test_manager_of_another_service_sees_nothing_of_it(cases, stranger):
    other = make_actor(stranger.service, Role.MANAGER)
    assert "On average" not in page(other).content.decode()


def test_figures_are_only_read(manager):
    assert browser_of(manager).post("/service/figures/change/").status_code == 405


def test_chart_is_saved_as_it_is_on_the_page(cases, manager):
    response = page(manager, save="before-and-after", **{"as": "csv"})
    assert response.content.decode().splitlines()[1].startswith("At the end,10,20.0,15.9,")


def test_report_of_a_year_is_a_pdf_of_that_year(cases, manager):
    response = browser_of(manager).get("/service/figures/report/", {"year": DAY.year})
    assert response["Content-Disposition"] == f'attachment; filename="figures-{DAY.year}.pdf"'
    words = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "On average 4.1 points better (1.1 to 7.1)." in " ".join(words.split())


def test_report_of_the_newest_year_is_made_where_none_is_asked_for(manager):
    assert browser_of(manager).get("/service/figures/report/").content.startswith(b"%PDF")


@pytest.mark.parametrize("year", ["1999", "x", "²"])
def test_report_of_another_year_is_not_found(manager, year):
    assert browser_of(manager).get("/service/figures/report/", {"year": year}).status_code == 404


def test_name_that_no_font_can_write_is_said_and_nothing_breaks(manager):
    manager.service.name = "我"
    manager.service.save()
    response = browser_of(manager).get("/service/figures/report/", follow=True)
    assert response.redirect_chain == [("/service/figures/change/", 302)]
    assert "can’t be written into the PDF" in response.content.decode()
