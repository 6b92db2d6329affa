"""A real national instance under what networks and machines do: repeats at once, kill -9 at any instant."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPException
from threading import Barrier, Event, Thread

import pytest

from tests.browser.instance import Instance, in_order
from tests.factories.national import Answer, Sender, through_http


@pytest.fixture(scope="module")
def national(tmp_path_factory) -> Instance:
    running = Instance(tmp_path_factory.mktemp("national") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def sender(national) -> Sender:
    token = national.invite("Harbour")
    found = Sender(through_http(national.url))
    assert found.enrol(token)[0] == 201
    return found


def at_once(many: int, deed) -> list[Answer]:
    """The deed, by so many threads that begin together."""
    barrier = Barrier(many)

    def do(number: int) -> Answer:
        barrier.wait()
        return deed(number)

    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(do, range(many)))


def of(sender: Sender, national: Instance) -> list[dict]:
    return [one for one in national.records() if one["service"] == sender.service]


def rows(sender: Sender, national: Instance) -> list[tuple[int, str]]:
    return national.asked(
        "SELECT r.sequence, r.digest FROM national_received r JOIN national_enrolment e"
        " ON r.enrolment_id = e.id WHERE e.pseudonym = ? ORDER BY r.sequence",
        sender.service.replace("-", ""),
    )


def test_fifty_repeats_at_once_make_one_row_and_one_answer(sender, national):
    given = sender.records()
    body = sender.body(given)
    headers = sender.headers("attune-push-1", body)
    path = "/national/api/pushes/"
    answers = at_once(50, lambda _number: sender.ask("POST", path, body, headers))
    assert sorted(status for status, _said, _headers in answers) == [200] * 49 + [201]
    assert {json.dumps(said, sort_keys=True) for _status, said, _headers in answers} == {
        json.dumps(
            {"sequence": 1, "digest": sha256(body).hexdigest(), "episodes": 1}, sort_keys=True
        )
    }
    assert rows(sender, national) == [(1, sha256(body).hexdigest())]
    assert of(sender, national) == in_order(record for one in given.values() for record in one)


def test_of_two_copies_of_one_service_one_is_taken(sender, national):
    """As when a machine was cloned: both send a first push, each its own."""
    pushes = [sender.records() for _ in range(8)]
    bodies = [sender.body(each) for each in pushes]
    answers = at_once(8, lambda number: sender.send(bodies[number]))
    taken = [number for number, answer in enumerate(answers) if answer[0] == 201]
    assert len(taken) == 1
    digest = sha256(bodies[taken[0]]).hexdigest()
    others = [said for status, said, _headers in answers if status == 409]
    assert others == [{"error": "order", "last": 1, "digest": digest}] * 7
    assert of(sender, national) == in_order(
        record for one in pushes[taken[0]].values() for record in one
    )


def test_the_limit_is_told_before_a_stranger_has_sent_it_all(sender):
    """By a real connection, which the server may close while we still send."""
    stranger = Sender(sender.ask, service=sender.service)
    status = 0
    with suppress(OSError, HTTPException):
        status, _said, _headers = stranger.send(b" " * 17 * 2**20)
    assert status in (0, 413)
    assert sender.push(sender.records())[0] == 201


def test_what_was_acknowledged_is_there_after_kill_nine_and_nothing_is_doubled(sender, national):
    """Killed at an instant that nobody chose, over and over, while pushes come without a pause."""
    chance = random.Random(7)
    held: dict[str, list[dict]] = {}
    for _ in range(3):
        enough = Event()
        killer = Thread(target=kill_soon, args=(national, enough, chance.uniform(0, 0.2)))
        killer.start()
        goal = sender.last + chance.randint(2, 4)
        with suppress(OSError, HTTPException, json.JSONDecodeError):
            while True:
                changed = one_change(sender, held, chance)
                body = sender.body(changed)
                if sender.send(body)[0] == 201:
                    apply(held, changed)
                if sender.last >= goal:
                    enough.set()
        killer.join()
        national.start()
        # The service sends the same bytes again, as it would: now they are taken, or were.
        assert sender.send(body)[0] in (200, 201)
        apply(held, changed)
    found = of(sender, national)
    assert found == in_order(record for one in held.values() for record in one)
    assert [place for place, _digest in rows(sender, national)] == list(range(1, sender.last + 1))


def kill_soon(national: Instance, enough: Event, seconds: float) -> None:
    enough.wait()
    time.sleep(seconds)
    national.kill()


def one_change(sender: Sender, held: dict, chance: random.Random) -> dict[str, list[dict]]:
    """A few new episodes; sometimes one that is there goes."""
    changed = {one: rows for _ in range(3) for one, rows in sender.records().items()}
    if held and chance.random() < 0.5:
        changed[chance.choice(sorted(held))] = []
    return changed


def apply(held: dict, changed: dict) -> None:
    for episode, records in changed.items():
        if records:
            held[episode] = records
        else:
            held.pop(episode, None)
