"""Which counts are hidden: those that tell of persons, and as many more as it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.figures.hiding import hidden


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"a": 8, "b": 20}, set()),
        ({"a": 7, "b": 20, "c": 30}, {"a", "b"}),  # alone it would be the whole less the rest
        ({"a": 3, "b": 4, "c": 12, "d": 30}, {"a", "b", "c"}),  # 7 together are too few as well
        ({"a": 3, "b": 5, "c": 12}, {"a", "b"}),
        ({"a": 0, "b": 20}, set()),
        ({"a": 2}, {"a"}),
        ({"a": 2, "b": 3}, {"a", "b"}),
        ({}, set()),
    ],
)
def test_small_groups_are_hidden_and_no_more_than_it_takes(counts, found):
    assert hidden(counts) == found


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60)))
def test_what_is_left_of_the_whole_is_nobody_or_enough_or_everybody(counts):
    found = hidden(counts)
    left = sum(counts[name] for name in found)
    everybody = {name for name, count in counts.items() if count}
    assert all(counts[name] >= 8 for name in everybody - found)
    assert not found or (len(found) >= 2 and left >= 8) or found == everybody
