"""A film is worked on while the rest of it is being prepared, and each picture is the one that is said."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from attune.core.media.invented import make_film
from tests.browser import sending
from tests.browser.conftest import look
from tests.browser.preparing import Preparing
from tests.browser.screen import go_to, painted_number, shown_number
from tests.browser.server import Server
from tests.web.films.live import Live

SECONDS = 8


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("growing") / "data")
    running.start()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def live(server):
    return Live(server)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("phone") / "IMG_0999.mp4"
    return make_film(path, "vfr", seconds=SECONDS, size=(320, 180), seed=7)


def test_moments_are_found_before_all_of_the_film_is_ready(page: Page, server, live, film):
    preparing = Preparing(server.children()["worker films"])
    sending.choose_and_send(page, live, film.path)
    page.wait_for_url(re.compile(r"/films/[0-9a-f-]{36}/$"))
    address = f"/films/{sending.newest_film(live)}/"
    try:
        ready = when_some_of_it_is_ready(page, live, preparing, address)
        look(page, "film-growing")
        page.get_by_role("link", name="Begin to look closely").click()
        then_frames_so_far_are_true(page, film, ready)
        look(page, "editor-growing")
        when_a_clip_is_kept(page, 5, ready)
    finally:
        preparing.let_go()
    editor = page.locator("[data-growing]")
    expect(editor).to_have_attribute("data-growing", "whole", timeout=60_000)
    assert shown_number(page) == ready  # its place is not lost
    last = len(film.numbers) - 1
    for number in (last, ready + 1, 3, last - 1):
        go_to(page, number)
        assert painted_number(page) == film.numbers[number]
    expect(page.locator("[data-moment]")).to_have_count(1)


def when_some_of_it_is_ready(page: Page, live, preparing: Preparing, address: str) -> int:
    """Hold preparing in the middle; the number of the last frame that is there."""

    def some() -> bool:
        answer = live.ask("GET", f"{address}growth.json")
        if answer.status != 200:
            return False
        return preparing.hold()

    sending.wait_until(page, some)
    told = json.loads(live.ask("GET", f"{address}growth.json").body)
    assert not told["complete"]
    expect(page.get_by_role("link", name="Begin to look closely")).to_be_visible()
    expect(page.get_by_alt_text("A picture of the film")).to_be_visible()
    return len(told["pts"]) - 1


def then_frames_so_far_are_true(page: Page, film, ready: int) -> None:
    for number in (0, ready, ready // 2):
        go_to(page, number)
        assert painted_number(page) == film.numbers[number]
    field = page.get_by_label("Go to a frame number")
    field.fill(str(ready + 50))
    field.press("Enter")
    expect(page.locator("[data-editor]")).to_have_attribute("data-frame-shown", str(ready))
    assert painted_number(page) == film.numbers[ready]
    expect(page.locator("[data-growing]")).to_contain_text(f"of {SECONDS} s ready")


def when_a_clip_is_kept(page: Page, first: int, last: int) -> None:
    go_to(page, first)
    page.keyboard.press("i")
    go_to(page, last)
    page.keyboard.press("o")
    page.keyboard.press("c")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    expect(page.locator("[data-moment]")).to_have_count(1)
