"""Why a count is hidden, in words."""

import pytest

from attune.core.statistics.disclosure.explanation import why
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.disclosure.tables import EVERYBODY

HOME = frozenset({("setting", "home")})


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (Reason.SMALL, "counts below 8 are not shown."),
        (Reason.FEW_SERVICES, "it comes from fewer than 3 services."),
        (Reason.DOMINANT, "one service holds more than 85% of it."),
        (Reason.COMPLEMENTARY, "with it, another hidden count could be worked out."),
    ],
)
def test_reason_is_said_without_the_count(reason, says):
    assert why(HOME, reason) == f"setting home: hidden, because {says}"


def test_reason_takes_its_numbers_from_the_rules():
    assert "below 10" in why(HOME, Reason.SMALL, Rules(least=10))


def test_cell_that_is_hidden_for_others_names_them():
    told = why(EVERYBODY, Reason.COMPLEMENTARY, protects=[("2026-10", HOME), ("2026-11", HOME)])
    assert told.endswith(
        "with it, setting home in 2026-10; setting home in 2026-11 could be worked out."
    )
