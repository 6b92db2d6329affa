"""Nora prepares a release, looks at it and freezes it; anybody reads it; a researcher gets what was agreed."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.browser.server import Server

LONG = 240_000  # milliseconds: a worker counts and tries, however busy the machine is


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One of its own: an invented nation gave to it."""
    running = Server(tmp_path_factory.mktemp("releases") / "data")
    running.start()
    running.run("-m", "tests.browser.people")
    yield running
    assert running.stop() == 0


@pytest.fixture
def nora(page: Page, server) -> Page:
    sign_in(page, "nora@example.org")
    return page


def test_release_is_prepared_looked_at_frozen_and_read_by_anybody(nora: Page, server, chromium):
    given_a_nation_that_gave_its_records(server)
    then_she_sees_services_beside_each_other(nora)
    when_nora_has_it_counted(nora)
    then_she_sees_each_table_as_it_would_leave(nora)
    when_she_freezes_it(nora)
    then_anybody_reads_it(chromium, server)
    when_she_writes_down_an_agreement(nora)
    then_the_researcher_gets_only_what_was_agreed(nora)


def given_a_nation_that_gave_its_records(server) -> None:
    server.run("-m", "tests.browser.nation")


def then_she_sees_services_beside_each_other(page: Page) -> None:
    page.goto("/national/")
    page.get_by_role("link", name="Look at services beside each other, without names").click()
    expect(page.get_by_text("services have at least 8 pairs")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("link", name="CSV")).to_have_count(0)
    look(page, "national-abreast")


def when_nora_has_it_counted(page: Page) -> None:
    page.goto("/national/releases/")
    expect(page.get_by_text("Nothing is released yet")).to_be_visible()
    look(page, "releases-none")
    page.get_by_role("link", name="Prepare a release").click()
    look(page, "releases-prepare")
    page.get_by_role("button", name="Count", exact=True).click()
    expect(page.get_by_text("You can close this page")).to_be_visible()
    expect(page.get_by_role("button", name="Freeze it")).to_be_visible(timeout=LONG)
    look(page, "releases-draft")


def then_she_sees_each_table_as_it_would_leave(page: Page) -> None:
    page.get_by_role("link", name="CORE-10, filled in by the client").click()
    expect(page.get_by_text("points better").first).to_be_visible()
    expect(page.get_by_text("fewer than 8").first).to_be_visible()
    look(page, "releases-draft-subject")
    page.go_back()


def when_she_freezes_it(page: Page) -> None:
    page.get_by_role("button", name="Freeze it").click()
    page.get_by_role("button", name="Freeze and publish").click()
    expect(page.get_by_text("It is out")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="Open the release").click()
    expect(page.get_by_text("There is no control group").first).to_be_visible()


def then_anybody_reads_it(chromium, server) -> None:
    context = chromium.new_context(base_url=server.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/national/releases/")
    page.get_by_role("main").get_by_role("link").first.click()
    look(page, "release")
    page.get_by_role("link", name="CORE-10, filled in by the client").click()
    expect(page.get_by_text("fewer than 8", exact=True)).to_have_count(0)
    look(page, "release-subject")
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="All tables (CSV)").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert len(names) == 19  # 15 tables at the end, 3 later, and the figures
    context.close()


def when_she_writes_down_an_agreement(page: Page) -> None:
    page.goto("/national/research/")
    look(page, "research-none")
    page.get_by_role("link", name="Write down an agreement").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Choose at least one measure.").first).to_be_visible()
    for label, words in {
        "Title of the study": "Does it last?",
        "Researcher": "Dr Lee",
        "Organisation": "A university",
        "Purpose": "Whether change lasts a year.",
        "Reference of the ethics approval": "REC 1/2026",
        "First year": "2020",
        "Last year": "2030",
        "Signed on": "2026-01-05",
        "Valid until": "2099-01-01",
    }.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("CORE-10", exact=True).check()
    page.get_by_label("How it came about", exact=True).check()
    look(page, "research-new")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Does it last?")
    look(page, "research-agreement")


def then_the_researcher_gets_only_what_was_agreed(page: Page) -> None:
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_text("You can close this page")).to_be_visible()
    expect(page.get_by_role("button", name="Download")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("about 500")).to_be_visible()
    look(page, "research-extract")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    header = archive.read("data.csv").decode().splitlines()[0]
    assert header == "engagement,episode,measure,scale,occasion,respondent,score"
    page.get_by_role("link", name="Does it last?").click()
    look(page, "research-given")
    expect(page.get_by_text("CSV with a codebook").last).to_be_visible()
    page.get_by_role("link", name=re.compile("^Codebook")).click()
    look(page, "research-codebook")
