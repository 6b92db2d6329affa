"""A service beside a release: its own point alone, the limits of chance, and what the model expects."""

from dataclasses import replace

import pytest

from attune.core.figures.released import Model
from attune.core.statistics.funnel import exact_limits
from attune.web.insight.beside import charts_of, said_of
from attune.web.insight.board import boards
from tests.web.insight.invented import course, ten, tens
from tests.web.insight.released import MODEL, part, release


def board(records=None):
    (found,) = boards(tuple(records or ten()))
    return found


def test_service_is_beside_what_the_model_expects_and_drawn_to_it():
    # one caseload of ten: weight 10/16; kept 1·(10/16)/(1 + 10/16) = 0.3846; 4.0 + 0.3846·(4.1 − 4.0) = 4.04, se √(0.3846·1.6) = 0.784
    (said,) = said_of(board(), release(), "london")
    assert "expects 4.0 points better" in said
    assert "4.0 (2.5 to 5.6)" in said
    rows = charts_of(board(), release(), "london")["nation"].table.rows
    assert [row[:2] for row in rows] == [
        ("Your service, as it is", 10),
        ("Yours, with chance taken out as far as can be", 10),
        ("The nation", 100),
    ]
    assert [row[2] for row in rows] == [
        pytest.approx(4.1),
        pytest.approx(4.0 + 0.1 * 0.625 / 1.625),
        4.1,
    ]


def test_funnel_has_the_service_alone_within_the_limits_of_the_national_share():
    drawing = charts_of(board(tens(8)), release(), "london")["funnel"]
    assert drawing.table.rows == (("Your service", 80, 0.4),)
    assert [kind for kind, _words in drawing.keys] == ["own", "middle", "inner", "outer"]
    low, high = exact_limits(0.4, 80, 0.95)
    assert low < 0.4 < high


def test_share_that_would_tell_of_persons_is_no_point():
    """4 of 10 improved."""
    assert "funnel" not in charts_of(board(), release(), "london")


def test_services_that_do_not_differ_leave_nothing_to_draw():
    alike = Model(100, MODEL.fixed, {**MODEL.spread, "service": 0.0}, (), "2026-11")
    document = release(part(model=alike))
    assert "by chance alone" in said_of(board(), document, "london")[0]
    assert len(charts_of(board(), document, "london")["nation"].table.rows) == 2


@pytest.mark.parametrize(
    "document", [None, release(part("gad-7", "GAD-7")), replace(release(), parts=())]
)
def test_nothing_is_said_without_a_release_of_the_topic(document):
    assert said_of(board(), document, "london") == []
    assert charts_of(board(), document, "london") == {}


def test_release_without_a_model_is_still_put_beside():
    document = release(part(model=None))
    assert said_of(board(), document, "london") == []
    assert set(charts_of(board(tens(8)), document, "london")) == {"nation", "funnel"}


def test_service_with_too_few_pairs_is_not_put_beside():
    few = board(course(20, 10))
    assert charts_of(few, release(), "london") == {}
