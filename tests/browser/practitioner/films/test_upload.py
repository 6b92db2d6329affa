"""Bringing in a film over a bad line, with a slip of the hand, and with files that are no films."""

import hashlib
import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from attune.core.media.invented import make_film
from tests.browser import sending
from tests.browser.conftest import look
from tests.browser.line import Line
from tests.browser.sending import MB, PART, Parts
from tests.web.films.live import Live

WHOLE = 12 * MB
WORDS = MB // 10  # bytes in which a browser asks for pages and scripts meanwhile
GONE = (
    "The connection is gone. What has arrived is safe; it goes on by itself when the connection "
    "is back."
)
OTHER = (
    "That is another file. Choose the same file again; or press “Stop and delete”, and begin "
    "afresh with this one."
)
EMPTY = "This file is empty. Copy the film from the phone or camera once more."
NO_FILM = (
    "This file is not a film that Attune can read. Choose a video file, such as an MP4 or MOV "
    "from a phone."
)
CUT_SHORT = (
    "This film is cut short: its table of contents, which stands at the end, is missing. Copy it from "
    "the phone or camera once more."
)


@pytest.fixture(scope="module")
def server(server):
    """The server at the end of a line that stalls and breaks."""
    line = Line(server)
    yield line
    line.end()


@pytest.fixture
def line(server):
    yield server
    server.mend()


@pytest.fixture(scope="module")
def live(server):
    """A practitioner with a family that has agreed to being filmed."""
    return Live(server.server)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    return sending.large_film(tmp_path_factory.mktemp("phone") / "IMG_0412.mp4", WHOLE)


def test_film_goes_on_by_itself_when_the_line_comes_back(page: Page, line, live, path):
    parts = when_it_is_half_sent(page, line, live, path)
    film = sending.newest_film(live)
    line.cut()
    page.context.set_offline(True)  # the device notices
    expect(page.get_by_text(GONE)).to_be_visible()
    look(page, "film-sending-offline")
    arrived, before = when_the_server_has_noticed(page, live, film), line.carried
    line.mend()
    page.context.set_offline(False)
    then_it_is_whole(page, live, film, path)
    assert parts.offsets()[-1] == arrived
    assert WHOLE - arrived < line.carried - before < WHOLE - arrived + WORDS


def test_same_file_chosen_again_goes_on_where_it_broke_off(page: Page, line, live, path):
    film, arrived = given_a_tab_that_was_closed_in_the_middle(page, line, live, path)
    parts, before = Parts(page), line.carried
    page.goto(f"/films/{film}/")
    expect(page.get_by_role("heading", name="This film is on its way")).to_be_visible()
    expect(page.get_by_text("IMG_0412.mp4")).to_be_visible()
    look(page, "film-on-its-way")
    page.get_by_label("The same film").set_input_files(path)
    page.get_by_role("button", name="Go on").click()
    then_it_is_whole(page, live, film, path)
    assert parts.offsets()[0] == arrived
    assert WHOLE - arrived < line.carried - before < WHOLE - arrived + WORDS


def test_another_file_is_told_apart_and_damages_nothing(page: Page, line, live, path, tmp_path):
    film, arrived = given_a_tab_that_was_closed_in_the_middle(page, line, live, path)
    same_size = sending.large_film(tmp_path / "IMG_0412.mp4", WHOLE, seed=2)
    shorter = sending.large_film(tmp_path / "IMG_0413.mp4", WHOLE - MB)

    parts = Parts(page)
    for other in (same_size, shorter):
        page.goto(f"/films/{film}/")
        page.get_by_label("The same film").set_input_files(other)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text(OTHER)).to_be_visible()
    look(page, "film-another-file")
    assert parts.requests == []
    kept = live.original(film)
    assert kept == path.read_bytes()[:arrived]

    page.get_by_label("The same film").set_input_files(path)
    page.get_by_role("button", name="Go on").click()
    then_it_is_whole(page, live, film, path)


