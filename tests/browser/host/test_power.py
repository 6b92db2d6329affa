"""The power goes, whenever: what was acknowledged is on the disk, and nothing half-made is served.

kill -9 (test_crash.py) leaves to the kernel what was written; here the disk itself forgets everything
that was not synced.
"""

import hashlib
import os
import random
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest

from tests.browser.host.disk import Disk
from tests.browser.host.gifts import Gift
from tests.browser.host.test_crash import journal, moments_on_page, post, still, ticks_of
from tests.browser.server import Server
from tests.factories.films import film_bytes
from tests.films.oracle import presented
from tests.web.films.live import Live, film_id

PART = 96 * 1024


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    disk = Disk(tmp_path_factory.mktemp("power"))
    yield disk
    disk.unmount()


@pytest.fixture(scope="module")
def live(disk):
    server = Server(disk.place / "data", ATTUNE_DISK_RESERVE_MIB="1")
    # The log is no data of Attune's: it lies on another disk.
    server.log = disk.image.with_name("server.log")
    server.start()
    yield Live(server)
    if server.process.poll() is None:
        assert server.stop() == 0


def cut_power(disk: Disk, live: Live) -> None:
    disk.cut()
    live.server.kill()
    disk.unmount()
    disk.mount()


def power_goes_and_comes_back(disk: Disk, live: Live) -> None:
    cut_power(disk, live)
    live.start_again()


def played(live: Live, film: UUID, folder: Path) -> int:
    """How many frames the film has that a browser gets, as the ffmpeg command counts them."""
    answer = live.ask("GET", f"/films/{film}/video")
    assert answer.status == 200
    path = folder / "played.mp4"
    path.write_bytes(answer.body)
    _, shown = presented(path)
    return len(shown)


# --- the test of the test -----------------------------------------------------------------------
def test_what_was_not_synced_is_gone_after_a_cut(tmp_path):
    disk = Disk(tmp_path, megabytes=16)
    with (disk.place / "synced").open("wb") as file:
        file.write(b"kept")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(disk.place, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    (disk.place / "hoped").write_bytes(b"gone")
    disk.cut()
    disk.unmount()
    disk.mount()
    kept = {path.name: path.read_bytes() for path in disk.place.iterdir() if path.is_file()}
    disk.unmount()
    assert kept == {"synced": b"kept"}


# --- what was acknowledged ----------------------------------------------------------------------
@pytest.mark.parametrize("seed", [1, 2])
def test_upload_keeps_what_it_acknowledged(disk, live, seed):
    content = film_bytes(seconds=40)
    url = live.begin(len(content))
    choice = random.Random(seed)
    acknowledged = 0
    for _ in range(choice.randint(2, 4)):
        part = content[acknowledged : acknowledged + choice.randint(PART // 2, PART)]
        answer = live.patch(url, part, acknowledged)
        assert answer.status == 204
        acknowledged = int(answer.headers["Upload-Offset"])
    with live.patch_begun(url, content[acknowledged:], acknowledged, choice.randint(1, PART)):
        cut_power(disk, live)
    live.start_again()

    offset = live.offset(url)
    assert acknowledged <= offset < len(content)
    assert live.patch(url, content[offset:], offset).status == 204
    film = film_id(url)
    live.wait_for(film, "state = 'ready'")
    assert live.row(film, "sha256") == (hashlib.sha256(content).hexdigest(),)


def test_film_is_prepared_whole_when_the_power_goes_in_the_middle(disk, live, tmp_path):
    content = film_bytes(seconds=8)
    film = live.send(content)
    live.hold_in_the_middle(film)
    power_goes_and_comes_back(disk, live)
    live.wait_for(film, "state = 'ready'")
    (tmp_path / "sent.mp4").write_bytes(content)
    _, sent = presented(tmp_path / "sent.mp4")
    assert played(live, film, tmp_path) == len(ticks_of(live, film)) == len(sent)


def test_ready_film_plays_when_the_power_goes_just_then(disk, live, tmp_path):
    film = live.send(film_bytes(seconds=2))
    live.wait_for(film, "state = 'ready'")
    power_goes_and_comes_back(disk, live)
    assert live.row(film, "state") == ("ready",)
    assert played(live, film, tmp_path) == len(ticks_of(live, film))


def test_moments_are_kept_when_the_power_goes_in_the_middle_of_many(disk, live):
    film = live.send(film_bytes(seconds=2))
    live.wait_for(film, "state = 'ready'")
    ticks = ticks_of(live, film)
    acknowledged = []

    def write(seed: int) -> None:
        choice = random.Random(seed)
        while True:
            letter = still(choice.choice(ticks))
            try:
                if post(live, film, letter).status != 200:
                    return
            except (OSError, HTTPException):
                return
            acknowledged.append(letter)

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(write, seed) for seed in range(3)]
        while len(acknowledged) < 30:
            assert not any(each.done() for each in writing)
        cut_power(disk, live)
    live.start_again()
    assert {letter["id"] for letter in acknowledged} <= set(journal(live, film))
    assert {letter["change"]["id"] for letter in acknowledged} <= moments_on_page(live, film)


# --- what is given away --------------------------------------------------------------------------
def test_gift_is_made_whole_when_the_power_goes_in_the_middle(disk, live, tmp_path):
    content = film_bytes(seconds=8)
    film = live.send(content)
    live.wait_for(film, "state = 'ready'")
    gift = Gift(live, film)
    gift.hold_in_the_middle()
    power_goes_and_comes_back(disk, live)
    gift.is_made_whole(content, tmp_path)

    other = Gift(live, film, times=1)
    other.is_made_whole(content, tmp_path)
    gift.post("erase")
    power_goes_and_comes_back(disk, live)  # the one was given and the other erased just then
    assert other.row("state") == ("given",)
    assert other.numbers(tmp_path) == list(range(len(ticks_of(live, film))))
    assert gift.row("state") == ("erased",)
    other.post("erase")
    gift.is_gone()


# --- what was erased ----------------------------------------------------------------------------
def test_erased_film_does_not_come_back(disk, live):
    film = live.send(film_bytes(seconds=2))
    live.wait_for(film, "state = 'ready'")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = live.ask("POST", f"/films/{film}/delete/", urlencode({"sure": "yes"}).encode(), **form)
    assert answer.status == 302
    power_goes_and_comes_back(disk, live)
    assert live.ask("GET", f"/films/{film}/").status == 404
    assert live.ask("GET", f"/films/{film}/video").status == 404
    assert not live.folder(film).exists()
