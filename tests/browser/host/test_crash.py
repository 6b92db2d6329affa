"""Whatever is killed, whenever: nothing that was acknowledged is lost, and it goes on by itself.

kill -9 stands for a crash of the program. What a power cut does to a disk it cannot show.
"""

import hashlib
import json
import os
import random
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from sqlite3 import connect
from threading import Event
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from attune.core.clock import FrameTable
from tests.browser import sending
from tests.browser.screen import go_to, shown_number
from tests.browser.sending import MB, PART
from tests.factories.films import film_bytes
from tests.films.oracle import presented

SAVED = "All saved"
NOT_SAVED = "Not saved yet: no connection; still trying"
TRYING = "Trying again. What has arrived is safe."


@pytest.fixture
def film(live) -> UUID:
    """A film that is ready, of two seconds."""
    film = live.send(film_bytes(seconds=2))
    live.wait_for(film, "state = 'ready'")
    return film


# --- while a film is on its way -----------------------------------------------------------------
def test_film_goes_on_by_itself_when_the_server_is_killed(page: Page, server, live, tmp_path):
    path = sending.large_film(tmp_path / "bath.mp4", 12 * MB)
    parts = sending.Parts(page)
    sending.sign_in_as(page.context, live)
    server.carry(3 * MB)
    sending.choose_and_send(page, live, path)
    page.get_by_text("Sending bath.mp4").wait_for()
    film = sending.newest_film(live)

    sending.wait_until(page, lambda: sending.on_disk(live, film) > 2 * MB)
    kill_with_children(live.server.children()["web server"])
    expect(page.get_by_text(TRYING)).to_be_visible()
    server.carry(PART)  # the rest of the first part, and some of the second
    sending.wait_until(page, lambda: sending.on_disk(live, film) > PART and parts.acknowledged)

    live.server.kill()
    expect(page.get_by_text(TRYING)).to_be_visible()
    server.carry()
    acknowledged, before = parts.acknowledged, len(parts.requests)
    assert PART <= acknowledged <= sending.on_disk(live, film) < 12 * MB
    live.start_again()
    sending.wait_until(page, lambda: live.row(film, "state") == ("ready",))

    assert min(parts.offsets()[before:]) >= acknowledged
    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    assert live.row(film, "sha256") == (whole,)
    kept = live.original(film)
    assert hashlib.sha256(kept).hexdigest() == whole
    expect(page.locator("video")).to_be_visible(timeout=60_000)
    assert page.url.endswith(f"/films/{film}/")


def kill_with_children(process: int) -> None:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for each in (process, *map(int, children)):  # the parent first: it would start new ones
        os.kill(each, signal.SIGKILL)


# --- while a film is being prepared -------------------------------------------------------------
def test_film_is_ready_without_a_person_when_its_worker_is_killed(page: Page, live):
    film = live.send(film_bytes(seconds=8))
    sending.sign_in_as(page.context, live)
    page.goto(f"/films/{film}/")
    expect(page.get_by_role("heading", name="Attune is preparing this film")).to_be_visible()
    live.hold_in_the_middle(film)
    before = live.server.children()["worker films"]
    os.kill(before, signal.SIGKILL)
    assert live.row(film, "state") == ("preparing",)
    expect(page.locator("video")).to_be_visible(timeout=60_000)
    assert live.server.children()["worker films"] != before
    said = live.server.log.read_text()
    assert "The film worker stopped unexpectedly; starting it again. Nothing is lost." in said


def test_nothing_half_made_is_served_when_preparing_is_cut(live, tmp_path):
    film = live.send(film_bytes(seconds=8))
    stop, seen = Event(), []
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look_all_the_time, live, film, stop, seen)
        try:
            for _ in range(2):
                live.hold_in_the_middle(film)
                live.server.kill()
                assert live.row(film, "state") == ("preparing",)
                live.start_again()
            live.wait_for(film, "state = 'ready'")
        finally:
            stop.set()
        looking.result()
    early = [(name, status) for name, status, state in seen if state == "preparing"]
    assert {name for name, _ in early} == {"video", "poster.jpg", "frames.json"}
    # The first picture is shown at once; the whole film and its times only when they are whole.
    assert {status for name, status in early if name != "poster.jpg"} == {404}
    assert {status for _, status, state in seen if state != "preparing"} <= {200, 206, 404}
    assert sorted(path.name for path in live.folder(film).iterdir()) == ["made", "original"]
    (tmp_path / "original").write_bytes(live.original(film))
    (tmp_path / "proxy.mp4").write_bytes(live.ask("GET", f"/films/{film}/video").body)
    _, shown = presented(tmp_path / "original")
    _, kept = presented(tmp_path / "proxy.mp4")
    assert len(kept) == len(shown) == len(ticks_of(live, film)) > 200


def look_all_the_time(live, film, stop, seen) -> None:
    """Ask for what is shown of the film, and note what it was said to be after the answer."""
    while not stop.is_set():
        for name in ("video", "poster.jpg", "frames.json"):
            try:
                answer = live.ask("GET", f"/films/{film}/{name}", Range="bytes=0-99")
            except (OSError, HTTPException):
                continue  # the server is down
            seen.append((name, answer.status, *live.row(film, "state")))
        stop.wait(0.02)


