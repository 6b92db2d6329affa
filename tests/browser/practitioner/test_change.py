"""What has changed, in the session: the practitioner looks at it with the client, measures a goal,
writes down what they decided, and gives one page in the client's own words."""

import io
import json
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in


@pytest.fixture(scope="module")
def family(server) -> dict[str, str]:
    """Given Maya's family whose forms and goals were answered twice."""
    return json.loads(server.run("-m", "tests.browser.changed", "maya@example.org"))


def test_change_is_looked_at_decided_on_and_given_as_one_page(page: Page, family):
    sign_in(page, "maya@example.org")
    when_nothing_was_filled_in_the_page_teaches(page, family)
    then_goals_and_measures_stand_on_one_axis(page, family)
    when_a_goal_is_measured_more_closely(page)
    when_they_decide_together(page)
    then_one_page_holds_what_was_ticked_and_no_more(page)


def when_nothing_was_filled_in_the_page_teaches(page: Page, family) -> None:
    page.goto(family["empty"])
    expect(page.get_by_text("Nothing to compare yet")).to_be_visible()


def then_goals_and_measures_stand_on_one_axis(page: Page, family) -> None:
    page.goto(family["case"])
    page.get_by_role("link", name="What has changed").click()
    expect(page.get_by_role("heading", name="What has changed", level=1)).to_be_visible()
    drawings = page.locator("svg[role=img]:has(circle)")
    lefts = drawings.evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => {"
        " const marks = one.querySelectorAll('circle');"
        " return marks[0].getBoundingClientRect().x; })"
    )
    assert len(lefts) >= 4
    assert max(lefts) - min(lefts) < 1  # each begins on the same day
    core = page.locator(".attune-series", has=page.get_by_role("heading", name="CORE-10"))
    expect(core).to_contain_text("More than measurement error, in the hoped-for direction")
    expect(core).to_contain_text("24 at first, 14 now: 10 points lower.")
    core.get_by_text("All scores and how this is worked out").click()
    expect(core.get_by_role("table")).to_contain_text("too few answers for a score")


def when_a_goal_is_measured_more_closely(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Measure it more closely")).click()
    page.get_by_role("link", name="Five steps in their words").click()
    page.get_by_role("textbox", name="As hoped for").fill("We sing in the bath most days")
    page.get_by_role("textbox", name="More than hoped for (optional)", exact=True).fill(
        "He starts the song"
    )
    page.get_by_role("textbox", name="A little less than hoped for").fill("Once a week")
    page.get_by_role("radio", name="A little less than hoped for").check()
    look(page, "goal-levels")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name=re.compile("Say where it is on its scale")).click()
    page.get_by_role("radio", name="More than hoped for: He starts the song").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Now: further than hoped for").first).to_be_visible()


def when_they_decide_together(page: Page) -> None:
    page.get_by_label("What the client said").fill("We know what helps us now.")
    page.get_by_role("radio", name="Enough for now").check()
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_text("Write the reasons, in a sentence or two.").first).to_be_visible()
    page.get_by_label("Reasons").fill("The goal is reached, and two measures agree.")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_role("heading", name="Enough for now")).to_be_visible()
    page.get_by_text("All scores and how this is worked out").first.click()
    look(page, "change-decided")


def then_one_page_holds_what_was_ticked_and_no_more(page: Page) -> None:
    page.get_by_role("link", name="Make their one-page summary").click()
    sheet = page.locator("[data-sheet]")
    expect(sheet).to_contain_text("We know what helps us now.")
    expect(sheet).not_to_contain_text("CORE-10")
    page.get_by_label(re.compile("CORE-10, Ana, about themselves")).check()
    page.get_by_role("button", name="Show the page").click()
    expect(sheet).to_contain_text("Your answers on CORE-10 have changed in the direction")
    expect(sheet).not_to_contain_text("EPDS")
    look(page, "summary")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download it as a PDF").click()
    assert re.fullmatch(r"what-has-changed-\d{4}-\d\d-\d\d\.pdf", coming.value.suggested_filename)
    pdf = pypdf.PdfReader(io.BytesIO(coming.value.path().read_bytes()))
    assert len(pdf.pages) == 1
    assert letters(pdf.pages[0].extract_text()) == letters(sheet.inner_text())


def letters(text: str) -> str:
    """Without white space, which lines of another length break elsewhere."""
    return re.sub(r"\s", "", text)