def test_stopping_in_the_middle_leaves_nothing(page: Page, line, live, path):
    before = folders(live)
    when_it_is_half_sent(page, line, live, path)
    assert len(folders(live)) == len(before) + 1
    page.route("**/*", no_more_of_the_film)
    line.cut()
    line.mend()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Stop and delete").click()
    page.wait_for_url(f"**/cycles/{live.cycle}/films/new/")
    sending.wait_until(page, lambda: folders(live) == before)


def test_empty_file_is_said_before_anything_is_sent(page: Page, live, tmp_path):
    before, parts = folders(live), Parts(page)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    sending.choose_and_send(page, live, empty)
    expect(page.get_by_label("The film")).to_have_accessible_description(
        re.compile(re.escape(EMPTY))
    )
    look(page, "film-empty-file")
    assert (folders(live), parts.requests) == (before, [])


@pytest.mark.parametrize(("broken", "sentence"), [("text", NO_FILM), ("cut", CUT_SHORT)])
def test_file_that_is_no_whole_film_is_refused_in_plain_words(
    page: Page, live, tmp_path, broken, sentence
):
    path = BROKEN[broken](tmp_path / "IMG_0500.mp4")
    sending.choose_and_send(page, live, path)
    expect(page.get_by_text("This film could not be used")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("link", name="Add another film")).to_be_visible()
    expect(page.locator("video")).to_have_count(0)
    look(page, f"film-refused-{broken}")
    film = sending.newest_film(live)
    sending.wait_until(page, lambda: not live.folder(film).exists())
    for part in ("video", "poster.jpg", "frames.json"):
        assert live.ask("GET", f"/films/{film}/{part}").status == 404


def text(path: Path) -> Path:
    path.write_text("Dear diary, today we filmed bath time.\n" * 100)
    return path


def cut(path: Path) -> Path:
    """Its end is missing."""
    make_film(path, seconds=2)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    return path


BROKEN = {"text": text, "cut": cut}


def when_it_is_half_sent(page: Page, line: Line, live: Live, path: Path) -> Parts:
    """The first part is acknowledged, some of the second has arrived, and the line stalls."""
    parts = Parts(page)
    line.carry(PART + MB)
    sending.choose_and_send(page, live, path)
    page.get_by_text(f"Sending {path.name}").wait_for()
    film = sending.newest_film(live)
    sending.wait_until(page, lambda: parts.acknowledged and sending.on_disk(live, film) > PART)
    assert parts.acknowledged == PART
    return parts


def given_a_tab_that_was_closed_in_the_middle(page, line, live, path) -> tuple[UUID, int]:
    """The film, and how many bytes of it have arrived; or the telephone's battery was empty."""
    tab = page.context.new_page()
    when_it_is_half_sent(tab, line, live, path)
    film = sending.newest_film(live)
    tab.close()
    line.cut()  # until nothing of the tab is left: a browser sends again what broke off under it
    arrived = when_the_server_has_noticed(page, live, film)
    line.mend()
    return film, arrived


def when_the_server_has_noticed(page, live, film) -> int:
    """How many bytes have arrived, when no more can come."""
    sending.wait_until(page, lambda: live.nobody_writes(film))
    arrived = sending.on_disk(live, film)
    assert PART < arrived < WHOLE
    return arrived


def then_it_is_whole(page: Page, live, film, path: Path) -> None:
    sending.wait_until(page, lambda: live.row(film, "state") == ("ready",))
    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    assert live.row(film, "sha256", "size") == (whole, WHOLE)
    assert hashlib.sha256(live.original(film)).hexdigest() == whole
    expect(page.locator("video")).to_be_visible(timeout=60_000)
    assert page.url.endswith(f"/films/{film}/")


def no_more_of_the_film(route: Route) -> None:
    """The line carries words, but is too bad for films: what is left cannot arrive meanwhile."""
    if route.request.method == "PATCH":
        route.abort("connectionreset")
    else:
        route.fallback()


def folders(live) -> set[str]:
    return {each.name for each in (live.server.data / "films").iterdir()}
