"""A film to give away is being made when something is killed: it is made again by itself, and whole."""

import os
import signal

import pytest

from tests.browser.host.gifts import Gift
from tests.factories.films import film_bytes


@pytest.fixture(scope="module")
def content() -> bytes:
    return film_bytes(seconds=8)


@pytest.fixture
def film(live, content):
    film = live.send(content)
    live.wait_for(film, "state = 'ready'")
    return film


def test_gift_is_made_without_a_person_when_its_worker_is_killed(live, film, content, tmp_path):
    gift = Gift(live, film)
    with gift.asked_for_all_the_time() as answers:
        gift.hold_in_the_middle()
        before = live.server.children()["worker films"]
        os.kill(before, signal.SIGKILL)
        gift.is_made_whole(content, tmp_path)
    assert live.server.children()["worker films"] != before
    # Not one byte of it was served before it was whole.
    assert {name for name, _ in answers} == {"video", "download"}
    assert {status for _, status in answers} == {403}


def test_gift_is_made_without_a_person_when_the_server_is_killed(live, film, content, tmp_path):
    gift = Gift(live, film)
    gift.hold_in_the_middle()
    live.server.kill()
    assert gift.row("state, made_at") == ("making", None)
    live.start_again()
    gift.is_made_whole(content, tmp_path)
    gift.post("erase")
    gift.is_gone()


def test_nothing_is_left_of_a_gift_that_is_stopped_when_its_worker_was_killed(live, film):
    gift = Gift(live, film)
    gift.hold_in_the_middle()
    os.kill(live.server.children()["worker films"], signal.SIGKILL)
    gift.post("stop")
    gift.is_gone()
