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


# ---------------------------------------------------- published rules, written down a second time
# Nothing of a package is used for what is expected here: keys, thresholds and numbers are repeated by hand.
# PBQ: Brockington 2006, as CamCOPS has it. KPCS: the manual of 2008, as PerformWell quotes it.

# How often, in the order of the form, and what it counts for a statement of closeness and for another.
CLOSE = {"always": 0, "very often": 1, "quite often": 2, "sometimes": 3, "rarely": 4, "never": 5}
OTHER = {"always": 5, "very often": 4, "quite often": 3, "sometimes": 2, "rarely": 1, "never": 0}
OFTEN = list(CLOSE)
CLOSENESS = (1, 4, 8, 9, 11, 16, 22, 25)
FACTORS = {
    "factor-1": (1, 2, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17),
    "factor-2": (3, 4, 5, 11, 14, 21, 23),
    "factor-3": (19, 20, 22, 25),
    "factor-4": (18, 24),
}
HARM = (18, 24)


def answers(count, low, high):
    return st.lists(st.integers(low, high), min_size=count, max_size=count)


def numbered(given_answers):
    return {str(n): answer for n, answer in enumerate(given_answers, 1)}


# ------------------------------------------------------------------------------- PBQ

words = st.lists(st.sampled_from(OFTEN), min_size=25, max_size=25)


def pbq(said):
    """What our scorer makes of 25 words."""
    return score(find("pbq"), numbered([OFTEN.index(word) for word in said]))


def pbq_by_hand(said):
    points = {n: (CLOSE if n in CLOSENESS else OTHER)[word] for n, word in enumerate(said, 1)}
    by_hand = {name: sum(points[n] for n in numbers) for name, numbers in FACTORS.items()}
    return by_hand | {"total": sum(points.values())}


@given(words)
def test_pbq_is_its_factors_and_their_sum(said):
    found = pbq(said).scores
    assert found == pbq_by_hand(said)
    assert found["total"] == sum(found[name] for name in FACTORS)


@given(words)
def test_pbq_asks_for_a_response_to_any_thought_of_harm_but_never(said):
    assert pbq(said).risk == tuple(str(n) for n in HARM if said[n - 1] != "never")


@given(words, st.integers(1, 25))
def test_pbq_with_a_blank_has_neither_that_factor_nor_a_total(said, blank):
    answered = numbered([OFTEN.index(word) for word in said])
    del answered[str(blank)]
    scored = score(find("pbq"), answered)
    whole = pbq_by_hand(said)
    assert scored.missing == (str(blank),)
    for name, numbers in FACTORS.items():
        assert scored.scores[name] == (None if blank in numbers else whole[name])
    assert scored.scores["total"] is None
    assert scored.risk == tuple(str(n) for n in HARM if n != blank and said[n - 1] != "never")


def test_pbq_runs_from_the_closest_bond_to_the_furthest():
    closest = ["always" if n in CLOSENESS else "never" for n in range(1, 26)]
    furthest = ["never" if n in CLOSENESS else "always" for n in range(1, 26)]
    assert set(pbq(closest).scores.values()) == {0}
    assert pbq(furthest).scores == {
        "factor-1": 60,
        "factor-2": 35,
        "factor-3": 20,
        "factor-4": 10,
        "total": 125,
    }


def test_pbq_thresholds_are_those_of_2006_and_the_total_has_none():
    measure = find("pbq")
    found = {
        scale.id: [(one.at, one.from_above) for one in scale.cut_offs] for scale in measure.scales
    }
    assert found == {
        "factor-1": [(12, True)],
        "factor-2": [(13, True)],
        "factor-3": [(10, True)],
        "factor-4": [(2, True)],
        "total": [],
    }
    assert not any(scale.reliability or scale.published for scale in measure.scales)


# ------------------------------------------------------------------------------ KPCS

SPARED = (1, 9)


@given(answers(15, 0, 3))
def test_kpcs_is_the_sum(given_answers):
    found = score(find("kpcs"), numbered(given_answers))
    assert (found.scores, found.missing) == ({"total": sum(given_answers)}, ())


@given(answers(15, 0, 3), st.integers(1, 15))
def test_kpcs_counts_two_for_what_does_not_apply_where_that_may_be(given_answers, spared):
    answered = numbered(given_answers) | {str(spared): Status.NOT_APPLICABLE}
    rest = sum(given_answers) - given_answers[spared - 1]
    found = score(find("kpcs"), answered)
    if spared in SPARED:
        assert (found.scores["total"], found.missing) == (rest + 2, ())
    else:
        assert (found.scores["total"], found.missing) == (None, (str(spared),))


@given(answers(15, 0, 3), st.integers(1, 15), st.sampled_from(["missing", "declined", "skipped"]))
def test_kpcs_with_a_blank_has_no_score(given_answers, blank, why):
    found = score(find("kpcs"), numbered(given_answers) | {str(blank): Status(why)})
    assert found.scores["total"] is None


def test_kpcs_threshold_is_39_or_less():
    scale = find("kpcs").scale("total")
    assert [(one.at, one.from_above) for one in scale.cut_offs] == [(39, False)]
    assert (scale.low, scale.high, scale.better) == (0, 45, "higher")


# ---------------------------------------------------------------- MORS, PRFQ and BPSES

WARMTH = (1, 3, 4, 6, 8, 11, 13)


@pytest.mark.parametrize("name", ["mors-sf", "mors-child"])
@given(given_answers=answers(14, 0, 5))
def test_mors_is_seven_answers_of_warmth_and_seven_others(name, given_answers):
    warmth = sum(given_answers[n - 1] for n in WARMTH)
    found = score(find(name), numbered(given_answers)).scores
    assert found == {"warmth": warmth, "invasion": sum(given_answers) - warmth}


@given(answers(18, 1, 7))
def test_prfq_is_three_means_of_every_third_answer(given_answers):
    counted = [8 - answer if n in (11, 18) else answer for n, answer in enumerate(given_answers, 1)]
    assert score(find("prfq"), numbered(given_answers)).scores == pytest.approx(
        {
            "pre-mentalizing": sum(counted[0::3]) / 6,
            "certainty": sum(counted[1::3]) / 6,
            "interest": sum(counted[2::3]) / 6,
        },
        abs=1e-12,
    )


def test_prfq_of_sixes_scores_as_another_program_has_it():
    """An open service's own test: 6, 5.33 and 5.33."""
    found = score(find("prfq"), numbered([6] * 18)).scores
    assert [round(number, 2) for number in found.values()] == [6.0, 5.33, 5.33]


def test_bpses_is_better_when_higher_whatever_national_code_calls_it():
    scale = find("bpses").scale("total")
    assert (scale.low, scale.high, scale.better) == (5, 25, "higher")
    assert score(find("bpses"), numbered([4, 3, 5, 2, 4])).scores == {"total": 18}
