"""No two places are bound alike."""

from hypothesis import given
from hypothesis import strategies as st

from attune.core.vault.binding import Binding

TEXTS = st.tuples(*[st.text("ab/\0é", max_size=4)] * 4)


@given(TEXTS, TEXTS)
def test_two_places_are_bound_alike_only_when_they_are_one(one, other):
    assert (Binding(*one).to_bytes() == Binding(*other).to_bytes()) == (one == other)


def test_form_is_written_down():
    """Files of today must open tomorrow: this line may never change."""
    assert Binding("s", "cc", "", "é").to_bytes() == b"attune-1\0\1s\0\2cc\0\0\0\2\xc3\xa9"
