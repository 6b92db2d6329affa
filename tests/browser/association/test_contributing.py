"""Nora asks a service to contribute, sees what came, and ends it; the service's program is a test's own."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.server import Server
from tests.factories.national import Sender, through_http


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One to which nobody else contributes."""
    running = Server(tmp_path_factory.mktemp("association") / "data")
    running.start()
    running.run("-m", "tests.browser.people")
    yield running
    assert running.stop() == 0


def test_a_service_is_invited_enrols_sends_and_is_revoked(page: Page, server):
    sender = Sender(through_http(server.url))
    sign_in(page, "nora@example.org")
    given_an_instance_to_which_nobody_contributes(page)
    token = when_nora_invites_a_service(page)
    when_it_enrols(page, sender, token)
    when_it_sends_then_the_numbers_rise(page, sender)
    when_it_is_revoked_then_its_push_is_refused(page, sender)
    when_it_is_invited_again_it_is_the_same_service(page, sender)


def given_an_instance_to_which_nobody_contributes(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("National data")
    expect(page.get_by_role("heading", name="Invite a first service")).to_be_visible()
    look(page, "association-empty")


def when_nora_invites_a_service(page: Page) -> str:
    page.get_by_role("link", name="Invite a service").click()
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.get_by_text("Write what the service is called.").first).to_be_visible()
    page.get_by_label("Name of the service").fill("Harbour Family Service")
    page.get_by_label("Region").select_option("london")
    page.get_by_label("NHS", exact=True).check()
    look(page, "association-invite")
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.get_by_text("It is shown here once")).to_be_visible()
    text = page.get_by_label("The invitation", exact=True).input_value()
    look(page, "association-invited")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Waiting for them")).to_be_visible()
    look(page, "association-waiting")
    address, _hash, token = text.partition("#")
    assert page.url.startswith(address)
    assert token not in page.content()
    return token


def when_it_enrols(page: Page, sender: Sender, token: str) -> None:
    status, said, _headers = sender.enrol(token)
    assert (status, said["name"]) == (201, "Harbour Family Service")
    page.reload()
    expect(page.get_by_text("Joined, nothing sent yet")).to_be_visible()
    expect(page.get_by_text("Waiting for them")).to_have_count(0)


def when_it_sends_then_the_numbers_rise(page: Page, sender: Sender) -> None:
    many = {one: rows for _ in range(9) for one, rows in sender.records().items()}
    assert sender.push(many)[0] == 201
    page.goto("/national/")
    expect(page.get_by_text("about 10")).to_be_visible()
    expect(page.get_by_text("about 20")).to_be_visible()
    look(page, "association-home")
    page.get_by_role("link", name="See them").first.click()
    page.get_by_role("link", name="Harbour Family Service").click()
    expect(page.get_by_role("row", name="in use")).to_be_visible()
    assert sender.send(sender.body({next(iter(many)): []}))[0] == 201
    page.reload()
    expect(page.get_by_role("row", name="fewer than 8")).to_be_visible()
    look(page, "association-service")
    assert next(iter(many)) not in page.content()


def when_it_is_revoked_then_its_push_is_refused(page: Page, sender: Sender) -> None:
    page.get_by_role("link", name="Take nothing more").click()
    page.get_by_label("All of it is taken out").check()
    page.get_by_label("Why?").fill("They closed.")
    look(page, "association-revoke")
    page.get_by_role("button", name="Take nothing more").click()
    expect(page.get_by_text("its records are out")).to_be_visible()
    expect(page.get_by_text("They closed.")).to_be_visible()
    look(page, "association-revoked")
    status, said, _headers = sender.push(sender.records())
    assert (status, said["error"]) == (403, "revoked")
    status, last, _headers = sender.me()
    sender.last, sender.digest = last["last"], last["digest"]
    assert sender.push({}, kind="whole")[0] == 201  # that it takes everything back
    page.goto("/national/")
    expect(page.get_by_text("none", exact=True)).to_have_count(2)


def when_it_is_invited_again_it_is_the_same_service(page: Page, sender: Sender) -> None:
    page.get_by_role("link", name="See them").first.click()
    page.get_by_role("link", name="Harbour Family Service").click()
    page.get_by_role("link", name="Invite again").click()
    page.get_by_role("button", name="Make the invitation").click()
    token = page.get_by_label("The invitation", exact=True).input_value().partition("#")[2]
    before, after = sender.service, Sender(sender.ask)
    assert after.enrol(token)[1]["service"] == before
    status, said, _headers = after.push({})
    assert (status, said["last"]) == (409, 4)
    after.last, after.digest = said["last"], said["digest"]
    assert after.push(after.records(), kind="whole")[0] == 201
    page.goto("/national/services/")
    expect(page.get_by_text("Contributes", exact=True)).to_be_visible()
    look(page, "association-services")
