"""A session without internet: prepared before, filled in by the client, sent when there is a connection."""

import json
import re
import sqlite3
from contextlib import closing, suppress
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from tests.browser.conftest import look, sign_in

PIN = "2468"
SENTENCE = "the heron stands in the brook"
COUNT = "[data-count]"
ARRIVED = {
    "forms": "SELECT measure, way, finished_at IS NOT NULL, answers FROM outcomes_response"
    " WHERE case_id = ? ORDER BY measure",
    "ratings": "SELECT rating FROM cases_goalrating JOIN cases_goal ON cases_goal.id = goal_id"
    " WHERE case_id = ?",
    "alerts": "SELECT item, did, name FROM outcomes_alert"
    " JOIN outcomes_response ON outcomes_response.id = response_id"
    " LEFT JOIN people_person ON people_person.id = acknowledged_by_id WHERE case_id = ?",
    "receipts": "SELECT kind FROM outcomes_offlinereceipt WHERE case_id = ? ORDER BY kind",
}


@pytest.fixture(scope="module")
def cases(server) -> list[dict[str, str]]:
    """Given cases of Maya's, each with two forms due and a goal: one for each journey."""
    return json.loads(server.run("-m", "tests.browser.offline", "maya@example.org", "5"))


@pytest.fixture
def case(cases) -> dict[str, str]:
    return cases.pop()


@pytest.fixture
def kept(server, case):
    """What of that case is on the server's disk."""

    def ask() -> dict[str, list]:
        with closing(sqlite3.connect(server.data / "attune.sqlite3")) as database:
            return {
                name: database.execute(query, [UUID(case["case"]).hex]).fetchall()
                for name, query in ARRIVED.items()
            }

    return ask


def test_a_form_outlives_a_killed_tab_and_arrives_exactly_once(
    page: Page, context: BrowserContext, case, kept
):
    sign_in(page, "maya@example.org")
    page.goto(f"/offline/#prepare={case['case']}")
    expect(said(page, "PHQ-9 for Ana, at the start")).to_be_visible()
    look(page, "offline-prepare")
    given_the_device_is_prepared(page, case)
    context.set_offline(True)
    page.reload()  # the page opens without internet
    with_the_pin(page)
    expect(page.get_by_role("heading", name="Willow", level=1)).to_be_visible()
    hand_over(page, "PHQ-9")
    answer(page, 1, "Several days")
    answer(page, 2, "Not at all")
    look(page, "offline-form")
    page = when_the_tab_is_killed_and_opened_again(page, context)
    then_it_goes_on_where_it_was(page)
    then_an_answer_that_needs_a_person_is_seen_at_once_and_by_maya(page)
    when_the_other_form_is_finished_by_a_double_click_in_one_of_two_tabs(page, context)
    when_the_goal_is_rated(page)
    expect(page.locator(COUNT)).to_have_text(
        "2 forms and 1 goal rating and 1 note on an answer wait to be sent"
    )
    assert kept()["forms"] == []
    context.set_offline(False)
    expect(page.locator(COUNT)).to_have_text("Nothing waits to be sent", timeout=30_000)
    expect(said(page, "All of it arrived")).to_be_visible()
    then_all_of_it_is_there_once(kept)
    expect(page.locator("[data-home-receipts] [data-signed]:not(:empty)")).to_have_count(4)
    look(page, "offline-receipts")


def said(page: Page, words: str | re.Pattern[str]) -> Locator:
    """Words that are to be seen; the page holds others for later."""
    return page.get_by_text(words).filter(visible=True)


def given_the_device_is_prepared(page: Page, case) -> None:
    page.goto(case["measures"])
    page.get_by_role("link", name="Prepare for offline").click()
    expect(said(page, "PHQ-9 for Ana, at the start")).to_be_visible()
    page.get_by_label("A PIN to take the device back").fill(PIN)
    page.get_by_label("The same PIN once more").fill(PIN)
    page.get_by_role("button", name="Prepare this device").click()
    expect(page.get_by_role("heading", name="Willow", level=1)).to_be_visible()


def with_the_pin(page: Page, pin: str = PIN) -> None:
    page.get_by_label("Your PIN").fill(pin)
    page.get_by_role("button", name="Go on", exact=True).click()


def hand_over(page: Page, title: str) -> None:
    page.get_by_role("button", name=re.compile(f"^(Hand over|Go on): {title}")).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def answer(page: Page, number: int, words: str) -> None:
    question = page.get_by_role("group", name=re.compile(rf"^{number}\. "))
    question.get_by_label(words, exact=True).check()
    expect(said(page, "Kept on this device.")).to_be_visible()


def when_the_tab_is_killed_and_opened_again(page: Page, context: BrowserContext) -> Page:
    """Its process ends as when a tablet runs out of memory: nothing of the page gets a last word."""
    other = context.new_page()
    with suppress(Error):  # a page that is killed can't answer
        page.goto("chrome://crash", timeout=1000)
    page.close()
    other.goto("/offline/")
    return other


