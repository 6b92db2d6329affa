"""The evidence library in the browser: anybody reads, an editor writes, the analysis follows."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in


def test_anybody_reads_what_is_known_and_what_it_says_together(page: Page):
    page.goto("/")
    page.get_by_role("link", name="The evidence for video feedback").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is known about video feedback")
    look(page, "evidence-home")

    page.get_by_role("link", name="See the analysis").click()
    expect(page.get_by_text("6 studies together: 0.43 (0.19 to 0.68)")).to_be_visible()
    look(page, "evidence-together")

    page.get_by_label("Among").select_option(label="Randomised trials only")
    page.get_by_role("button", name="Show this").click()
    expect(page.get_by_text("5 studies together")).to_be_visible()
    with page.expect_download() as saved:
        page.locator('a[href*="/forest/"][href*="as=csv"]').click()
    assert saved.value.suggested_filename == "evidence-sensitivity-forest.csv"
    assert "Kristensen" not in saved.value.path().read_text(encoding="utf-8")

    page.get_by_role("link", name="Barlow 2016").click()
    expect(page.get_by_role("heading", name="Where this was read")).to_be_visible()
    look(page, "evidence-entry")


@pytest.fixture
def entry(page: Page) -> str:
    """Given a study that an editor added by the page."""
    sign_in(page, "nora@example.org")
    page.goto("/evidence/")
    page.get_by_role("link", name="Add an entry").click()
    look(page, "evidence-write")
    page.get_by_label("Title").fill("What Heron found")
    page.get_by_label("Authors").fill("Heron A, Tern B")
    page.get_by_label("Year (optional)").fill("2020")
    page.get_by_label("Design").select_option(label="Randomised trial")
    page.get_by_label("Which families").select_option(label="Poverty and hardship")
    page.get_by_label("Who took part").fill("Invented families.")
    page.get_by_label("What it found").fill("Parents answered more often.")
    source = page.get_by_role("group", name="Source 1")
    source.get_by_label("Citation").fill("Heron & Tern 2020, abstract")
    source.get_by_label("Address where it was read").fill("https://example.org/heron")
    source.get_by_label("How much of it was read").select_option(label="the abstract was read")
    source.get_by_label("On which day").fill("2026-11-20")
    effect = page.get_by_role("group", name="Difference for the analysis 1")
    effect.get_by_label("What changed").select_option(label="A more secure attachment")
    effect.get_by_label("Measured by").fill("An invented scale")
    effect.get_by_label("How its standard error is known").select_option(label="as published")
    effect.get_by_label("Difference, in standard deviations").fill("0.4")
    effect.get_by_label("Its standard error (optional)").fill("0.2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Something in the rows below is missing")).to_be_visible()  # its source
    effect.get_by_label("Number of its source").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The entry is in the library.")).to_be_visible()
    return page.url


def test_an_editor_adds_changes_and_withdraws_a_study_and_nothing_is_lost(page: Page, entry):
    page.goto("/evidence/together/?outcome=attachment")
    expect(page.get_by_text("because there are fewer than two studies").first).to_be_visible()

    page.goto(entry)
    page.get_by_role("link", name="Change this entry").click()
    page.get_by_label("What it found").fill("Parents answered sooner.")
    page.get_by_label("Why", exact=True).fill("Read again.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Parents answered sooner.")).to_be_visible()

    page.get_by_text("Withdraw it").first.click()
    page.get_by_label("Why", exact=True).fill("Invented.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("This entry no longer counts. Invented.")).to_be_visible()
    page.get_by_text("Every version of this entry").click()
    look(page, "evidence-withdrawn")
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("Parents answered more often.")).to_be_visible()
