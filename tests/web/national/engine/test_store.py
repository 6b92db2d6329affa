"""The store of outcome records: what was acknowledged is there, what was taken back is gone, and no kill changes either."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from attune.core.records.pushes import KINDS
from attune.web.national.engine import store
from tests.core.figures.records import episodes, in_order, number, record

ROOT = Path(__file__).parents[4]
SERVICE, OTHER = number(2), number(3)
ONE, TWO = number(11), number(12)


def of(episode, *scores):
    return [
        record(episode=episode, months=month, score=score) for month, score in enumerate(scores)
    ]


def now(root, last):
    return in_order(store.records(root, {SERVICE: last}))


@pytest.fixture
def three(tmp_path):
    """Two episodes; then the first corrected; then the second taken back."""
    root = tmp_path / "national"
    store.append(root, SERVICE, 1, "episodes", {ONE: of(ONE, 1.0, 2.0), TWO: of(TWO, 3.5)})
    store.append(root, SERVICE, 2, "episodes", {ONE: of(ONE, 4.125)})
    store.append(root, SERVICE, 3, "episodes", {TWO: []})
    return root


def test_newest_push_that_names_an_episode_counts(three):
    assert now(three, 1) == in_order([*of(ONE, 1.0, 2.0), *of(TWO, 3.5)])
    assert now(three, 2) == in_order([*of(ONE, 4.125), *of(TWO, 3.5)])
    assert now(three, 3) == in_order(of(ONE, 4.125))


def test_records_come_back_as_they_were(tmp_path):
    made = [
        record(),
        record(score=-1000, months=60),
        record(occasion="end", score=0.001, cycles=15),
    ]
    store.append(tmp_path, SERVICE, 1, "episodes", {made[0]["episode"]: made})
    assert now(tmp_path, 1) == in_order([{**one, "score": float(one["score"])} for one in made])


def test_whole_push_replaces_all_before_it(three):
    store.append(three, SERVICE, 4, "whole", {TWO: of(TWO, 9.0)})
    assert now(three, 4) == in_order(of(TWO, 9.0))
    store.append(three, SERVICE, 5, "whole", {})
    assert now(three, 5) == []


def test_service_without_a_push_has_no_records(tmp_path):
    assert store.files(tmp_path, {SERVICE: 0}) == []
    assert now(tmp_path, 0) == []


def test_file_beyond_the_last_acknowledged_push_is_an_orphan_until_it_is_overwritten(three):
    before = now(three, 3)
    store.append(three, SERVICE, 4, "episodes", {ONE: []})
    assert now(three, 3) == before
    store.append(three, SERVICE, 4, "episodes", {TWO: of(TWO, 7.0)})
    assert now(three, 4) == in_order([*of(ONE, 4.125), *of(TWO, 7.0)])


def test_services_do_not_touch_each_other(three):
    mine = [record(service=OTHER, episode=ONE, score=8.0)]
    store.append(three, OTHER, 1, "whole", {ONE: mine})
    assert now(three, 3) == in_order(of(ONE, 4.125))
    both = in_order(store.records(three, {SERVICE: 3, OTHER: 1}))
    assert both == in_order([*of(ONE, 4.125), *mine])


@settings(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from(KINDS), episodes()), max_size=5))
def test_any_row_of_pushes_says_the_same_before_and_after_it_is_made_one(tmp_path_factory, pushes):
    root = tmp_path_factory.mktemp("national")
    wanted: dict[str, list[dict]] = {}
    for sequence, (kind, drawn) in enumerate(pushes, 1):
        named = {one[0]["episode"]: one for one in drawn if one}
        if sequence > 1 and wanted:
            named[min(wanted)] = []
        store.append(root, SERVICE, sequence, kind, named)
        wanted = {**({} if kind == "whole" else wanted), **named}
    records = in_order(one for many in wanted.values() for one in many)
    last = len(pushes)
    assert now(root, last) == records
    if last:
        store.compact(root, SERVICE, last)
        assert now(root, last) == records
        assert store.verify(root, {SERVICE: last}) == 1


def test_what_was_taken_back_is_in_no_file_once_it_is_made_one(three):
    path = store.compact(three, SERVICE, 3)
    assert [each.name for each in path.parent.iterdir()] == ["00000003.parquet"]
    assert now(three, 3) == in_order(of(ONE, 4.125))
    assert TWO.encode() not in path.read_bytes()
    assert set(parquet.read_table(path)["episode"].to_pylist()) == {ONE}
    assert store.compact(three, SERVICE, 3) == path
    store.append(three, SERVICE, 4, "episodes", {TWO: of(TWO, 1.0)})
    assert now(three, 4) == in_order([*of(ONE, 4.125), *of(TWO, 1.0)])


def test_making_one_leaves_a_later_push_alone(three):
    later = store.append(three, SERVICE, 4, "episodes", {ONE: []})
    coming = later.with_name(".00000005.parquet.partial")
    torn = later.with_name(".00000003.parquet.partial")
    for path in (coming, torn):
        path.write_bytes(b"half")
    path = store.compact(three, SERVICE, 3)
    assert sorted(each.name for each in path.parent.iterdir()) == [
        coming.name,
        path.name,
        later.name,
    ]
    assert now(three, 4) == []


def test_what_was_acknowledged_long_ago_cannot_be_overwritten(three):
    store.compact(three, SERVICE, 3)
    with pytest.raises(store.StoreError, match=r"00000003\.parquet holds what was acknowledged"):
        store.append(three, SERVICE, 3, "episodes", {ONE: []})


def test_many_files_are_seen(three):
    assert store.has_more_than(three, SERVICE, 3, 2)
    assert not store.has_more_than(three, SERVICE, 3, 3)


@pytest.mark.parametrize(("service", "sequence"), [("../../etc", 1), (SERVICE, 0), ("", 1)])
def test_push_without_a_place_is_refused(tmp_path, service, sequence):
    with pytest.raises(store.StoreError, match="no place"):
        store.append(tmp_path, service, sequence, "episodes", {})


# --- damage ---------------------------------------------------------------------------------------
def damaged(root, how):
    path = root / "records" / f"service={SERVICE}" / "00000002.parquet"
    content = path.read_bytes()
    if how == "is missing":
        path.unlink()
    elif how == "half":
        path.write_bytes(content[: len(content) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        table = parquet.read_table(path).drop(["region"])
        parquet.write_table(table, path)
    return path


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("is missing", "is missing"),
        ("half", "is damaged"),
        ("empty", "is damaged"),
        ("another", "does not hold outcome records"),
    ],
)
def test_damaged_file_is_named(three, how, says):
    path = damaged(three, how)
    for asked in (now, lambda root, last: store.verify(root, {SERVICE: last})):
        with pytest.raises(store.StoreError) as refusal:
            asked(three, 3)
        assert str(refusal.value) == f"{path} {says}."


def test_one_changed_byte_is_found(three):
    path = three / "records" / f"service={SERVICE}" / "00000001.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 8] ^= 1
    path.write_bytes(content)
    with pytest.raises(store.StoreError, match=r"00000001\.parquet is damaged"):
        store.verify(three, {SERVICE: 3})


# --- kills ----------------------------------------------------------------------------------------
def killed_at_every_step(root, action, *given):
    """The stores that are left: the action killed before each of its steps, and the one that was done."""
    asked = [sys.executable, Path(__file__).with_name("killed.py"), root, action, json.dumps(given)]
    known = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(asked, env=known, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return [root.with_name(f"{root.name}-{step}") for step in range(1, int(ran.stdout) + 1)]


def test_push_that_is_killed_at_any_step_is_there_or_not_and_comes_again(three):
    before = now(three, 3)
    push = ("episodes", {TWO: of(TWO, 6.0)})
    stores = killed_at_every_step(three, "append", SERVICE, 4, *push)
    assert len(stores) > 2
    for root in stores:
        assert now(root, 3) == before
        store.append(root, SERVICE, 4, *push)
        assert now(root, 4) == in_order([*of(ONE, 4.125), *of(TWO, 6.0)])


def test_making_one_that_is_killed_at_any_step_changes_nothing(three):
    before = now(three, 3)
    stores = killed_at_every_step(three, "compact", SERVICE, 3)
    assert len(stores) > 4
    for root in stores:
        assert now(root, 3) == before
        path = store.compact(root, SERVICE, 3)
        assert [each.name for each in path.parent.iterdir()] == ["00000003.parquet"]
        assert now(root, 3) == before
