"""Sums that are kept: the same as counted at once, and counted again only where a push came."""

import json
import shutil

import pytest

from attune.core.figures.invented import Nation, works
from attune.core.figures.model import Scale
from attune.core.figures.service_sums import ServiceSums, of_records
from attune.core.figures.tables import BREAKDOWNS, topics
from attune.core.instruments.catalogue import find
from attune.core.records.making import records_of
from attune.web.national.engine import kept, store
from tests.core.figures.records import number, record

RULES = {("core-10", "1.0.0", "total"): (-1, 5665)}
CORE_10 = Scale("core-10", "total", "self", -1)
QUESTION = kept.Question(RULES, [CORE_10])


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Five invented services with one push each, counted once: the files, who has come how far, and the records."""
    root = tmp_path_factory.mktemp("national")
    services: dict[str, dict] = {}
    for work in works(Nation(6, services=5, practitioners=15, dyads=100)):
        mine = services.setdefault(work.episode.service, {})
        mine[work.episode.episode] = records_of(work.episode, work.scores)
    for service, episodes in services.items():
        store.append(root, service, 1, "episodes", episodes)
    committed = dict.fromkeys(services, 1)
    kept.of_services(root, committed, QUESTION)
    return root, committed, services


@pytest.fixture
def nation(given, tmp_path):
    """A copy of these, to change."""
    root, committed, services = given
    copy = shutil.copytree(root, tmp_path / "national")
    return copy, dict(committed), {service: dict(mine) for service, mine in services.items()}


def same(found, services):
    """What is kept is what plain Python makes of each service's records."""
    assert found.keys() == services.keys()
    for service, mine in services.items():
        records = [one for many in mine.values() for one in many]
        wanted = of_records(records, topics([find("core-10")], RULES), RULES)
        assert {by: found[service].tables.get(by, {}) for by in BREAKDOWNS} == wanted.tables
        assert found[service].caseloads == wanted.caseloads


def unchanged(found):
    """How many pairs did not change reliably, in all services."""
    return sum(tally.unchanged for mine in found.values() for tally in mine.tables[()].values())


def changed_files(root, before):
    return {
        path.stem
        for path in (root / "sums").glob("*.json")
        if before.get(path.stem) != path.stat().st_mtime_ns
    }


def test_what_is_kept_is_what_would_be_counted(nation):
    root, committed, services = nation
    for path in (root / "records").iterdir():
        shutil.rmtree(path)  # so that nothing can be counted again
    same(kept.of_services(root, committed, QUESTION), services)


def test_push_has_only_its_own_service_counted_again(nation):
    root, committed, services = nation
    mine, *others = sorted(committed)
    gone, stays, *_ = sorted(services[mine])
    push = {
        gone: [],
        stays: services[mine][stays][:1],
        number(77): [record(service=mine, episode=number(77))],
    }
    store.append(root, mine, 2, "episodes", push)
    committed[mine] = 2
    services[mine] |= push
    for service in others:
        shutil.rmtree(root / "records" / f"service={service}")
    before = {path.stem: path.stat().st_mtime_ns for path in (root / "sums").glob("*.json")}
    same(kept.of_services(root, committed, QUESTION), services)
    assert changed_files(root, before) == {mine}


def test_another_question_is_counted_anew(nation):
    root, committed, _ = nation
    other = kept.Question({("core-10", "1.0.0", "total"): (-1, 1)}, [])
    found = kept.of_services(root, committed, other)
    assert not any(one.caseloads for one in found.values())
    assert unchanged(found) < unchanged(kept.of_services(root, committed, QUESTION))


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"sequence": 1, "question": "x"}', "\udcff"])
def test_file_that_cannot_be_read_is_counted_anew(nation, content):
    root, committed, services = nation
    path = root / "sums" / f"{min(committed)}.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    same(kept.of_services(root, committed, QUESTION), services)
    assert json.loads(path.read_bytes())["sequence"] == 1


def test_nothing_is_kept_of_a_service_that_is_gone(nation):
    root, committed, services = nation
    first, second, *_ = sorted(committed)
    del committed[first], services[first]
    same(kept.of_services(root, committed, QUESTION), services)
    assert not (root / "sums" / f"{first}.json").exists()
    kept.forget(root, second)
    assert not (root / "sums" / f"{second}.json").exists()
    kept.forget(root, second)


def test_sums_go_with_the_files_that_hold_what_was_taken_back(nation):
    root, committed, services = nation
    store.compact(root, min(committed), 1)
    assert not (root / "sums" / f"{min(committed)}.json").exists()
    same(kept.of_services(root, committed, QUESTION), services)


def test_service_without_a_push_has_nothing(tmp_path):
    found = kept.of_services(tmp_path, {number(2): 0}, QUESTION)
    assert found == {number(2): ServiceSums({}, {})}


def test_full_disk_keeps_nobody_from_counting(nation):
    root, committed, services = nation
    shutil.rmtree(root / "sums")
    (root / "sums").write_text("no folder")
    same(kept.of_services(root, committed, QUESTION), services)
    assert (root / "sums").read_text() == "no folder"


def test_what_was_read_once_is_not_read_again(nation):
    root, committed, _ = nation
    first = kept.of_services(root, committed, QUESTION)
    again = kept.of_services(root, committed, QUESTION)
    assert all(again[service] is first[service] for service in committed)
