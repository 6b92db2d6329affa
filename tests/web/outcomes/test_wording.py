"""What changes are in plain words: what would decide them, and nothing about a person."""

from dataclasses import replace

import pytest

from attune.core.instruments.catalogue import find
from attune.core.instruments.change import Verdict, scale_change
from attune.core.instruments.model import Better, Reliability
from attune.web.outcomes import wording
from attune.web.outcomes.models import Respondent
from attune.web.outcomes.queries.change import Gap, Reading, Series, Voice

CORE_10 = find("core-10").scale("total")
RATED = replace(
    find("care-index").scale(find("care-index").decides),
    reliability=Reliability(3, 0.77, "inter-rater", "a sample", 0.95, "x"),
)
"""With the standard deviation and the reliability of the CARE-Index's sensitivity, as published."""


def series(scale, scores, measure="core-10", respondent=Respondent.SELF) -> Series:
    change = scale_change(scale, scores)
    readings = [Reading("start", None, None, score, late=True) for score in scores]
    return Series(find(measure), scale, respondent, None, None, readings, change)


@pytest.mark.parametrize(
    ("value", "said"), [(14, "14"), (14.0, "14"), (5.5, "5.5"), (5.6646, "5.66"), (19.35, "19.35")]
)
def test_number_has_no_more_places_than_it_needs(value, said):
    assert wording.number(value) == said


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([], "No valid score yet."),
        ([20], "One score so far: 20."),
        ([20, 20], "20 at first, 20 now: no difference."),
        ([20, 19], "20 at first, 19 now: 1 point lower."),
        ([20, 22.5], "20 at first, 22.5 now: 2.5 points higher."),
    ],
)
def test_change_is_said_from_where_to_where(scores, said):
    assert wording.moved(scale_change(CORE_10, scores)) == said


def test_what_would_decide_is_in_whole_points_where_the_scale_is():
    assert wording.would_decide(scale_change(CORE_10, [20, 15])) == (
        "A change of 6 points or more would be more than measurement error."
    )
    mean = replace(CORE_10, mean=True)
    assert "more than 5.66 points" in wording.would_decide(scale_change(mean, [20, 15]))
    phq = find("phq-9").scale("total")
    assert "6 points or more" in wording.would_decide(scale_change(phq, [9, 7]))
    bare = replace(CORE_10, reliability=None, published=())
    assert wording.would_decide(scale_change(bare, [20, 15])) == ""


def test_more_ratings_are_named_where_they_would_decide():
    """By Spearman and Brown: 2 points of the CARE-Index need 4 ratings on each occasion."""
    said = wording.would_decide(scale_change(RATED, [6, 8]))
    assert "in the mean of 4 ratings on each occasion" in said


@pytest.mark.parametrize(
    ("better", "word"), [("higher", "Higher"), ("lower", "Lower"), ("neither", "Neither")]
)
def test_direction_is_said_in_words(better, word):
    assert wording.direction(replace(CORE_10, better=Better(better))).startswith(word)


def test_band_says_whether_a_change_of_its_size_counts():
    """Jacobson and Truax's threshold has to be passed; a published one is reached."""
    assert "up to 5.66 points" in wording.band_said(scale_change(CORE_10, [20]))
    phq = find("phq-9").scale("total")
    assert "less than 6 points" in wording.band_said(scale_change(phq, [9]))
    assert wording.band_said(scale_change(replace(phq, published=()), [9])) == ""


def test_basis_names_the_source():
    said = wording.basis(find("core-10"), scale_change(CORE_10, [20, 15]))
    assert "standard deviation of 7.7" in said
    assert "NovoPsych" in said
    phq = find("phq-9")
    assert "NHS England" in wording.basis(phq, scale_change(phq.scale("total"), [9, 7]))
    bare = replace(CORE_10, reliability=None, published=())
    assert "Nobody has published" in wording.basis(find("core-10"), scale_change(bare, [1, 2]))


def test_threshold_is_said_with_the_sides_of_both_scores():
    (first, _second) = scale_change(CORE_10, [20, 5]).crossings
    assert wording.crossing_said(first).endswith(
        "The first score is at or above it, the newest below it."
    )
    assert wording.crossing_said(first).startswith("11: Published threshold")


def test_gaps_and_occasions_have_words():
    assert all(wording.gap_said(Reading("end", None, None, None, gap)) for gap in Gap)
    assert wording.occasion_said(Reading("end", None, None, 1.0)) == "At the end"


def test_what_is_missing_is_said_with_the_verdict():
    one = series(CORE_10, [20])
    assert wording.verdict_said(one) == "Cannot tell yet: a second score is missing"
    none = series(CORE_10, [])
    assert wording.verdict_said(none) == "Cannot tell yet: two scores are missing"
    assert wording.missing(series(CORE_10, [20, 14])) == ""


def test_who_says_it_is_never_a_number():
    assert wording.who_said(Voice(Respondent.TEACHER, None, None, [])).startswith("The teacher")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_sentence_without_a_number_for_the_client(verdict):
    one = series(CORE_10, [20, 14])
    said = wording.for_client(replace(one, change=replace(one.change, verdict=verdict)))
    assert said.startswith("Your answers on CORE-10 ")
    assert not any(sign.isdigit() for sign in said.replace("CORE-10", ""))


def test_sentence_names_who_answered_and_which_scale():
    one = series(CORE_10, [20, 14], respondent=Respondent.TEACHER)
    assert wording.for_client(one).startswith("The teacher’s answers on CORE-10 ")
    other = replace(one, scale=replace(CORE_10, id="other", title="Other"))
    assert "CORE-10 (Other)" in wording.for_client(other)