def then_it_goes_on_where_it_was(page: Page) -> None:
    expect(page.get_by_role("heading", name="PHQ-9", level=1)).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(2)
    expect(said(page, "Willow")).to_have_count(0)  # nothing of the practitioner's


def then_an_answer_that_needs_a_person_is_seen_at_once_and_by_maya(
    page: Page, *, still_open: int = 6
) -> None:
    answer(page, 9, "Several days")
    told = said(page, "You do not have to be alone with this.")
    expect(told).to_be_visible()
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(said(page, f"{still_open} questions have no answer.")).to_be_visible()
    page.get_by_role("button", name="Finish with these open").click()
    expect(page.get_by_role("heading", name="Thank you", level=1)).to_be_visible()
    expect(told).to_be_visible()
    if still_open == 6:
        look(page, "offline-thanks")
    page.get_by_role("button", name="I am Maya Okafor").click()
    with_the_pin(page, "1111")
    expect(said(page, "This is not your PIN.")).to_be_visible()
    with_the_pin(page)
    expect(page.get_by_role("heading", name="An answer needs you", level=1)).to_be_visible()
    expect(said(page, "Question 9, on thoughts of being better off dead")).to_be_visible()
    if still_open == 6:
        look(page, "offline-alert")
    page.get_by_label("What did you do, or what will you do?").fill("We talked about it.")
    page.get_by_role("button", name="I have seen this: Maya Okafor").click()
    expect(page.get_by_role("heading", name="Willow", level=1)).to_be_visible()


def when_the_other_form_is_finished_by_a_double_click_in_one_of_two_tabs(
    page: Page, context: BrowserContext
) -> None:
    hand_over(page, "GAD-7")
    other = context.new_page()
    other.goto("/offline/")
    for number in range(1, 8):
        answer(other if number % 2 else page, number, "Not at all")
    expect(page.get_by_role("radio", checked=True)).to_have_count(7)
    page.get_by_role("button", name="Finish", exact=True).dblclick()
    expect(other.get_by_role("heading", name="Thank you", level=1)).to_be_visible()
    other.close()
    page.get_by_role("button", name="I am Maya Okafor").click()
    with_the_pin(page)
    expect(said(page, "Now 0 of 21")).to_be_visible()


def when_the_goal_is_rated(page: Page) -> None:
    hand_over(page, "Goals")
    page.reload()
    expect(page.get_by_role("heading", name="Your goals", level=1)).to_be_visible()
    page.get_by_role("group", name=re.compile("To feel calm")).get_by_label("7", exact=True).check()
    look(page, "offline-goals")
    page.get_by_role("button", name="Finish", exact=True).click()
    page.get_by_role("button", name="I am Maya Okafor").click()
    with_the_pin(page)


def then_all_of_it_is_there_once(kept) -> None:
    found = kept()
    assert [(*row[:3], json.loads(row[3])) for row in found["forms"]] == [
        ("gad-7", "offline", 1, {str(number): 0 for number in range(1, 8)}),
        ("phq-9", "offline", 1, {"1": 1, "2": 0, "9": 1}),
    ]
    assert found["ratings"] == [(7,)]
    assert found["alerts"] == [("9", "We talked about it.", "Maya Okafor")]
    assert found["receipts"] == [("acknowledgement",), ("form",), ("form",), ("rating",)]


def test_storage_that_the_browser_cleared_is_made_good_by_the_file(
    page: Page, context: BrowserContext, case, kept, tmp_path
):
    sign_in(page, "maya@example.org")
    given_the_device_is_prepared(page, case)
    context.set_offline(True)
    hand_over(page, "GAD-7")
    for number in range(1, 8):
        answer(page, number, "Several days")
    page.get_by_role("button", name="Finish", exact=True).click()
    page.get_by_role("button", name="I am Maya Okafor").click()
    with_the_pin(page)
    hand_over(page, "PHQ-9")
    answer(page, 1, "Not at all")
    page.get_by_role("button", name="Hand it back to Maya Okafor").click()
    with_the_pin(page)
    file = when_a_file_is_taken_out(page, tmp_path)
    assert b"gad" not in file.read_bytes()
    when_the_browser_clears_its_storage(page, context)
    context.set_offline(False)
    page.goto("/offline/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is prepared on this device")
    look(page, "offline-empty")
    page.get_by_role("link", name="Send what is in a file").click()
    page.get_by_label("The file").set_input_files(file)
    page.get_by_label("Its sentence").fill("another sentence")
    page.get_by_role("button", name="Open it and send").click()
    expect(said(page, "The sentence does not open this file.")).to_be_visible()
    for _ in range(2):  # twice: what has arrived is not entered again
        page.get_by_label("Its sentence").fill(SENTENCE)
        page.get_by_role("button", name="Open it and send").click()
        expect(page.get_by_role("heading", name="Confirmed by the server")).to_be_visible()
        expect(said(page, "GAD-7, Ana")).to_be_visible()
    expect(said(page, "PHQ-9, Ana (not finished)")).to_be_visible()
    look(page, "offline-import")
    found = kept()
    assert [row[:3] for row in found["forms"]] == [("gad-7", "offline", 1)]
    assert found["receipts"] == [("form",)]


