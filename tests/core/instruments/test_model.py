import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.instruments.model import Item, Status
from tests.core.instruments.small import small, totals_only


@given(st.integers(-5, 5), st.integers(1, 9), st.data())
def test_reversing_twice_is_the_answer_itself(minimum, width, data):
    item = Item("1", minimum, minimum + width, reversed=True)
    answer = data.draw(st.sampled_from(item.values))
    assert item.scored(item.scored(answer)) == answer
    assert item.scored(answer) in item.values


def test_item_that_is_not_reversed_counts_its_answer():
    assert Item("1", 0, 3).scored(2) == 2
    assert Item("1", 0, 3, reversed=True).scored(0) == 3


@pytest.mark.parametrize("status", Status)
def test_no_answer_is_no_number(status):
    assert Item("1", 0, 3).scored(status) is None
    spared = Item("1", 0, 3, reversed=True, if_not_applicable=2).scored(status)
    assert spared == (2 if status is Status.NOT_APPLICABLE else None)


def test_scales_that_are_entered_are_those_made_of_nothing(tmp_path):
    assert [scale.id for scale in totals_only(tmp_path).entered] == ["warmth", "worry"]


def test_measure_is_worded_when_all_its_items_are(tmp_path):
    assert small(tmp_path).worded
    assert not totals_only(tmp_path).worded
