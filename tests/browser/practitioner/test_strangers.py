"""A case is its holder's. Who else opens its addresses learns nothing, and is told what to do."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.server import Server

PAGES = ("case", "film", "editor", "review", "present")
BYTES = ("video", "poster", "frames", "picture")
WORDS = re.compile(r"kingfisher|Willow|Bath time|Maya|\bAna\b|\bBo\b")  # of the case
ASK = """async (address) => {
  const answer = await fetch(address, {headers: {Range: "bytes=0-199"}});
  const told = [...answer.headers].flat().join("\\n");
  return [answer.status, told + new TextDecoder("latin1").decode(await answer.arrayBuffer())];
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One whose figures are those of Maya's case alone."""
    running = Server(tmp_path_factory.mktemp("strangers") / "data")
    running.start()
    running.run("-m", "tests.browser.people")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def addresses(server) -> dict[str, str]:
    """Given Maya's case, with a canary word in each of its texts: where everything of it is."""
    return json.loads(server.run("-m", "tests.browser.family", "maya@example.org"))


def test_maya_opens_all_of_it(page: Page, addresses):
    """Without this the others would prove nothing."""
    sign_in(page, "maya@example.org")
    for name in PAGES:
        assert page.goto(addresses[name]).status == 200, name
        assert page.url.endswith(addresses[name]), name
        # What is shown to the family has pictures and no words of the case.
        assert ("kingfisher" in page.content()) == (name != "present"), name
    page.goto("/")
    found = {name: page.evaluate(ASK, addresses[name]) for name in BYTES}
    assert {name: status for name, (status, _) in found.items()} == {
        "video": 206,
        "poster": 200,
        "frames": 200,
        "picture": 200,
    }
    assert "".join(map(chr, range(100))) in found["video"][1]


def test_sam_of_another_service_finds_nothing(page: Page, addresses):
    sign_in(page, "sam@example.org")
    when_all_is_opened_then_nothing_is_told(page, addresses, 404)
    page.goto(addresses["case"])
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("There is nothing here for you to see")
    expect(page.get_by_text("Check the address, or find your way again")).to_be_visible()
    look(page, "stranger-not-found")
    then_the_way_leads_to(page, "/cases/")
    assert not WORDS.search(page.content())
    look(page, "stranger-home")


def test_helen_the_manager_is_told_that_it_is_not_open_to_her(page: Page, addresses):
    sign_in(page, "helen@example.org")
    when_all_is_opened_then_nothing_is_told(page, addresses, 403)
    page.goto(addresses["case"])
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("This page is not open to you")
    expect(page.get_by_text("As a manager you see how much work there is")).to_be_visible()
    look(page, "manager-not-open")
    then_the_way_leads_to(page, "/service/", "To the figures of your service")


def test_helens_own_page_tells_of_no_few_and_has_no_name(page: Page, addresses):
    sign_in(page, "helen@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your service in figures")
    expect(page.get_by_text("There are fewer than 8 cases.")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    assert not WORDS.search(page.content())
    look(page, "manager-home")


def when_all_is_opened_then_nothing_is_told(page: Page, addresses, status: int) -> None:
    for name, address in addresses.items():
        assert page.goto(address).status == status, name
        assert not WORDS.search(page.content()), name
        assert page.get_by_role("heading", level=1).is_visible(), name
    for name in BYTES:
        found, told = page.evaluate(ASK, addresses[name])
        assert found == status, name
        assert not WORDS.search(told), name


def then_the_way_leads_to(page: Page, path: str, link: str = "To the start") -> None:
    page.get_by_role("link", name=link).click()
    page.wait_for_url(f"**{path}")
