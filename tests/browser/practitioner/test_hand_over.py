"""Forms filled in live: the tablet handed over, two windows, a double click, the wrong PIN, paper."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in

PIN = "2468"


@pytest.fixture
def family(server) -> dict[str, str]:
    """Given a family of Maya's whose mother is asked three forms today."""
    return json.loads(server.run("-m", "tests.browser.due", "maya@example.org"))


@pytest.fixture
def kept(server):
    """What the server keeps of the form that a page shows."""

    def read(page: Page) -> dict:
        key = page.url.split("/forms/")[-1].split("/handed-over/")[-1].split("/")[0]
        return json.loads(server.run("-m", "tests.browser.due", "maya@example.org", key))

    return read


def answer(page: Page, number: int, words: str) -> None:
    """Choose an answer, and wait until the page says that it is kept."""
    question = page.locator(f"[name=item-{number}]").locator("xpath=ancestor::fieldset").first
    with page.expect_response(lambda response: "/answers/" in response.url):
        question.get_by_label(words, exact=True).check()
    expect(page.get_by_text("Kept.")).to_be_visible()


def hand_over(page: Page, family: dict[str, str]) -> None:
    page.goto(family["measures"])
    page.get_by_role("link", name="Hand the tablet over").click()
    if "/pin/" in page.url:
        look(page, "pin")
        page.get_by_label("Your PIN").fill(PIN)
        page.get_by_label("The same PIN once more").fill(PIN)
        page.get_by_role("button", name="Save").click()
    look(page, "hand-over")
    page.get_by_role("button", name="Begin").click()


def test_tablet_is_handed_over_and_taken_back(page: Page, family, kept):
    sign_in(page, "maya@example.org")
    hand_over(page, family)
    then_the_client_sees_a_form_and_nothing_else(page)
    when_an_answer_needs_a_response_it_is_shown_at_once(page, kept)
    when_the_page_is_opened_again_nothing_is_lost(page)
    when_the_form_is_finished_with_questions_open(page)
    when_the_other_is_filled_in_with_the_keyboard_one_at_a_time(page, kept)
    then_only_the_pin_takes_it_back_and_the_answer_comes_first(page)


def then_the_client_sees_a_form_and_nothing_else(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("CORE-10")
    expect(page.get_by_text("Alder")).to_have_count(0)
    for leave in (lambda: page.goto("/cases/"), page.go_back):
        leave()
        expect(page.get_by_role("heading", level=1)).to_have_text("CORE-10")
    look(page, "handed-over")


def when_an_answer_needs_a_response_it_is_shown_at_once(page: Page, kept) -> None:
    answer(page, 1, "Often")
    answer(page, 6, "Sometimes")
    expect(page.get_by_role("alert")).to_contain_text("Thank you for saying so")
    assert kept(page)["answers"] == {"1": 3, "6": 2}
    look(page, "handed-over-alert")


def when_the_page_is_opened_again_nothing_is_lost(page: Page) -> None:
    page.goto("/handed-over/")
    expect(page.locator("[name=item-1][value='3']")).to_be_checked()
    expect(page.get_by_role("alert")).to_be_visible()


def when_the_form_is_finished_with_questions_open(page: Page) -> None:
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Some questions are open")).to_be_visible()
    look(page, "handed-over-open")
    page.get_by_role("button", name="Finish with these open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("GAD-7")


def when_the_other_is_filled_in_with_the_keyboard_one_at_a_time(page: Page, kept) -> None:
    page.get_by_role("link", name="One question at a time").click()
    look(page, "handed-over-one")
    for number in range(1, 8):
        field = page.locator(f"[name=item-{number}]").first
        field.focus()
        with page.expect_response(lambda response: "/answers/" in response.url):
            page.keyboard.press("ArrowDown")  # the second answer: 1
        if number == 7:
            found = kept(page)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**?q={number + 1}" if number < 7 else "**/handed-over/")
    assert found["answers"] == {str(number): 1 for number in range(1, 8)}


def then_only_the_pin_takes_it_back_and_the_answer_comes_first(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    look(page, "handed-over-thanks")
    page.get_by_role("link", name="I am Maya Okafor").click()
    page.get_by_label("Your PIN").fill("1111")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("This is not your PIN. Try again.").first).to_be_visible()
    look(page, "take-back")
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An answer needs you")
    look(page, "alert")
    page.get_by_label("What did you do").fill("We talked. I called the duty manager.")
    page.get_by_role("button", name="I have seen this: Maya Okafor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Measures and forms")
    expect(page.get_by_text("Filled in", exact=True)).to_have_count(2)
    look(page, "measures")


def test_form_in_two_windows_is_one_form(page: Page, context, family, kept):
    sign_in(page, "maya@example.org")
    page.goto(family["measures"])
    row = page.get_by_role("listitem").filter(has_text="GAD-7")
    row.get_by_role("button", name="Fill in").dblclick()
    page.wait_for_url("**/forms/**")
    other = context.new_page()
    other.goto(page.url)
    answer(page, 1, "Several days")
    answer(other, 2, "Nearly every day")
    answer(page, 1, "Not at all")
    found = kept(page)
    assert (found["answers"], found["forms"]) == ({"1": 0, "2": 3}, 1)
    other.get_by_role("button", name="Finish").click()
    other.get_by_role("button", name="Finish with these open").dblclick()
    other.wait_for_url("**/read/")
    look(other, "form-read")
    page.locator("[name=item-3][value='1']").check()
    expect(page.get_by_text("This form was finished in another window.")).to_be_visible()
    found = kept(page)
    assert (found["answers"], found["finished"]) == ({"1": 0, "2": 3}, True)
    assert found["scores"] == [["total", None]]


def test_answers_wait_for_the_network(page: Page, context, family, kept):
    sign_in(page, "maya@example.org")
    page.goto(family["measures"])
    page.get_by_role("listitem").filter(has_text="GAD-7").get_by_role("button").click()
    page.wait_for_url("**/forms/**")
    context.set_offline(True)
    page.locator("[name=item-1][value='3']").check()
    expect(page.get_by_text("Not kept yet.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible()
    assert kept(page)["answers"] == {"1": 3}


def test_paper_is_copied_and_risk_is_asked_about(page: Page, family):
    sign_in(page, "maya@example.org")
    page.goto(family["measures"])
    row = page.get_by_role("listitem").filter(has_text="EPDS")
    row.get_by_role("button", name="Copy from paper").click()
    page.get_by_label("Total").fill("14")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Look at the paper and say yes or no.").first).to_be_visible()
    look(page, "totals")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/read/")
    page.get_by_role("link", name="Correct an answer").click()
    page.get_by_label("Why?").fill("The 4 was a 1.")
    look(page, "correct")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Total").fill("11")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/read/")
    expect(page.get_by_text("11 between 0 and 30")).to_be_visible()
    page.goto(family["measures"])
    expect(page.get_by_role("listitem").filter(has_text="EPDS")).to_contain_text("Filled in")


def test_service_plans_its_measures(page: Page):
    sign_in(page, "helen@example.org")
    page.goto("/service/")
    page.get_by_role("link", name="Measures of your service").click()
    look(page, "service-measures")
    page.get_by_role("link", name="Write them").click()
    page.get_by_label("What the practitioner reads").fill("Stay with them. Call the duty manager.")
    look(page, "risk-words")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="KPCS").click()
    page.get_by_role("link", name="Type in the words").click()
    look(page, "own-wording")
    page.goto("/service/measures/gad-7/")
    look(page, "service-measure")
    page.get_by_label("For which new cases?").select_option("care-home")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("At the start (Care home or dementia care)")).to_be_visible()