def when_a_file_is_taken_out(page: Page, folder) -> Any:
    said(page, "Take what is unsent out as a file").click()
    page.get_by_label("A sentence that opens the file").fill(SENTENCE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_signed_out_nothing_is_sent_and_everything_stays(
    page: Page, context: BrowserContext, case, kept
):
    sign_in(page, "maya@example.org")
    given_the_device_is_prepared(page, case)
    context.set_offline(True)
    hand_over(page, "Goals")
    page.get_by_role("group", name=re.compile("To feel calm")).get_by_role(
        "radio", name="0", exact=True
    ).check()
    page.get_by_role("button", name="Finish", exact=True).click()
    context.clear_cookies()
    context.set_offline(False)
    page.get_by_role("button", name="I am Maya Okafor").click()
    for _ in range(3):
        with_the_pin(page, "9999")
        expect(page.get_by_label("Your PIN")).to_have_value("")
        expect(page.get_by_label("Your PIN")).to_be_editable()
    expect(said(page, "That was wrong too often. Try again in 30 seconds.")).to_be_visible()
    page.reload()  # closing the page does not shorten the wait
    page.get_by_role("button", name="I am Maya Okafor").click()
    with_the_pin(page)
    expect(said(page, re.compile("Try again in [1-3][0-9] seconds"))).to_be_visible()
    page.goto(case["measures"])
    page.get_by_label("Email").wait_for()
    assert kept()["ratings"] == []
    sign_in(page, "maya@example.org")
    page.goto(case["measures"])
    expect(said(page, "1 entry on this device waits to be sent.")).to_be_visible()
    page.goto("/offline/")
    expect(page.get_by_role("heading", name="Thank you", level=1)).to_be_visible()
    expect(page.locator("[data-outcome]")).to_contain_text("All of it arrived")
    page.goto(case["measures"])
    expect(page.locator("[data-behaviour=offline-waiting]")).to_be_hidden()
    assert kept()["ratings"] == [(0,)]


def test_two_forms_under_one_number_are_both_kept_for_maya_to_decide(
    page: Page, context: BrowserContext, case, kept, tmp_path
):
    sign_in(page, "maya@example.org")
    given_the_device_is_prepared(page, case)
    context.set_offline(True)
    hand_over(page, "PHQ-9")
    answer(page, 1, "Several days")
    page.get_by_role("button", name="Hand it back to Maya Okafor").click()
    with_the_pin(page)
    file = when_a_file_is_taken_out(page, tmp_path)
    context.set_offline(False)
    when_the_unfinished_form_of_the_file_is_sent(page, file)
    page.goto("/offline/")
    with_the_pin(page)
    hand_over(page, "PHQ-9")
    then_an_answer_that_needs_a_person_is_seen_at_once_and_by_maya(page, still_open=7)
    page.get_by_role("button", name="Send now").click()
    expect(said(page, "Nothing was overwritten.")).to_be_visible()
    page.get_by_role("button", name="Send it as a form of its own").click()
    expect(page.locator(COUNT)).to_have_text("Nothing waits to be sent")
    found = kept()
    answers = [json.loads(row[3]) for row in found["forms"]]
    assert sorted(answers, key=len) == [{"1": 1}, {"1": 1, "9": 1}]
    assert found["alerts"] == [("9", "We talked about it.", "Maya Okafor")]
    page.goto(case["measures"])
    expect(said(page, "Filled in twice: choose which counts")).to_be_visible()


def when_the_unfinished_form_of_the_file_is_sent(page: Page, file) -> None:
    page.goto("/offline/import/")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_label("Its sentence").fill(SENTENCE)
    page.get_by_role("button", name="Open it and send").click()
    page.get_by_role("button", name="Send it as it is").click()
    expect(said(page, "All of it arrived")).to_be_visible()


def test_an_answer_that_could_not_be_kept_is_not_shown_as_given(
    page: Page, context: BrowserContext, case
):
    sign_in(page, "maya@example.org")
    given_the_device_is_prepared(page, case)
    context.set_offline(True)
    hand_over(page, "GAD-7")
    answer(page, 1, "Several days")
    when_the_browser_clears_its_storage(page, context)
    question = page.get_by_role("group", name=re.compile(r"^2\. "))
    question.get_by_label("Not at all", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="could not be kept")).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def when_the_browser_clears_its_storage(page: Page, context: BrowserContext) -> None:
    devtools = context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
