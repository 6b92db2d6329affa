"""Figures: a manager sees those of the service, a practitioner their own, anybody the nation's; each on its own server."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.server import Server

HAND = "On average 4.1 points better (1.1 to 7.1)."


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Server:
    """Given a service with ten pairs of forms, and a release of the nation: on a server of its own, for others have none."""
    running = Server(tmp_path_factory.mktemp("figures") / "data")
    running.start()
    running.run("-m", "tests.browser.figures", "released")
    yield running
    assert running.stop() == 0


def test_manager_finds_what_changed_saves_a_chart_and_takes_a_report(page: Page):
    sign_in(page, "mina@example.org")
    when_the_way_is_taken_from_the_front_page(page)
    then_the_figures_are_those_worked_out_by_hand(page)
    then_every_page_is_there(page)
    then_a_chart_is_saved(page)
    then_a_report_is_taken(page)


def when_the_way_is_taken_from_the_front_page(page: Page) -> None:
    page.goto("/service/")
    look(page, "figures-front")
    page.get_by_role("link", name="How much changed, and for whom").click()


def then_the_figures_are_those_worked_out_by_hand(page: Page) -> None:
    expect(page.get_by_role("heading", name="Figures of your service")).to_be_visible()
    expect(page.get_by_text(HAND).first).to_be_visible()
    expect(page.get_by_text("There is no control group").first).to_be_visible()
    expect(
        page.get_by_role("img", name=re.compile("Your service beside the nation"))
    ).to_be_visible()
    expect(page.get_by_text("Kingfisher")).to_have_count(0)
    figure = page.get_by_role("figure", name=re.compile("Before and after"))
    figure.get_by_text("The numbers as a table").click()
    expect(figure.get_by_role("row", name=re.compile("At the end"))).to_contain_text("20.0")
    look(page, "figures-change")


def then_every_page_is_there(page: Page) -> None:
    page.get_by_role("link", name="how they met").click()
    expect(page.get_by_role("heading", name="How much changed, by how they met")).to_be_visible()
    for name in ("Who we work with", "How complete", "Year by year"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        look(page, f"figures-{name.split()[0].lower()}")


def then_a_chart_is_saved(page: Page) -> None:
    page.goto("/service/figures/change/")
    figure = page.get_by_role("figure", name=re.compile("Before and after"))
    for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"Occasion")):
        with page.expect_download() as saved:
            figure.get_by_role("link", name=re.compile(f"^{kind}")).click()
        assert saved.value.suggested_filename == f"before-and-after.{kind.lower()}"
        assert saved.value.path().read_bytes().startswith(begins)


def then_a_report_is_taken(page: Page) -> None:
    with page.expect_download() as saved:
        page.get_by_role("link", name="Report 2025 (PDF)").click()
    reader = pypdf.PdfReader(io.BytesIO(saved.value.path().read_bytes()))
    assert HAND in " ".join(reader.pages[0].extract_text().split())


def test_practitioner_sees_their_own_and_a_trainee_how_far_it_is(page: Page):
    sign_in(page, "rosa@example.org")
    page.get_by_role("link", name="My figures").click()
    expect(page.get_by_text("8 of 8 first forms have their last one, too.").first).to_be_visible()
    expect(page.get_by_text(re.compile("On average .* points better")).first).to_be_visible()
    look(page, "figures-own")
    page.context.clear_cookies()
    sign_in(page, "lea@example.org")
    page.goto("/figures/")
    expect(page.get_by_text("Too few to say anything yet: 2 of 8 pairs.")).to_be_visible()
    expect(page.get_by_text("On average")).to_have_count(0)
    look(page, "figures-own-few")


def test_anybody_sees_the_nation_in_pictures(page: Page):
    page.goto("/national/figures/")
    expect(page.get_by_text("On average 4.1 points better (3.1 to 5.1).")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("How much changed, on the map"))).to_be_visible()
    page.get_by_text("How these figures are made").click()
    look(page, "figures-national")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Report as PDF").click()
    assert saved.value.suggested_filename == "national-figures-2026-11.pdf"
