"""No byte of a film lies anywhere in the clear: not while it comes in, is prepared or played."""

import pytest

from tests.browser.server import Server
from tests.browser.watching import Watcher, pieces_of
from tests.web.films.live import Live, film_id, film_of

MADE = [  # what every film that we make holds: a fragment's head, a picture's coding, its coder
    b"moof\x00\x00\x00\x10mfhd",
    b"avc1\x00\x00\x00\x00\x00\x00\x00\x01",
    b"x264 - core",
]
SIZE = 2_000_000


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
    wanted = [*pieces_of(content), *MADE]
    with Watcher([live.server.data, temporary], wanted) as watcher:
        url = live.begin(SIZE)
        film = film_id(url)
        half = SIZE // 2
        live.patch_cut(url, content[:half], 0, half // 2, hard=True)
        offset = live.settled_offset(url, half // 2)
        assert live.patch(url, content[offset:], offset).status == 204
        live.wait_for(film, "state = 'ready'")
        played = live.ask("GET", f"/films/{film}/video").body
        assert all(piece in played for piece in MADE[:2])
    assert watcher.found == {}
    assert watcher.rounds > 10
    assert watcher.files > 100
    assert live.original(film) == content
    after = Watcher([live.server.data, temporary], pieces_of(played))
    after.look()
    assert after.found == {}
    log = live.server.log.read_bytes()
    assert not any(piece in log for piece in wanted)
