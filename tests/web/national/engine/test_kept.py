"""Sums that are kept: the same as counted at once, and counted again only where a push came."""

import json
import shutil

import pytest

from attune.core.figures.breakdowns import DIMENSIONS
from attune.core.figures.invented import Nation, works
from attune.core.figures.tally import tallied, total
from attune.core.records.making import records_of
from attune.web.national.engine import kept, store
from tests.core.figures.caseloads import caseloads_of, rows_of
from tests.core.figures.records import number, record

RULES = {("core-10", "1.0.0", "total"): (-1, 5665)}
CORE_10 = kept.Scale("core-10", "total", "self", -1)
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
    records = [one for mine in services.values() for many in mine.values() for one in many]
    for by in ((), *((name,) for name in DIMENSIONS)):
        together = {key: total(parts.values()) for key, parts in kept.tables(found, by).items()}
        wanted = {
            key: tally
            for later in ("end", "follow-up-3", "follow-up-6", "follow-up-12")
            for key, tally in tallied(records, by=by, later=later, thresholds=RULES).items()
        }
        assert together == wanted
    assert kept.caseloads(found, CORE_10) == caseloads_of(rows_of(records, *CORE_10))


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
    assert kept.caseloads(found, CORE_10) == []
    tally = total(part for parts in kept.tables(found, ()).values() for part in parts.values())
    assert (
        tally.unchanged
        < total(
            part
            for parts in kept.tables(kept.of_services(root, committed, QUESTION), ()).values()
            for part in parts.values()
        ).unchanged
    )


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
    assert found == {number(2): kept.Kept()}
    assert kept.tables(found, ()) == {}
