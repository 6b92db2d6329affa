"""A server whose kernel has no Landlock: films wait and say so, and everything else works."""

import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from playwright.sync_api import Page, expect

from tests.browser import sending
from tests.browser.conftest import look
from tests.browser.server import Server
from tests.factories.films import film_bytes
from tests.films.oracle import presented
from tests.web.films.live import Live

KEPT = (
    "It has arrived and is kept. The server can't open films safely just now, so nobody opens it."
)
A_MINUTE_LATER = "UPDATE django_tasks_database_dbtaskresult SET run_after = enqueued_at"


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "data")
    server.under = [sys.executable, str(Path(__file__).with_name("old_kernel.py"))]
    server.start()
    yield server
    server.stop()


def test_films_wait_for_walls_and_everything_else_works(page: Page, server, tmp_path):
    said = server.log.read_text()
    assert "Note: This machine has no landlock wall" in said
    assert "Films wait until that is put right; everything else works." in said
    live = Live(server)
    sending.sign_in_as(page.context, live)
    (tmp_path / "bath.mp4").write_bytes(film_bytes(seconds=1))
    sending.choose_and_send(page, live, tmp_path / "bath.mp4")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=60_000)
    look(page, "film-held-by-walls")
    film = sending.newest_film(live)
    assert live.row(film, "state", "held") == ("preparing", "walls")
    assert sorted(path.name for path in live.folder(film).iterdir()) == ["original"]
    log = server.log.read_text()
    assert "ERROR attune.films: This machine has no landlock wall" in log

    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("link", name="Add a goal").click()
    page.get_by_label("In their words").fill("To laugh together")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("To laugh together")).to_be_visible()

    server.stop()
    server.under = []  # the machine has been put right
    with closing(connect(server.data / "attune.sqlite3")) as database:
        database.execute(A_MINUTE_LATER)
        database.commit()
    live.start_again()
    assert "landlock" not in server.log.read_text()
    live.wait_for(film, "state = 'ready'")
    page.goto(f"/films/{film}/", timeout=60_000)
    expect(page.locator("video")).to_be_visible()
    (tmp_path / "played.mp4").write_bytes(live.ask("GET", f"/films/{film}/video").body)
    frames = [presented(tmp_path / name)[1] for name in ("played.mp4", "bath.mp4")]
    assert len(frames[0]) == len(frames[1]) > 20
