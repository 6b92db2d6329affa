"""A release as a document: the same bytes for ever, and what other code asks of it."""

import json
from hashlib import sha256

import pytest

from attune.core.figures import released
from attune.core.figures.released import read
from attune.core.figures.tally import Subject
from tests.core.figures.small_release import small_document, small_part

CORE_10 = Subject("core-10", "total", "self", "end")


def test_document_is_what_its_bytes_say():
    document = small_document()
    assert read(document.body()) == document
    assert read(document.body()).body() == document.body()
    assert document.digest == sha256(document.body()).hexdigest()


def test_bytes_do_not_depend_on_the_order_of_counts():
    said = json.loads(small_document().body())
    turned = json.loads(json.dumps(said), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert read(json.dumps(turned).encode()).body() == small_document().body()


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"format":"attune-release-1"}', b"not JSON"])
def test_what_is_no_release_is_refused(body):
    with pytest.raises(ValueError, match=r"release|Expecting"):
        read(body)


def test_release_that_holds_something_strange_is_refused():
    said = json.loads(small_document().body())
    said["parts"][0]["strange"] = 1
    with pytest.raises(ValueError, match="lacks something"):
        read(json.dumps(said).encode())


def test_figures_are_rows_by_subject_and_dimensions():
    document = small_document()
    (whole,) = document.figures(CORE_10)
    assert (whole.category, whole.counts["all"], whole.pairs) == ((), 120, 90)
    rows = document.figures(CORE_10, ("region",))
    assert [row.category for row in rows] == [("london",), ("wales",), ("scotland",)]
    assert [row.values is None for row in rows] == [False, True, True]
    assert document.subjects == (CORE_10,)


def test_what_is_not_released_has_no_rows():
    document = small_document()
    assert document.figures(CORE_10, ("mode",)) == ()
    assert document.figures(CORE_10._replace(later="follow-up-3")) == ()
    assert document.figures(CORE_10._replace(measure="phq-9")) == ()


def test_table_is_found_in_whichever_order_its_dimensions_are_named():
    table = released.Table(("region", "setting"), "end", (), ())
    part = released.Part(*("",) * 6, 0, 1, (table,))
    assert part.table(("setting", "region")) is table
    assert table.name == "region-by-setting"
    assert small_part().overall.pairs == 90


def test_document_without_models_and_figures_is_read_again():
    part = small_part()
    bare = released.Part(
        *[getattr(part, name) for name in list(vars(part))[:9]], no_model="Too few."
    )
    document = released.ReleaseDocument("2026-11", "", (2026,), {}, (bare,))
    assert read(document.body()) == document
