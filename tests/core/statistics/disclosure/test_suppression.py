"""What is hidden so that nothing hidden can be worked out."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from attune.core.statistics.disclosure.attacker import pinned
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.disclosure.suppression import publication, publish
from attune.core.statistics.disclosure.tables import (
    EVERYBODY,
    Count,
    Published,
    Release,
    cells,
    counted,
    said,
)
from attune.core.statistics.errors import CannotComputeError
from tests.core.statistics.disclosure.nation import months

EXACT = Rules(base=1, services=1, dominance=1)
PLANE = {"region": ("A", "B", "C"), "setting": ("home", "clinic")}
YEARS = {"region": ("A", "B", "C"), "year": ("1", "2")}


def table(dimensions, numbers):
    """Counts of many small services, from the numbers of the finest cells in their order."""
    finest = [cell for cell in cells(dimensions) if len(cell) == len(dimensions)]
    known = dict(zip(finest, numbers, strict=True))
    sums = {cell: sum(n for each, n in known.items() if cell <= each) for cell in cells(dimensions)}
    return {cell: Count(number, number, min(number, 1)) for cell, number in sums.items()}


def extra(reasons):
    return sorted(said(cell) for cell, why in reasons.items() if why is Reason.COMPLEMENTARY)


def test_small_count_alone_in_its_row_takes_its_cheapest_neighbours_along():
    """By hand: A home is 3. Its row and its column each need one more, and so does where these meet."""
    counts = table(PLANE, [3, 50, 20, 60, 30, 90])
    release, reasons = publish("1", [(PLANE, counts)], rules=EXACT)
    assert extra(reasons) == [
        "region A, setting clinic",
        "region B, setting clinic",
        "region B, setting home",
    ]
    assert pinned([release], EXACT) == []
    assert release.values[EVERYBODY] == 253


def test_rounding_by_itself_protects_and_nothing_more_is_hidden():
    counts = table(PLANE, [3, 50, 20, 60, 30, 90])
    release, reasons = publish("1", [(PLANE, counts)], rules=Rules(services=1))
    assert extra(reasons) == []
    assert [reasons[cell] for cell in reasons] == [Reason.SMALL]
    assert release.values[EVERYBODY] == 255


def test_two_tables_protect_each_other():
    first, second = (
        table(PLANE, [30, 3, 40, 40, 50, 50]),
        table(YEARS, [20, 13, 40, 40, 50, 50]),
    )
    release, reasons = publish("1", [(PLANE, first), (YEARS, second)], rules=EXACT)
    assert pinned([release], EXACT) == []
    assert frozenset({("region", "A"), ("setting", "clinic")}) in reasons


def test_difference_between_two_releases_is_protected():
    """By hand: of 42 people B has 2, hidden, and A with it. Of 44 people 40 are of A and 4 of B, nothing
    small; but where counts only grow, A was 40 at most, so that B was 2 to 4 before: known too well."""
    rules = replace(EXACT, least=3)
    line = {"region": ("A", "B")}
    first = publish("1", [(line, table(line, [40, 2]))], rules=rules, growing=True)
    assert extra(first[1]) == ["region A"]
    later = [(line, table(line, [40, 4]))]
    assert publish("2", later, rules=rules)[1] == {}
    second = publish("2", later, rules=rules, growing=True, earlier=[first])
    assert extra(second[1]) != []
    alone = [
        one for one in pinned([first[0], second[0]], rules, growing=True) if one.release == "1"
    ]
    assert [said(one.cell) for one in alone if first[1][one.cell] is Reason.SMALL] == []


def test_what_was_given_away_before_can_not_be_taken_back():
    line = {"region": ("A", "B")}
    shown = {EVERYBODY: 20, frozenset({("region", "A")}): 17, frozenset({("region", "B")}): None}
    careless = Release("1", (Published(line, shown),))
    bare = {frozenset({("region", "B")}): Reason.SMALL}
    with pytest.raises(CannotComputeError, match="2 can't be protected"):
        publish(
            "2",
            [(line, table(line, [18, 3]))],
            rules=EXACT,
            earlier=[(careless, bare)],
            growing=True,
        )


def test_tables_that_count_one_cell_differently_are_refused():
    line = {"region": ("A", "B")}
    tables = [(line, table(line, [40, 9])), (line, table(line, [40, 10]))]
    with pytest.raises(CannotComputeError, match="two tables count everybody differently"):
        publish("1", tables)


def records(chance, number):
    for _each in range(number):
        yield (
            {
                "region": chance.choice("AAAAABBBC"),
                "setting": chance.choice(("home", "home", "clinic")),
                "year": chance.choice("12"),
            },
            chance.choice("abcdefg"),
        )


@pytest.mark.parametrize(("rules", "months"), [(Rules(), 4), (replace(EXACT, services=2), 2)])
def test_attacker_pins_nothing_over_growing_releases(rules, months):
    chance, seen, earlier = random.Random(7), [], []
    for month in range(months):
        seen += list(records(chance, 25))
        tables = [(one, counted(one, seen)) for one in (PLANE, YEARS)]
        earlier.append(publish(str(month), tables, earlier=earlier, rules=rules, growing=True))
    weak = pinned([release for release, _why in earlier], rules, growing=True)
    own = [dict(why) for _release, why in earlier]
    bare = [one for one in weak if own[int(one.release)][one.cell] is not Reason.COMPLEMENTARY]
    assert bare == []
    assert any(why for why in own)


def test_attacker_finds_what_a_sabotaged_release_gives_away():
    """The test of the test: the same tables, with nothing but the small counts hidden."""
    counts = table(PLANE, [3, 50, 20, 60, 30, 90])
    small = {cell: None if count.number < 8 else count.number for cell, count in counts.items()}
    (found,) = pinned([Release("1", (Published(PLANE, small),))], EXACT)
    assert (said(found.cell), found.low, found.high) == ("region A, setting home", 3, 3)


def published(tables_of_months, *, growing):
    """A publication for each month, each after those before it."""
    found = []
    for month, tables in enumerate(tables_of_months, start=1):
        found.append(
            publication(
                f"{month:02}",
                tables,
                earlier=[(one.release, one.reasons) for one in found],
                growing=growing,
                counts=[one.counts for one in found],
                solutions=found[-1].solutions if found else (),
            )
        )
    return found


def given_away(publications, *, growing):
    """What the attacker pins, of the counts that are hidden for their own sake."""
    of_name = {one.release.name: one for one in publications}
    weak = pinned(
        [one.release for one in publications],
        growing=growing,
        counts=[one.counts for one in publications],
    )
    return [
        (one, of_name[one.release].counts[one.cell])
        for one in weak
        if of_name[one.release].reasons[one.cell] is not Reason.COMPLEMENTARY
    ]


def test_attacker_pins_no_count_below_8_over_growing_releases_of_the_nation():
    found = published(months(1, number=4), growing=True)
    assert sum(count < 8 for one in found for count in one.counts.values()) > 100
    assert given_away(found, growing=True) == []


def test_attacker_pins_no_count_below_8_over_24_releases_with_records_withdrawn():
    found = published(months(2, withdrawn=20), growing=False)
    assert any(
        before.counts[cell] > after.counts[cell]
        for before, after in pairwise(found)
        for cell in before.counts
    )
    assert given_away(found, growing=False) == []


def test_attacker_finds_what_one_cell_shown_by_mistake_gives_away():
    """The test of the test: a protected release of the nation, and of what it hides for others' sake one cell shown."""
    tables = [next(months(1, number=1))[2]]
    rules = replace(EXACT, services=3, dominance=0.85)
    one = publication("1", tables, rules=rules)
    assert pinned([one.release], rules, counts=[one.counts]) == []
    cell = min(one.protects, key=said)
    protected = {other for _name, other in one.protects[cell]}
    shown = {cell: one.counts[cell]}
    (table,) = one.release.tables
    careless = Release("1", (Published(table.dimensions, {**table.values, **shown}),))
    weak = pinned([careless], rules)
    assert protected & {found.cell for found in weak}
    assert all(found.low <= one.counts[found.cell] <= found.high for found in weak)


def test_attacker_finds_what_small_counts_hidden_alone_give_away():
    """The test of the test, over three releases: nothing rounded, no further cell hidden."""
    every = [table for (table, *_rest) in months(1, number=3)]
    releases = [
        Release(
            str(number),
            (
                Published(
                    dimensions,
                    {
                        cell: None if count.number < 8 else count.number
                        for cell, count in counts.items()
                    },
                ),
            ),
        )
        for number, (dimensions, counts) in enumerate(every)
    ]
    counts = [{cell: count.number for cell, count in found.items()} for _dimensions, found in every]
    weak = pinned(releases, EXACT, growing=True, counts=counts)
    assert weak
    assert all(one.low <= counts[int(one.release)][one.cell] <= one.high for one in weak)
    assert any(one.is_exact() for one in weak)


def test_cell_hidden_for_others_names_them():
    one = publication("1", [(PLANE, table(PLANE, [3, 50, 20, 60, 30, 90]))], rules=EXACT)
    home = frozenset({("region", "A"), ("setting", "home")})
    assert len(one.protects) == 3
    assert {place for places in one.protects.values() for place in places} == {("1", home)}
