"""A service joins the national data, gives what its clients agree to, and takes it back: as people do it, over real HTTP."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.factories.contribution import FIRST, SECOND
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


def test_service_gives_sums_only(server, page, national):
    # Given nine ended cases whose clients said yes
    server.run("-m", "tests.browser.gives", "9")
    sign_in(page, "helen@example.org")

    # When the manager joins, and chooses that no record leaves
    page.goto("/national-data/join/")
    page.get_by_label("The text that the association sent you").fill(
        f"{national.address}/national/#{SECOND}"
    )
    page.get_by_label("Sums only: counts and sums of the whole service").check()
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Your service has joined the national data.")).to_be_visible()

    # Then sums arrive and nothing of anyone, and the manager sees each number of them
    wait_until(lambda: national.only.sums is not None)
    assert national.only.held == {}
    reload_until(page, "Everything is there")
    expect(page.get_by_text("sums of 9 cases")).to_be_visible()
    look(page, "national-sums-home")
    page.get_by_role("link", name="See what they have now").click()
    expect(page.get_by_role("heading", name="CORE-10")).to_be_visible()
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Everybody", exact=True)
    )
    expect(row.get_by_role("cell")).to_have_text(["9", "9", "9", "0", "0", "180.0", "108.0"])
    look(page, "national-sums-now")
    page.goto("/national-data/next/")
    expect(page.get_by_text("Nothing waits to be sent")).to_be_visible()
    look(page, "national-sums-next")

    # And it may give records after all
    page.goto("/national-data/")
    page.get_by_role("link", name="Change what is given").click()
    look(page, "national-what")
    page.get_by_label("Records: each score, without names").check()
    page.get_by_role("button", name="Save").click()
    wait_until(lambda: len(national.only.held) == 9 and national.only.sums is None)
    page.goto("/national-data/stop/")
    page.get_by_role("button", name="Stop, and take everything back").click()
    reload_until(page, "Your service has left the national data")
