"""Ingest from behind the walls makes what ingest makes, and tells nothing of the phone."""

import json

import pytest

from attune.core.clock import FrameTable
from attune.core.media.ingest import ingest as in_the_open
from attune.core.media.sandbox.launcher import run
from attune.core.media.sandbox.programs import ingest
from tests.core.media.sandbox.inside import Parts, serving
from tests.films.made import made


@pytest.fixture(scope="module")
def expected():
    parts = Parts()
    in_the_open(made("vfr").path, parts)
    return parts


@pytest.mark.parametrize("options", [{}, {"walls": (), "start": serving(ingest.ingest)}], ids=str)
def test_parts_are_those_that_are_made_in_the_open(options, expected):
    ingest.warm()
    parts, said = Parts(), []
    with made("vfr").path.open("rb") as film:
        facts = run("ingest", {}, [film], parts, said=said.append, **options)
    assert set(parts) == set(expected)
    assert FrameTable.from_bytes(parts["frames.json"]) == made("vfr").table
    for name in ("proxy.index", "peaks.json", "sprite.json"):
        assert parts[name] == expected[name], name
    assert facts["frames"] == len(made("vfr").table)
    assert "streams" not in facts
    assert set(map(frozenset, said)) == {frozenset({"done", "total"})}
    assert json.loads(json.dumps(facts)) == facts
