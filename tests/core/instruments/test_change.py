"""Verdicts on one person's scores, against hand-worked cases and published thresholds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from attune.core.instruments.catalogue import find
from attune.core.instruments.change import (
    Basis,
    Verdict,
    combined,
    scale_change,
    threshold_of,
)
from attune.core.instruments.model import Better, CutOff, Published, Reliability, Scale

CORE10 = find("core-10", None).scale("total")
PLAIN = Scale("total", "Total", 0, 40, Better.LOWER, "manual")
GOAL = Scale("total", "Goal", 0, 10, Better.HIGHER, "ours", published=(Published(3, None, "nhs"),))
CARE_INDEX = Scale(
    "sensitivity", "Sensitivity", 0, 14, Better.HIGHER, "manual",
    reliability=Reliability(3, 0.77, "inter-rater", "made up for this test", 0.95, "manual"),
)  # fmt: skip

IMPROVED, WORSE, WITHIN, MOVED, UNKNOWN, UNPUBLISHED = (
    Verdict.IMPROVED, Verdict.DETERIORATED, Verdict.WITHIN_ERROR,
    Verdict.MOVED, Verdict.CANNOT_TELL, Verdict.NOT_PUBLISHED,
)  # fmt: skip


def test_threshold_is_jacobson_and_truax_with_the_packages_own_figures():
    threshold = threshold_of(CORE10)
    assert (round(threshold.points, 3), threshold.basis) == (5.665, Basis.JACOBSON_TRUAX)
    assert (threshold.confidence, threshold.source) == (0.90, "novopsych")
    at_95 = replace(CORE10, reliability=replace(CORE10.reliability, confidence=0.95))
    assert round(threshold_of(at_95).points, 3) == 6.749


def test_threshold_is_a_published_one_where_no_reliability_is_cited():
    threshold = threshold_of(GOAL)
    assert (threshold.points, threshold.basis, threshold.source) == (3, Basis.PUBLISHED, "nhs")
    assert threshold_of(PLAIN) is None


@pytest.mark.parametrize(
    ("scale", "scores", "verdict"),
    [
        (CORE10, [20, 14], IMPROVED),  # 6 points are more than 5.665
        (CORE10, [20, 15], WITHIN),
        (CORE10, [14, 20], WORSE),
        (CORE10, [20, None, 30, 14], IMPROVED),  # first and last, whatever lies between
        (CORE10, [None, 20, 14, None], IMPROVED),  # and of these only valid ones
        (CORE10, [20], UNKNOWN),
        (CORE10, [20, None], UNKNOWN),
        (CORE10, [], UNKNOWN),
        (CORE10, [20, 20], WITHIN),
        (PLAIN, [20, 0], UNPUBLISHED),
        (PLAIN, [20], UNKNOWN),
        (GOAL, [2, 5], IMPROVED),  # a published threshold counts when it is reached
        (GOAL, [2, 4], WITHIN),
        (GOAL, [8, 5], WORSE),
        (replace(CORE10, better=Better.NEITHER), [20, 14], MOVED),
        (replace(CORE10, better=Better.NEITHER), [20, 15], WITHIN),
    ],
)
def test_verdict_of_a_scale(scale, scores, verdict):
    assert scale_change(scale, scores).verdict is verdict


def test_threshold_of_jacobson_and_truax_is_passed_and_not_reached():
    exact = replace(CORE10.reliability, sd=1, reliability=0.5, confidence=0.95)  # S_diff is 1
    scale = replace(CORE10, reliability=exact)
    edge = threshold_of(scale).points
    assert edge == pytest.approx(1.96)
    assert scale_change(scale, [edge, 0]).verdict is WITHIN
    assert scale_change(scale, [edge + 1e-9, 0]).verdict is IMPROVED


def test_change_is_last_minus_first():
    found = scale_change(CORE10, [20, 8, 14])
    assert (found.first, found.last, found.change) == (20, 14, -6)
    assert scale_change(CORE10, [20]).change is None


def test_crossings_say_on_which_side_the_scores_are():
    found = scale_change(CORE10, [20, 11]).crossings
    assert [(one.cut_off.at, one.first_beyond, one.last_beyond) for one in found] == [
        (11, True, True),
        (13, True, False),
    ]
    below = replace(PLAIN, cut_offs=(CutOff(39, False, "low", "manual"),))
    (found,) = scale_change(below, [39, 40]).crossings
    assert (found.first_beyond, found.last_beyond) == (True, False)
    assert scale_change(CORE10, [20]).crossings == ()


def test_more_raters_or_clips_could_decide_a_change_on_a_rated_scale():
    found = scale_change(CARE_INDEX, [5, 7])  # 2 points; one rating decides 4.0
    assert (found.verdict, found.needed) == (WITHIN, 4)
    assert scale_change(CARE_INDEX, [5, 5]).needed is None
    assert scale_change(CARE_INDEX, [5]).needed is None
    assert scale_change(CORE10, [20, 15]).needed is None  # nobody fills a form in four times
    assert scale_change(GOAL, [2, 4]).needed is None


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        ([IMPROVED, WITHIN, WITHIN], IMPROVED),
        ([IMPROVED, WORSE], WORSE),
        ([WORSE, WITHIN], WORSE),
        ([WITHIN, WITHIN], WITHIN),
        ([WITHIN, UNKNOWN, UNPUBLISHED], WITHIN),
        ([IMPROVED, UNKNOWN, UNPUBLISHED], IMPROVED),
        ([UNKNOWN, UNPUBLISHED], UNKNOWN),
        ([MOVED], UNKNOWN),
        ([MOVED, WITHIN], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_measures_of_one_respondent_are_put_together(verdicts, together):
    one = scale_change(CORE10, [20, 14])
    assert combined(replace(one, verdict=verdict) for verdict in verdicts) is together


@given(some.lists(some.one_of(some.none(), some.integers(0, 40)), max_size=6))
def test_the_other_way_round_is_the_opposite_verdict(scores):
    opposite = {IMPROVED: WORSE, WORSE: IMPROVED}
    said = scale_change(CORE10, scores).verdict
    assert scale_change(CORE10, scores[::-1]).verdict is opposite.get(said, said)
