"""Filming with the device's own camera: Chromium's invented one, on a real line to a real server."""

import os
import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.browser import sending
from tests.browser.conftest import QUIET, look
from tests.browser.line import Line
from tests.web.films.live import Live

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
GONE = "The connection is gone. Filming goes on; what can’t be sent waits in this page."
REFUSED = "This browser was not allowed to use the camera and the microphone."

# The invented microphone beeps shorter than the moments at which a test would look.
MOVES = """(meter) => new Promise((moved, never) => {
  setTimeout(() => never(new Error("The meter never moved.")), 15000);
  const look = () => (meter.value > 0 ? moved() : requestAnimationFrame(look));
  look();
})"""


@pytest.fixture(scope="module")
def chromium(chromium):
    """One that has a camera, and asks nobody whether it may be used."""
    found = os.environ.get("ATTUNE_CHROMIUM") or shutil.which("chromium")
    browser = chromium.browser_type.launch(executable_path=found, args=[*QUIET, *CAMERA])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def server(server):
    line = Line(server)
    yield line
    line.end()


@pytest.fixture(scope="module")
def live(server):
    return Live(server.server)


def test_film_is_filmed_sent_meanwhile_and_can_be_watched(page: Page, live):
    page.goto(f"/cycles/{live.cycle}/films/new/")
    page.get_by_role("link", name=re.compile("Film now")).click()
    expect(page.get_by_role("heading", name="Who has agreed to being filmed")).to_be_visible()
    look(page, "film-now")
    page.get_by_role("button", name="Switch on the camera").press("Enter")
    expect(page.get_by_role("button", name="Start filming")).to_be_focused()
    page.locator("[data-level]").evaluate(MOVES)
    look(page, "film-now-camera")
    page.keyboard.press("Enter")
    when_some_of_it_is_safe(page, live)
    look(page, "film-now-filming")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_url(re.compile(r"/films/[0-9a-f-]{36}/$"))
    then_it_can_be_watched(page, live)


def test_filming_goes_on_without_a_line_and_all_of_it_arrives(page: Page, server, live):
    when_filming_has_begun(page, live)
    server.cut()
    expect(page.get_by_text(GONE)).to_be_visible()
    expect(page.locator("[data-sent]")).to_contain_text("wait in this page")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("The last part is being sent.")).to_be_visible()
    server.mend()
    page.wait_for_url(re.compile(r"/films/[0-9a-f-]{36}/$"), timeout=30_000)
    then_it_can_be_watched(page, live)


def test_recording_whose_tab_is_gone_can_be_kept(page: Page, context, live):
    when_filming_has_begun(page, live)
    film = sending.newest_film(live)
    page.close(run_before_unload=False)  # as when the battery is empty
    page = context.new_page()
    page.goto(f"/cycles/{live.cycle}/films/record/")
    page.get_by_role("link", name="See what has arrived, and keep it").first.click()
    expect(page.get_by_text("Nothing more of it has arrived after about")).to_be_visible()
    look(page, "film-now-broken-off")
    page.get_by_role("link", name="Back to the case").click()
    expect(page.get_by_text(re.compile("Still on its way|Broken off")).last).to_be_visible()
    page.goto(f"/films/{film}/")
    page.get_by_role("button", name="Keep what is there").click()
    sending.wait_until(page, lambda: live.row(film, "state") != ("uploading",))
    then_it_can_be_watched(page, live)
    then_it_is_deleted_with_a_receipt_that_stays(page)


def test_without_permission_the_page_says_what_to_do(page: Page, context, live):
    page.goto(f"/cycles/{live.cycle}/films/record/")
    refuse = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.evaluate(f"() => {{ {refuse} }}")
    page.get_by_role("button", name="Switch on the camera").click()
    expect(page.get_by_text(REFUSED)).to_be_visible()
    expect(page.get_by_role("button", name="Switch on the camera")).to_be_visible()
    look(page, "film-now-refused")


def when_filming_has_begun(page: Page, live) -> None:
    page.goto(f"/cycles/{live.cycle}/films/record/")
    page.get_by_role("button", name="Switch on the camera").click()
    page.get_by_role("button", name="Start filming").click()
    when_some_of_it_is_safe(page, live)


def when_some_of_it_is_safe(page: Page, live) -> None:
    """Some seconds are filmed, and the server has begun to have them."""
    expect(page.locator("[data-time]")).to_have_text("0:02")
    sending.wait_until(page, lambda: live.row(sending.newest_film(live), "last_part_at")[0])


def then_it_is_deleted_with_a_receipt_that_stays(page: Page) -> None:
    page.get_by_role("link", name="Delete this film").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", name="A film was deleted")).to_be_visible()
    address = page.url
    look(page, "film-receipt")
    page.get_by_role("link", name="Back to the case").click()
    look(page, "case-with-receipt")
    page.get_by_role("link", name="A film was deleted").click()
    page.wait_for_url(address)


def then_it_can_be_watched(page: Page, live) -> None:
    film = sending.newest_film(live)
    page.goto(f"/films/{film}/")
    expect(page.locator("video")).to_be_visible(timeout=60_000)
    seconds, refusal = live.row(film, "total_seconds", "refusal")
    assert refusal == ""
    assert seconds > 1
