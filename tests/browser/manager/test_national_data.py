"""A service joins the national data, gives what its clients agree to, and takes it back: as people do it, over real HTTP."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.factories.contribution import FIRST
from tests.web.contribution.national_server import National

PATIENCE = 60  # seconds that the worker has


@pytest.fixture
def national():
    with National() as found:
        yield found


def wait_until(true) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)


def reload_until(page: Page, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while not page.get_by_text(words).count():
        assert time.monotonic() < until, words
        time.sleep(0.3)
        page.reload()


def test_service_joins_gives_and_takes_back(server, chromium, context, page, national):
    # Given a case with two scores, whose client said yes
    case = server.run("-m", "tests.browser.gives")
    sign_in(page, "helen@example.org")
    page.get_by_role("link", name="National data").click()
    expect(page.get_by_text("Your service has not joined yet")).to_be_visible()
    look(page, "national-not-joined")

    # When the manager pastes the invitation
    page.get_by_role("link", name="Join with an invitation").click()
    look(page, "national-join")
    page.get_by_label("The text that the association sent you").fill(
        f"{national.address}/national/#{FIRST}"
    )
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Your service has joined the national data.")).to_be_visible()

    # Then what was agreed is there by itself, and the page shows each score of it
    reload_until(page, "Everything is there")
    look(page, "national-home")
    page.get_by_role("link", name="See what they have now").click()
    look(page, "national-now")
    ((number, records),) = national.only.held.items()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(len(records))

    # When the client sees it with the practitioner, and takes the yes back
    other = chromium.new_context(base_url=server.url)
    other.set_default_timeout(15_000)
    maya = other.new_page()
    sign_in(maya, "maya@example.org")
    maya.goto(f"/cases/{case}/consent/")
    maya.get_by_role("link", name="See exactly what is given").click()
    expect(maya.get_by_text("2 scores without names were given.")).to_be_visible()
    look(maya, "national-case")
    maya.goto(f"/cases/{case}/consent/")
    maya.get_by_role("link", name="Withdraw").click()
    maya.get_by_role("button", name="Withdraw this consent now").click()

    # Then it is taken back at once
    wait_until(lambda: national.only.held == {})
    maya.goto(f"/cases/{case}/national-data/")
    expect(maya.get_by_text("has not said yes to the national data")).to_be_visible()
    other.close()
    page.goto("/national-data/next/")
    look(page, "national-next")

    # And the service can leave
    page.goto("/national-data/")
    page.get_by_role("link", name="Stop, and take everything back").click()
    look(page, "national-stop")
    page.get_by_role("button", name="Stop, and take everything back").click()
    reload_until(page, "Your service has left the national data")
