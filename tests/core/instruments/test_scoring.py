"""Scores against figures worked out by hand, and what holds of all of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.instruments.catalogue import find, newest
from attune.core.instruments.errors import AnswerError
from attune.core.instruments.model import Status
from attune.core.instruments.scoring import score, totals
from tests.core.instruments.small import small, totals_only

WITH_ITEMS = [measure for measure in newest() if measure.items]


@st.composite
def filled(draw):
    """A measure and a form of it, filled in whole or in part."""
    measure = draw(st.sampled_from(WITH_ITEMS))
    answers = {item.id: draw(st.sampled_from([*item.values, *Status])) for item in measure.items}
    return measure, answers


@given(filled())
def test_score_is_within_its_range(form):
    measure, answers = form
    for scale in measure.scales:
        number = score(measure, answers).scores[scale.id]
        assert number is None or scale.low <= number <= scale.high


@given(filled(), st.randoms(use_true_random=False))
def test_order_of_the_answers_does_not_matter(form, chance):
    measure, answers = form
    mixed = list(answers.items())
    chance.shuffle(mixed)
    assert score(measure, dict(mixed)) == score(measure, answers)


@given(filled())
def test_blank_is_never_zero(form):
    """What has no answer is missing; and no item counts that was not answered."""
    measure, answers = form
    scored = score(measure, answers)
    blank = {item.id for item in measure.items if item.scored(answers[item.id]) is None}
    assert set(scored.missing) == blank
    for scale in measure.scales:
        if blank & set(scale.items) and scale.missing.at_least == len(scale.items):
            assert scored.scores[scale.id] is None


@given(st.sampled_from(WITH_ITEMS))
def test_form_without_an_answer_has_no_score_and_no_alert(measure):
    scored = score(measure, {})
    assert set(scored.scores.values()) == {None}
    assert (scored.bands, scored.risk) == ({}, ())


@given(st.lists(st.integers(0, 4), min_size=10, max_size=10), st.integers(0, 9))
def test_core_10_is_prorated_by_hand(answers, blank):
    counted = [4 - answer if item in (1, 2) else answer for item, answer in enumerate(answers)]
    whole = score(find("core-10"), {str(n): a for n, a in enumerate(answers, 1)})
    assert whole.scores["total"] == sum(counted)
    assert whole.risk == (("6",) if answers[5] else ())
    del counted[blank]
    form = {str(n): a for n, a in enumerate(answers, 1) if n != blank + 1}
    scored = score(find("core-10"), form)
    assert scored.scores["total"] == pytest.approx(10 * sum(counted) / 9, abs=1e-12)
    assert scored.missing == (str(blank + 1),)


@pytest.mark.parametrize(
    ("each", "band"),
    [((0, 0), "none or minimal"), ((1, 5), "mild"), ((2, 5), "moderate"), ((3, 5), "moderately severe"), ((3, 7), "severe")],
)  # fmt: skip
def test_phq_9_lies_in_its_band(each, band):
    answer, count = each
    form = {str(n): answer if n <= count else 0 for n in range(1, 10)}
    assert score(find("phq-9"), form).bands == {"total": band}


def test_score_below_the_first_band_has_none(tmp_path):
    assert "first" not in score(small(tmp_path), {"1": 0, "2": 3, "3": 1, "4": 1}).bands


def test_prorated_score_that_is_not_in_the_table_is_none(tmp_path):
    measure = small(tmp_path)
    table = measure.scale("table")
    assert score(measure, {"1": 1, "2": 1}).scores["table"] == table.table[3]
    halves = [{"1": 1}, {"2": 1}]
    assert [score(measure, half).scores["table"] for half in halves] == [None, None]


def test_number_between_two_rows_of_a_table_is_none(tmp_path):
    measure = small(tmp_path)
    halved = replace(measure.scale("table"), times=0.5)
    other = replace(measure, scales=(halved,))
    assert score(other, {"1": 1, "2": 1}).scores == {"table": None}  # 1.5
    assert score(other, {"1": 1, "2": 2}).scores == {"table": 1.5}  # 1


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"11": 0}, "CORE-10 has no item 11."),
        ({"x": 0}, "CORE-10 has no item x."),
        ({"1": 5}, "Item 1 takes a whole number from 0 to 4, not 5."),
        ({"1": -1}, "Item 1 takes a whole number from 0 to 4, not -1."),
        ({"1": True}, "Item 1 takes a whole number from 0 to 4, not True."),
        ({"1": 1.0}, "Item 1 takes a whole number from 0 to 4, not 1.0."),
    ],
)
def test_answer_that_cannot_be_is_refused(answers, says):
    with pytest.raises(AnswerError) as refused:
        score(find("core-10"), answers)
    assert str(refused.value) == says


def test_totals_are_kept_and_added(tmp_path):
    measure = totals_only(tmp_path)
    assert totals(measure, {"warmth": 20, "worry": 2}).scores == {
        "warmth": 20, "worry": 2, "total": 22,
    }  # fmt: skip
    assert totals(measure, {"warmth": 20}).scores == {"warmth": 20, "worry": None, "total": None}
    assert totals(measure, {"warmth": None}).missing == ()


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"total": 3}, "Small has no score total to enter."),
        ({"warmth": 36}, "Warmth runs from 0 to 35, not 36."),
        ({"warmth": -0.5}, "Warmth runs from 0 to 35, not -0.5."),
        ({"worry": float("nan")}, "Worry runs from 1 to 5, not nan."),
        ({"worry": True}, "Worry runs from 1 to 5, not True."),
    ],
)
def test_total_that_cannot_be_is_refused(tmp_path, entered, says):
    with pytest.raises(AnswerError) as refused:
        totals(totals_only(tmp_path), entered)
    assert str(refused.value) == says


def test_items_of_totals_are_not_known(tmp_path):
    with pytest.raises(AnswerError, match="its items are not known here"):
        score(totals_only(tmp_path), {"1": 1})
