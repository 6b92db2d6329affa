"""PBQ, KPCS, MORS and PRFQ scored a second time, from the published rules written down here.

Nothing of a package is used for what is expected: keys, thresholds and numbers are repeated by hand.
PBQ: Brockington 2006, as CamCOPS has it. KPCS: manual of 2008, as PerformWell quotes it.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.instruments.catalogue import find
from attune.core.instruments.model import Status
from attune.core.instruments.scoring import score

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


def form(given_answers):
    return {str(n): answer for n, answer in enumerate(given_answers, 1)}


# ------------------------------------------------------------------------------- PBQ

words = st.lists(st.sampled_from(OFTEN), min_size=25, max_size=25)


def pbq(said):
    """What our scorer makes of 25 words."""
    return score(find("pbq"), form([OFTEN.index(word) for word in said]))


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
    answered = form([OFTEN.index(word) for word in said])
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
    found = score(find("kpcs"), form(given_answers))
    assert (found.scores, found.missing) == ({"total": sum(given_answers)}, ())


@given(answers(15, 0, 3), st.integers(1, 15))
def test_kpcs_counts_two_for_what_does_not_apply_where_that_may_be(given_answers, spared):
    answered = form(given_answers) | {str(spared): Status.NOT_APPLICABLE}
    rest = sum(given_answers) - given_answers[spared - 1]
    found = score(find("kpcs"), answered)
    if spared in SPARED:
        assert (found.scores["total"], found.missing) == (rest + 2, ())
    else:
        assert (found.scores["total"], found.missing) == (None, (str(spared),))


@given(answers(15, 0, 3), st.integers(1, 15), st.sampled_from(["missing", "declined", "skipped"]))
def test_kpcs_with_a_blank_has_no_score(given_answers, blank, why):
    found = score(find("kpcs"), form(given_answers) | {str(blank): Status(why)})
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
    found = score(find(name), form(given_answers)).scores
    assert found == {"warmth": warmth, "invasion": sum(given_answers) - warmth}


@given(answers(18, 1, 7))
def test_prfq_is_three_means_of_every_third_answer(given_answers):
    counted = [8 - answer if n in (11, 18) else answer for n, answer in enumerate(given_answers, 1)]
    assert score(find("prfq"), form(given_answers)).scores == pytest.approx(
        {
            "pre-mentalizing": sum(counted[0::3]) / 6,
            "certainty": sum(counted[1::3]) / 6,
            "interest": sum(counted[2::3]) / 6,
        },
        abs=1e-12,
    )


def test_prfq_of_sixes_scores_as_another_program_has_it():
    """An open service's own test: 6, 5.33 and 5.33."""
    found = score(find("prfq"), form([6] * 18)).scores
    assert [round(number, 2) for number in found.values()] == [6.0, 5.33, 5.33]


def test_bpses_is_better_when_higher_whatever_national_code_calls_it():
    scale = find("bpses").scale("total")
    assert (scale.low, scale.high, scale.better) == (5, 25, "higher")
    assert score(find("bpses"), form([4, 3, 5, 2, 4])).scores == {"total": 18}
