"""What is counted for a release: the same as plain Python counts of the records that services gave."""

import pytest

from attune.web.national.tallying import tallied
from tests.core.figures.drafts import counted
from tests.factories import nation

pytestmark = pytest.mark.django_db


def test_everything_is_counted_as_the_records_say(national):
    given = nation.give()
    ((topic, found),) = tallied().topics
    wanted = counted(given, topic)
    assert found.groups == wanted.groups
    assert found.follow_ups == wanted.follow_ups
    assert tallied().years == (2023, 2024, 2025)
    pairs = sum(one.pairs for one in found.caseloads)
    ended = sum(one.pairs for one in wanted.caseloads)
    assert pairs == ended > 300


def test_nothing_is_counted_where_nothing_came(national):
    assert (tallied().years, tallied().topics) == ((), ())
