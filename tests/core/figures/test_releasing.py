"""A subject's part of a release: what leaves is what the rules let out, and says no more over several releases."""

from dataclasses import replace

import pytest

from attune.core.figures import releasing
from attune.core.figures.releasing import Counted, Earlier, draft, published, table_of
from attune.core.figures.tables import BREAKDOWNS, FOLLOW_UPS, summed
from attune.core.statistics.disclosure.attacker import pinned
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.disclosure.tables import EVERYBODY, Release
from attune.core.statistics.effects import mean_change
from attune.core.statistics.errors import CannotComputeError
from tests.core.figures.drafts import CORE_10, YEARS, counted, records

RULES = Rules()


@pytest.fixture(scope="module")
def made():
    return draft("2026-11", CORE_10, counted(records()), YEARS)


@pytest.fixture(scope="module")
def again(made):
    """A month later, with a few more episodes."""
    more = counted(records(380))
    return draft("2026-12", CORE_10, more, YEARS, [Earlier("2026-11", made.part, made.reasons)])


def test_every_table_is_there(made):
    places = [(table.by, table.later) for table in made.part.tables]
    assert places == [(by, "end") for by in BREAKDOWNS] + [
        ((), later) for later in sorted(FOLLOW_UPS)
    ]


def test_counts_are_rounded_or_hidden_with_a_reason(made):
    release = published(made.part, "2026-11")
    hidden = {cell for cell, value in release.values.items() if value is None}
    assert hidden == made.reasons.keys()
    assert Reason.SMALL in made.reasons.values()
    assert all(value >= 10 or value == 10 for value in release.values.values() if value is not None)
    assert all(value % 5 == 0 for value in release.values.values() if value is not None)
    true = sum(tally.due for tally in counted(records()).groups[()][()].values())
    assert abs(release.values[EVERYBODY] - true) <= 2


def test_attacker_finds_nothing_that_is_protected(made, again):
    releases = [published(made.part, "2026-11"), published(again.part, "2026-12")]
    own = {"2026-11": made.reasons, "2026-12": again.reasons}
    found = pinned(releases, RULES)
    assert [one for one in found if own[one.release][one.cell] is not Reason.COMPLEMENTARY] == []


def test_attacker_finds_a_count_where_rounding_is_taken_away(made):
    """The test of the test: the true margins and all but one small cell are shown."""
    counts = {"all": 18, "a": 12, "b": None}
    table = releasing.Published(
        {"region": ("a", "b")},
        {
            EVERYBODY: counts["all"],
            frozenset({("region", "a")}): counts["a"],
            frozenset({("region", "b")}): counts["b"],
        },
    )
    (found,) = pinned([Release("x", (table,))], Rules(base=1))
    assert (found.low, found.high) == (6, 6)


def test_figures_are_of_the_true_sums(made):
    services = counted(records()).groups[()][()]
    true = mean_change(summed(services).sums().paired())
    values = made.part.overall.values
    assert values.change.estimate == pytest.approx(-true.estimate, abs=0.101)
    assert values.since == "2026-11"
    assert made.part.model is not None
    assert made.part.model.pairs == values.pairs


def test_two_way_tables_have_no_figures(made):
    table = made.part.table(("region", "setting"))
    assert table.standings == ()
    assert {row.values for row in table.rows} == {None}
    assert set(table_of(made.part, table).dimensions) == {"region", "setting"}


def test_figures_of_few_new_pairs_are_those_of_before(made, again):
    assert again.part.overall.values == made.part.overall.values
    assert again.part.model == made.part.model
    known = [table for table in again.part.tables if table.standings]
    for table in known:
        for row in table.rows:
            if row.values is not None and row.values.since == "2026-11":
                before = next(
                    one
                    for one in made.part.table(table.by, table.later).rows
                    if one.category == row.category
                )
                assert row.values == before.values


def test_figures_of_many_new_pairs_are_new(made):
    later = draft(
        "2027-01",
        CORE_10,
        counted(records(600)),
        YEARS,
        [Earlier("2026-11", made.part, made.reasons)],
    )
    assert later.part.overall.values.since == "2027-01"
    assert later.part.model.since == "2027-01"


def test_values_that_vanished_for_a_release_are_compared_with_the_last_that_were_given(made):
    bare = replace(
        made.part,
        tables=tuple(
            replace(table, rows=tuple(replace(row, values=None) for row in table.rows))
            for table in made.part.tables
        ),
    )
    earlier = [Earlier("2026-11", made.part, made.reasons), Earlier("2026-12", bare, made.reasons)]
    again = draft("2027-01", CORE_10, counted(records()), YEARS, earlier)
    assert again.part.overall.values == made.part.overall.values


def test_subject_with_too_few_is_not_released():
    few = [one for one in records() if one["service"] == records()[0]["service"]]
    assert draft("2026-11", CORE_10, counted(few), YEARS) is None


def test_course_of_a_year_that_the_tables_lack_is_refused():
    with pytest.raises(CannotComputeError, match="of a kind"):
        draft("2026-11", CORE_10, counted(records()), (2024,))


def test_figures_of_one_service_are_not_shown(made):
    """All of a region's pairs but a few are of one service; its counts are hidden then, or its figures."""
    alone = {"a": next(iter(counted(records()).groups["region",]["london",].values()))}
    groups = dict(counted(records()).groups)
    groups["region",] = {**groups["region",], ("london",): alone}
    making = releasing._Making("x", CORE_10, YEARS, (), RULES)
    row = made.part.table(("region",)).rows[0]
    found = making._with_figures(row, (("region",), "end"), alone)
    assert (found.values, found.reason) == (None, releasing.FEW_SERVICES)


def test_part_that_lacks_a_margin_can_not_be_attacked(made):
    table = made.part.table(("region",))
    with pytest.raises(ValueError, match="lacks"):
        table_of(replace(made.part, tables=(table,)), table)


def test_nothing_counted_gives_nothing():
    assert draft("2026-11", CORE_10, Counted({}), YEARS) is None
