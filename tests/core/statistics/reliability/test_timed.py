"""Agreement in time: with no tolerance it is Cohen's kappa; matchings against a search of all."""

import math
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.core.statistics.reliability.kappa import cohen_kappa
from attune.core.statistics.reliability.ratings import read
from attune.core.statistics.reliability.timed import Event, match_events, timed_kappa
from tests.core.statistics.degenerate import refused

CODES = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("abc")), min_size=2, max_size=12)


@settings(max_examples=40)
@given(CODES)
def test_without_tolerance_it_is_cohens_kappa(pairs):
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    if len({*first, *second}) == 1:
        with refused("every rating is the same"):
            timed_kappa(first, second, 0)
        return
    told = timed_kappa(first, second, 0)
    expected = cohen_kappa(read(pairs)).estimate
    assert (told.first, told.second, told.mean) == pytest.approx((expected,) * 3, abs=1e-12)


def test_a_late_change_of_code_agrees_within_the_tolerance():
    told = timed_kappa("aaaabbbb", "aaaaabbb", 1)
    assert (told.first, told.second) == (1, 1)
    assert timed_kappa("aaaabbbb", "aaaaabbb", 0).mean == pytest.approx(0.75)
    # From the second's side all moments are a and agree, which chance would give as well.
    with refused("every rating is the same"):
        timed_kappa("aabaaa", "aaaaaa", 1)


def test_sides_may_differ():
    told = timed_kappa("abababab", "aaaabbbb", 1)
    assert told.first != told.second
    assert told.mean == (told.first + told.second) / 2


def test_moments_that_do_not_belong_together_are_refused():
    with refused("did not code the same time units"):
        timed_kappa("ab", "abc", 1)
    with refused("did not code the same time units"):
        timed_kappa("", "", 1)
    with refused("the tolerance is below zero"):
        timed_kappa("ab", "ab", -1)


EVENTS = st.lists(
    st.builds(Event, st.integers(0, 12), st.sampled_from(["smile", "look"])), max_size=4
)


@settings(max_examples=40)
@given(EVENTS, EVENTS, st.integers(0, 4))
def test_matching_is_the_best_of_all(first, second, tolerance):
    if not first and not second:
        with refused("nobody noted an event"):
            match_events(first, second, tolerance)
        return
    few, many = sorted((first, second), key=len)
    best = (0, 0.0)
    for order in permutations(many, len(few)):
        near = [
            abs(a.time - b.time)
            for a, b in zip(few, order, strict=True)
            if a.code == b.code and abs(a.time - b.time) <= tolerance
        ]
        best = min(best, (-len(near), sum(near)))
    told = match_events(first, second, tolerance)
    assert len(told.pairs) == -best[0]
    assert told.apart * len(told.pairs) == pytest.approx(best[1])
    assert told.agreement == pytest.approx(2 * len(told.pairs) / (len(first) + len(second)))
    for one, other in told.pairs:
        assert first[one].code == second[other].code
        assert abs(first[one].time - second[other].time) <= tolerance


@pytest.mark.parametrize(
    ("time", "tolerance", "says"),
    [
        (math.nan, 1, "a time is not a finite number"),
        (1, math.inf, "the tolerance is not a finite number"),
        (1, -1, "the tolerance is below zero"),
    ],
)
def test_no_time_and_no_tolerance_are_refused(time, tolerance, says):
    with refused(says):
        match_events([Event(time, "smile")], [], tolerance)
