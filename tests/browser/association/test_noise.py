"""Nora sets a budget for tables with noise, sees what a table would mean, has it made, and takes it along."""

import csv

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.server import Server

LONG = 240_000  # milliseconds: a worker counts, however busy the machine is


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One of its own: an invented nation gave to it."""
    running = Server(tmp_path_factory.mktemp("noise") / "data")
    running.start()
    running.run("-m", "tests.browser.people")
    running.run("-m", "tests.browser.nation")
    yield running
    assert running.stop() == 0


@pytest.fixture
def nora(page: Page, server) -> Page:
    sign_in(page, "nora@example.org")
    return page


def test_table_with_noise_is_made_within_a_budget(nora: Page):
    when_she_sets_a_budget(nora)
    then_she_sees_what_a_table_means_before_it_is_spent(nora)
    when_she_has_it_made(nora)
    then_she_reads_it_and_takes_it_along(nora)
    then_the_ledger_says_what_is_left(nora)
    then_what_is_left_makes_one_of_two_measures_and_nothing_more(nora)


def when_she_sets_a_budget(page: Page) -> None:
    page.goto("/national/")
    page.get_by_role("link", name="Tables with noise").click()
    expect(page.get_by_text("No budget is set yet")).to_be_visible()
    look(page, "noise-none")
    page.get_by_role("link", name="Set the budget").click()
    page.get_by_role("button", name="Write it into the ledger").click()
    expect(page.get_by_text("Say how much may be spent.").first).to_be_visible()
    page.get_by_label("How much may be spent? (ε)").fill("2")
    page.get_by_label("Why this much?").fill("Agreed by the board on 3 November 2026.")
    look(page, "noise-budget")
    page.get_by_role("button", name="Write it into the ledger").click()
    expect(page.get_by_text("0 of 2", exact=True)).to_be_visible()


def then_she_sees_what_a_table_means_before_it_is_spent(page: Page) -> None:
    page.get_by_role("link", name="Make a table").click()
    page.get_by_label("CORE-10, filled in by the client", exact=True).check()
    page.get_by_label("Region", exact=True).check()
    page.get_by_label("How much to spend on it? (ε)").fill("0.1")
    look(page, "noise-new")
    page.get_by_role("button", name="See what that means").click()
    expect(page.get_by_text("off by at most 180 courses")).to_be_visible()
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("Region", exact=True)).to_be_checked()
    page.get_by_label("How much to spend on it? (ε)").fill("1.5")
    page.get_by_role("button", name="See what that means").click()
    expect(page.get_by_text("off by at most 12 courses")).to_be_visible()
    look(page, "noise-sure")


def when_she_has_it_made(page: Page) -> None:
    page.get_by_role("button", name="Spend 1.5 and make it").click()
    expect(page.get_by_text("Every count is off by chance")).to_be_visible(timeout=LONG)


def then_she_reads_it_and_takes_it_along(page: Page) -> None:
    expect(page.get_by_role("heading", name="CORE-10, filled in by the client")).to_be_visible()
    expect(page.get_by_text("by the noise alone").first).to_be_visible()
    look(page, "noise-table")
    with page.expect_download() as download:
        page.get_by_role("link", name="All counts (CSV)").click()
    with download.value.path().open(newline="") as file:
        rows = list(csv.DictReader(file))
    everybody = {
        row["standing"]: int(row["value"])
        for row in rows
        if row["what"] == "count" and not row["by"]
    }
    assert 300 < everybody["all"] < 700  # of 500 families with a little noise
    shown = page.get_by_role("row", name="Everybody").get_by_role("cell").first
    expect(shown).to_have_text(f"{everybody['all']:,}")


def then_the_ledger_says_what_is_left(page: Page) -> None:
    page.get_by_role("link", name="Tables with noise").first.click()
    expect(page.get_by_text("1.5 of 2", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="−1.5")).to_be_visible()
    look(page, "noise")


def then_what_is_left_makes_one_of_two_measures_and_nothing_more(page: Page) -> None:
    page.get_by_role("link", name="Make a table").click()
    for name in ("CORE-10", "PHQ-9"):
        page.get_by_label(f"{name}, filled in by the client", exact=True).check()
    page.get_by_label("Year of the first score", exact=True).check()
    spend = page.get_by_label("How much to spend on it? (ε)")
    spend.fill("0.501")
    page.get_by_role("button", name="See what that means").click()
    expect(page.get_by_text("That is more than is left of the budget.").first).to_be_visible()
    spend.fill("0.5")
    page.get_by_role("button", name="See what that means").click()
    page.get_by_role("button", name="Spend 0.5 and make it").click()
    expect(page.get_by_text("Every count is off by chance")).to_be_visible(timeout=LONG)
    page.get_by_text("Broken down", exact=True).first.click()
    expect(
        page.get_by_text("CORE-10, filled in by the client: Year of the first score")
    ).to_be_visible()
    look(page, "noise-table-two")
    page.get_by_role("link", name="Tables with noise").first.click()
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Make a table")).to_have_count(0)
