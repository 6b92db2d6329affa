"""Services and a national instance, each with its own data directory and real processes; and all that goes wrong between them.

Whatever happened: in the end the national instance holds exactly what the services give, and nothing else.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from attune.core.figures.tally import tallied, total
from attune.web.national.engine import store
from tests.browser.between import Between
from tests.browser.instance import Instance, in_order
from tests.browser.server import ROOT


@dataclass
class Giver:
    """A service: its data, its program at work, and the line to the national instance."""

    instance: Instance
    line: Between
    program: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.giving"],
            cwd=ROOT,
            env=self.instance.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, name: str, *words: Any) -> None:
        self.program.stdin.write(json.dumps([name, *words]) + "\n")
        self.program.stdin.flush()

    def hear(self) -> Any:
        line = self.program.stdout.readline()
        if not line:
            raise RuntimeError("The service's program ended.")
        return json.loads(line)

    def do(self, name: str, *words: Any) -> Any:
        self.tell(name, *words)
        return self.hear()

    def kill(self) -> None:
        self.program.kill()
        self.end()

    def end(self) -> None:
        with self.program:
            self.program.stdin.close()
            self.program.stdout.read()
        self.program = None

    def send_all(self) -> None:
        """Until all is sent. A slow machine may need more than one try, as the program itself makes them."""
        for _ in range(TRIES):
            found = self.do("send")
            if found["ended"] != "later":
                break
        assert found["ended"] == "done", found


TRIES = 3


@pytest.fixture(scope="module")
def national(tmp_path_factory) -> Iterator[Instance]:
    running = Instance(tmp_path_factory.mktemp("nation") / "national")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def givers(national, tmp_path_factory) -> Iterator[list[Giver]]:
    """Two services that joined, with a few families each; everything is sent."""
    folder = tmp_path_factory.mktemp("services")
    names = ("Harbour", "Northfield")
    made = []
    empty = folder / "empty"
    blank = Instance(empty, like=national)
    national.start()
    for name in names:
        giver = Giver(Instance(folder / name, like=blank), Between(national.url))
        giver.begin()
        giver.do("begin", name)
        token = national.invite(name)
        giver.do("take_up", giver.line.url, token)
        giver.do("give", 3)
        giver.send_all()
        made.append(giver)
    yield made
    for giver in made:
        giver.end()
        giver.line.end()


@pytest.fixture
def giver(givers) -> Giver:
    return givers[0]


@pytest.fixture(autouse=True)
def the_same_in_the_end(national, givers) -> Iterator[None]:
    """Nothing but sending once more makes the two sides one, and they say the same of every figure."""
    yield
    for each in givers:
        assert not each.line.ills
        each.send_all()
    held = national.records()
    given = [each.do("records") for each in givers]
    assert held == in_order(record for records in given for record in records)
    whole = tallied(held, thresholds={})
    assert whole
    of_each = [tallied(records, thresholds={}) for records in given]
    for key, tally in whole.items():
        assert tally == total(each[key] for each in of_each if key in each)


def test_a_service_that_was_offline_for_long_catches_up(national, giver):
    national.stop()
    for deed in (("give", 1), ("score", 1), ("withdraw", 0), ("allow", 0), ("withdraw", 2)):
        giver.do(*deed)
        assert giver.do("send")["ended"] == "later"
    national.start()
    giver.send_all()
    assert giver.do("send") == {"ended": "done", "pushes": 0, "says": ""}


def test_pushes_that_come_twice_late_or_in_another_order_count_once(national, giver):
    giver.do("give", 1)
    giver.line.ills.append("double")
    giver.send_all()
    for deed in (("score", 0), ("give", 1)):  # both are made; the first is on its way for long
        giver.do(*deed)
        giver.line.ills.append("late")
        assert giver.do("send")["ended"] == "later"
    giver.send_all()
    before = national.records()
    assert set(giver.line.deliver()) <= {200, 409}
    assert national.records() == before


def test_an_answer_that_is_lost_is_asked_for_again(national, giver):
    giver.do("give", 2)
    giver.line.ills += ["deaf", "lose"]
    assert giver.do("send")["ended"] == "later"  # it arrived, and we do not know
    giver.do("score", 1)
    assert giver.do("send")["ended"] == "later"  # it did not arrive
    giver.send_all()


@pytest.mark.parametrize("where", ["hold-before", "hold-after"])
def test_a_service_that_is_killed_in_the_middle_of_a_push_goes_on(national, giver, where):
    giver.do("give", 1)
    giver.line.ills.append(where)
    giver.tell("send")
    assert giver.line.held.wait(60)
    giver.kill()
    giver.line.let_go()
    giver.begin()
    giver.do("score", 0)
    giver.send_all()


def test_a_national_instance_that_is_killed_in_the_middle_of_a_push_goes_on(national, giver):
    chance = random.Random(11)

    def killed(hand_on) -> None:
        arriving = Thread(target=quietly, args=(hand_on,))
        arriving.start()
        time.sleep(chance.uniform(0, 0.15))
        national.kill()
        arriving.join()

    for _ in range(3):
        giver.do("give", 1)
        giver.do("withdraw", 1)
        giver.line.ills.append(killed)
        assert giver.do("send")["ended"] == "later"
        national.start()
        giver.do("allow", 1)
        giver.send_all()


def test_a_service_that_gives_sums_only_has_no_record_there(national, giver):
    """Its answers are lost, it is killed, a family says no, and it gives records again."""
    giver.do("give", 8)
    giver.do("end_all")
    giver.do("sums_only", True)
    giver.line.ills += ["lose", "deaf"]
    assert giver.do("send")["ended"] == "later"
    assert giver.do("send")["ended"] == "later"  # it arrived, and we do not know
    giver.send_all()
    (held,) = national.sums()
    assert held == giver.do("told")
    mine = {one["service"] for one in giver.do("records")}
    assert not mine & {one["service"] for one in national.records()}
    giver.do("withdraw", 0)
    giver.line.ills.append("hold-after")
    giver.tell("send")
    assert giver.line.held.wait(60)
    giver.kill()
    giver.line.let_go()
    giver.begin()
    giver.send_all()
    assert national.sums() == []
    giver.do("sums_only", False)
    giver.send_all()


def quietly(hand_on) -> None:
    try:
        hand_on()
    except (OSError, ValueError):  # cut off, or half an answer
        return


def test_what_is_withdrawn_is_gone_also_from_the_disk_and_what_was_under_way(national, giver):
    giver.do("give", 1)
    many = giver.do("give", 0)
    giver.send_all()
    before = episodes(national)
    giver.do("score", many - 1)
    giver.line.ills.append("late")
    assert giver.do("send")["ended"] == "later"
    giver.do("withdraw", many - 1)
    giver.send_all()
    (gone,) = before - episodes(national)
    assert set(giver.line.deliver()) <= {409}  # what it held before the withdrawal finds no place
    assert gone not in episodes(national)
    assert gone not in on_disk(national)


def episodes(national: Instance) -> set[str]:
    return {one["episode"] for one in national.records()}


def on_disk(national: Instance) -> set[str]:
    """Every episode of which any file holds a record, whether it counts or not."""
    files = sorted((national.data / "national").rglob("*.parquet"))
    rows = store.table(files)
    return {row["episode"] for row in rows.to_pylist() if row["record"]}


@pytest.mark.parametrize(("there", "here"), [(9, -3), (-20, 12)])
def test_clocks_that_are_wrong_by_years_change_nothing(national, giver, there, here):
    giver.end()
    national.stop()
    national.years, giver.instance.years = there, here
    national.start()
    giver.begin()
    giver.do("score", 1)
    giver.line.ills.append("deaf")
    giver.do("send")
    giver.send_all()
    giver.end()
    national.stop()
    national.years = giver.instance.years = 0
    national.start()
    giver.begin()
    giver.do("withdraw", 1)
    giver.send_all()
    giver.do("allow", 1)


def test_a_service_that_was_put_back_from_a_backup_sends_all_anew(national, giver, tmp_path):
    giver.end()
    kept: Path = giver.instance.keep_backup()
    giver.begin()
    giver.do("give", 2)
    giver.do("withdraw", 0)
    giver.send_all()
    giver.end()
    giver.instance.put_back(kept)
    giver.begin()
    giver.send_all()


def test_a_national_instance_that_was_put_back_from_a_backup_is_told_all_anew(national, givers):
    national.stop()
    kept = national.keep_backup()
    national.start()
    for each in givers:
        each.do("give", 1)
        each.do("withdraw", 0)
        each.send_all()
        each.do("allow", 0)
    national.stop()
    national.put_back(kept)
    national.start()


def test_a_national_instance_that_lost_files_asks_for_them_again(national, givers):
    folder = national.data / "national/records"
    newest = max(folder.rglob("*.parquet"))
    newest.unlink()
    with pytest.raises(store.StoreError):
        national.records()
    national.run("manage.py", "tend_records", "--ask-again")
