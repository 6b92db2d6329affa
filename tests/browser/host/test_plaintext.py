"""No byte of a film lies anywhere in the clear: not while it comes in, is prepared, played, drawn
from or given away."""

import time
from uuid import UUID

import pytest

from tests.browser.host.gifts import Gift
from tests.browser.host.test_crash import post, still, ticks_of
from tests.browser.server import Server
from tests.browser.watching import Watcher, pieces_of
from tests.web.films.live import Live, film_id, film_of

MADE = [  # what every film that we make holds: a fragment's head, a picture's coding, its coder
    b"moof\x00\x00\x00\x10mfhd",
    b"avc1\x00\x00\x00\x00\x00\x00\x00\x01",
    b"x264 - core",
]
PICTURE = [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x40\x00\x00\x00\xb4"]  # of 320 by 180
SIZE = 2_000_000
PATIENCE = 60  # seconds


@pytest.fixture
def temporary(tmp_path):
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


@pytest.fixture
def live(tmp_path, temporary):
    server = Server(tmp_path / "data", TMPDIR=str(temporary))
    server.start()
    yield Live(server)
    server.stop()


def test_watcher_finds_what_lies_in_the_clear(tmp_path):
    content = film_of(200_000, 7)
    with Watcher([tmp_path], pieces_of(content)) as watcher:
        (tmp_path / "half").write_bytes(content[50_000:100_000])
    assert list(watcher.found) == [str(tmp_path / "half")]


def test_film_is_never_in_the_clear(live, temporary):
    content = film_of(SIZE, 7)
    wanted = [*pieces_of(content), *MADE, *PICTURE]
    places = [live.server.data, temporary]
    with Watcher(places, wanted) as watcher:
        url = live.begin(SIZE)
        film = film_id(url)
        half = SIZE // 2
        live.patch_cut(url, content[:half], 0, half // 2, hard=True)
        offset = live.settled_offset(url, half // 2)
        assert live.patch(url, content[offset:], offset).status == 204
        live.wait_for(film, "state = 'ready'")
        played = live.ask("GET", f"/films/{film}/video").body
        assert all(piece in played for piece in MADE[:2])
        picture = drawn_still(live, film)
        assert all(piece in picture for piece in PICTURE)
        gift = Gift(live, film)
        gift.wait_for("state = 'made'")
        gift.post("give", looked="yes")
        given = gift.ask("download").body
        assert MADE[2] in given
    assert watcher.found == {}
    assert watcher.rounds > 10
    assert watcher.files > 100
    assert live.original(film) == content
    shown = [piece for each in (played, picture, given) for piece in pieces_of(each)]
    assert len(shown) > 5
    after = Watcher(places, shown)
    after.look()
    assert after.found == {}
    log = live.server.log.read_bytes()
    assert not any(piece in log for piece in [*wanted, *shown])


def drawn_still(live: Live, film: UUID) -> bytes:
    """A still of the film, as its practitioner downloads it."""
    letter = still(ticks_of(live, film)[5])
    assert post(live, film, letter).status == 200
    address = f"/moments/{letter['change']['id']}/picture"
    deadline = time.monotonic() + PATIENCE
    while (answer := live.ask("GET", address)).status == 202:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert answer.status == 200
    return answer.body
