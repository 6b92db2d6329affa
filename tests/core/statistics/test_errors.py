"""The refusal reads as a sentence."""

from attune.core.statistics.errors import CannotComputeError


def test_a_refusal_says_why_in_one_sentence():
    refusal = CannotComputeError("there is one rater")
    assert str(refusal) == "Cannot be computed, because there is one rater."
    assert refusal.reason == "there is one rater"