# --- while moments are being kept ---------------------------------------------------------------
def still(tick: int) -> dict:
    """A change as the editor sends it: a new still, in a letter with an id."""
    change = {"op": "put", "kind": "still", "id": str(uuid4()), "at": tick}
    words = {"title": f"at {tick}", "note": "", "principles": []}
    return {"id": str(uuid4()), "change": {**change, **words}}


def post(live, film, *letters):
    body = json.dumps({"changes": letters}).encode()
    return live.ask("POST", f"/films/{film}/changes/", body, **{"Content-Type": "application/json"})


def ticks_of(live, film) -> tuple[int, ...]:
    return FrameTable.from_bytes(live.ask("GET", f"/films/{film}/frames.json").body).pts


def journal(live, film) -> dict[str, str]:
    """What the database has: the id of each change and the id of its moment, in their order."""
    with closing(connect(live.server.data / "attune.sqlite3", timeout=20)) as database:
        rows = database.execute(
            "SELECT number, id, change FROM reviews_timelinechange WHERE film_id = ? ORDER BY number",
            [film.hex],
        ).fetchall()
        moments = database.execute(
            "SELECT id FROM reviews_moment WHERE film_id = ?", [film.hex]
        ).fetchall()
    assert [number for number, _, _ in rows] == list(range(1, len(rows) + 1))
    kept = {str(UUID(key)): json.loads(change)["id"] for _, key, change in rows}
    assert set(kept.values()) == {str(UUID(key)) for (key,) in moments}
    return kept


def moments_on_page(live, film) -> set[str]:
    page = live.ask("GET", f"/films/{film}/moments/").body.decode()
    data = re.search(r'<script id="editor-moments"[^>]*>(.*?)</script>', page, re.DOTALL)
    return {moment["id"] for moment in json.loads(data[1])}


def test_change_is_kept_when_the_kill_follows_its_acknowledgement(live, film):
    ticks = ticks_of(live, film)
    letters = [still(tick) for tick in ticks[:3]]
    for letter in letters:
        answer = post(live, film, letter)
        assert json.loads(answer.body) == {"acknowledged": [letter["id"]]}
    live.server.kill()
    live.start_again()
    assert list(journal(live, film)) == [letter["id"] for letter in letters]
    assert moments_on_page(live, film) == {letter["change"]["id"] for letter in letters}


def test_changes_are_kept_when_the_kill_comes_in_the_middle_of_many(live, film):
    ticks = ticks_of(live, film)
    acknowledged, unanswered = [], []

    def write(seed: int) -> None:
        choice = random.Random(seed)
        while True:
            letters = [still(choice.choice(ticks)) for _ in range(choice.randint(1, 5))]
            try:
                answer = post(live, film, *letters)
                acknowledged.extend(json.loads(answer.body)["acknowledged"])
            except (OSError, HTTPException, ValueError):
                unanswered.append(letters)
                return

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(write, seed) for seed in range(3)]
        while len(acknowledged) < 40:
            assert not any(each.done() for each in writing)
        live.server.kill()
    live.start_again()

    kept = journal(live, film)
    assert set(acknowledged) <= set(kept)
    for letters in unanswered:  # each request whole or not at all, and sent again it is kept once
        assert len({letter["id"] in kept for letter in letters}) == 1
        assert post(live, film, *letters).status == 200
    sent = {*acknowledged, *(letter["id"] for letters in unanswered for letter in letters)}
    kept = journal(live, film)
    assert set(kept) == sent
    assert moments_on_page(live, film) == set(kept.values())


def test_editor_that_stays_open_says_so_and_saves_by_itself(page: Page, live, film):
    sending.sign_in_as(page.context, live)
    page.goto(f"/films/{film}/moments/")
    shown_number(page)
    saving = page.locator("[data-save-state]")
    go_to(page, 10)
    page.get_by_role("button", name="Take a still").click()
    live.server.kill()  # whether that still was kept, nobody knows

    go_to(page, 20)
    page.get_by_role("button", name="Take a still").click()
    page.locator("[data-moment]").nth(1).get_by_label("Name").fill("Their smile")
    expect(saving).to_have_text(NOT_SAVED)
    expect(saving).to_have_attribute("data-save-state", "waiting")
    assert int(saving.get_attribute("data-unsent")) >= 2
    assert asks_before_leaving(page)

    live.start_again()
    expect(saving).to_have_text(SAVED, timeout=60_000)
    assert not asks_before_leaving(page)
    before = moments_shown(page)
    assert [(frame, title) for _, frame, title in before][1] == ("20", "Their smile")
    page.reload()
    shown_number(page)
    assert moments_shown(page) == before
    assert set(journal(live, film).values()) == {key for key, _, _ in before}


def asks_before_leaving(page: Page) -> bool:
    event = "new Event('beforeunload', {cancelable: true})"
    return not page.evaluate(f"() => window.dispatchEvent({event})")


def moments_shown(page: Page) -> list[tuple[str, str, str]]:
    """Each card's id, frame and name."""
    cards = page.locator("[data-moment]")
    expect(cards).to_have_count(2)
    return [
        (
            card.get_attribute("data-moment"),
            card.get_attribute("data-first-frame"),
            card.locator("[data-field=title]").input_value(),
        )
        for card in cards.all()
    ]
