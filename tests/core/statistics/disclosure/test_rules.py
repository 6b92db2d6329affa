"""Which counts may leave, and what a rounded one tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from attune.core.statistics.disclosure.rules import Reason, Rules, hidden
from attune.core.statistics.disclosure.tables import EVERYBODY, Count
from attune.core.statistics.errors import CannotComputeError

RULES = Rules()


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (Count(0, 0, 0), Reason.SMALL),
        (Count(7, 7, 1), Reason.SMALL),
        (Count(8, 3, 4), None),
        (Count(100, 2, 50), Reason.FEW_SERVICES),
        (Count(100, 5, 85), None),
        (Count(100, 5, 86), Reason.DOMINANT),
    ],
)
def test_count_is_hidden_for_its_own_sake(count, reason):
    assert RULES.reason(count) is reason
    assert hidden({EVERYBODY: count}, RULES) == ({EVERYBODY: reason} if reason else {})


@given(some.integers(8, 10**6))
def test_rounded_number_is_near_and_what_it_tells_is_true(number):
    value = RULES.rounded(number)
    assert value % 5 == 0
    assert abs(value - number) <= 2
    low, high = RULES.known(value)
    assert 8 <= low <= number <= high <= low + 4


def test_hidden_number_tells_nothing():
    assert RULES.known(None) == (0, None)
    assert RULES.known(10) == (8, 12)


@pytest.mark.parametrize("wrong", [{"least": 0}, {"base": 4}, {"base": 0}, {"apart": 0}])
def test_rules_that_protect_nothing_are_refused(wrong):
    with pytest.raises(CannotComputeError):
        Rules(**wrong)
