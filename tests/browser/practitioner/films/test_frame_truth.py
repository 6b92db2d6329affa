"""Every frame of films that are hard, in the editor: the whole table is made by `./run bench`."""

import pytest

from tests.browser.frame_truth import Walk
from tests.films.made import made
from tests.web.films.live import Live


@pytest.fixture(scope="module")
def live(server):
    return Live(server)


@pytest.mark.parametrize("kind", ["several-edits-b-frames", "vp9-vfr-webm"])
def test_every_frame_shown_is_the_frame_painted(kind, page, live):
    film = made(kind, size=(320, 240))
    sent = live.send(film.path.read_bytes())
    live.wait_for(sent, "state = 'ready'")
    page.goto(f"/films/{sent}/moments/")
    walk = Walk(page, film)
    for tally in (walk.forwards(), walk.backwards(), walk.at_random()):
        assert tally.wrong == []
        assert tally.checks == len(film.numbers)
    assert walk.on_the_screen([walk.last, 0, walk.last // 2, 1]).wrong == []
