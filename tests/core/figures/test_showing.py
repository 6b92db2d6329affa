"""Which figures are shown: what published counts prove, and nothing that they don't."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.figures import showing
from attune.core.figures.released import Interval, Row, Values
from attune.core.figures.showing import (
    Pairs,
    left_out,
    pairs_of,
    repeated,
    with_shares,
    with_values,
)
from attune.core.figures.tally import Tally
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.effects import mean_change, paired, smcr
from attune.core.statistics.estimate import Estimate
from tests.core.figures.drafts import CORE_10

RULES = Rules()
NAMES = ("unpaired", "worsened", "unchanged", "improved")


def row(*numbers, category=("london",)):
    return Row(category, dict(zip(("all", *NAMES), numbers, strict=True)))


def values(pairs, since="2026-10"):
    return Values(pairs, 1.0, 2.0, Interval(1, 0, 2), Interval(1, 0, 2), since)


def valued(pairs, *numbers, category=("london",), since="2026-10"):
    counts = dict(zip(("all", *NAMES), numbers, strict=True))
    return Row(category, counts, pairs, values=values(pairs, since))


# --- how many pairs -------------------------------------------------------------------------------
@given(st.lists(st.integers(0, 60), min_size=4, max_size=4), st.lists(st.booleans(), min_size=5))
def test_pairs_lie_between_what_the_counts_tell(numbers, hides):
    true = {"all": sum(numbers), **dict(zip(NAMES, numbers, strict=True))}
    published = {
        name: None if hide or number < RULES.least else RULES.rounded(number)
        for (name, number), hide in zip(true.items(), hides, strict=False)
    }
    found = pairs_of(published, RULES)
    pairs = sum(numbers[1:])
    assert found.low <= pairs
    assert found.high is None or pairs <= found.high
    assert (found.high is None) == (published["all"] is None and None in [*published.values()][2:])
    if found.about is not None:
        assert abs(found.about - pairs) <= 6  # three parts, or two, each off by two at most


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((100, 20, 10, 30, 40), Pairs(76, 84, 80)),
        ((100, 20, None, 30, 40), Pairs(76, 84, 80)),
        ((100, None, None, 30, 40), Pairs(66, 102, None)),
        ((100, None, 10, 30, 40), Pairs(74, 86, 80)),
        ((None, 20, None, 30, 40), Pairs(66, None, None)),
        ((None, None, 10, 30, 40), Pairs(74, 86, 80)),
        ((None, None, None, None, None), Pairs(0, None, None)),
    ],
)
def test_pairs_are_worked_out_of_whichever_counts_are_there(numbers, found):
    assert pairs_of(row(*numbers).counts, RULES) == found


# --- rounding -------------------------------------------------------------------------------------
@given(st.integers(8, 5000))
def test_sum_of_scores_is_known_to_a_tenth_of_the_range_at_best(pairs):
    step = showing.unit(CORE_10, pairs)
    tenth = showing.SHARE * (CORE_10.high - CORE_10.low)
    finer = [one for one in showing.STEPS if one < step]
    assert pairs * step / 2 >= tenth
    assert not finer or pairs * finer[-1] / 2 < tenth


def test_unit_has_an_end():
    assert showing.unit(CORE_10, 1) == 10
    assert showing.unit(CORE_10.__class__(**{**vars(CORE_10), "high": 9000}), 8) == 100
    assert showing.standard_unit(0.1, 4.0) == 0.05
    assert showing.standard_unit(100.0, 0.001) == 10


def test_interval_is_as_far_to_either_side_and_covers_no_less():
    found = showing.interval(Estimate(1.26, 0.1, 1.01, 1.49), 0.5)
    assert found == Interval(1.5, 1.0, 2.0)
    assert showing.interval(Estimate(1.0, 0.5, 0.5, 1.5), 0.5) == Interval(1.0, 0.5, 1.5)
    assert showing.interval(Estimate(1.0, 0.5, 0.5, 1.5), 0.5, 1.5) == Interval(1.5, 0.5, 2.5)
    assert math.copysign(1, showing.rounded(-0.04, 0.1)) == 1


ALIKE = {str(number): Tally(unpaired=1, unchanged=1, improved=1) for number in range(40)}


# --- rows -----------------------------------------------------------------------------------------
def test_shares_are_of_the_rounded_counts():
    found = with_shares(row(100, 20, 10, 30, 40), RULES, ALIKE)
    assert found.pairs == 80
    assert found.complete.estimate == 0.8
    assert found.improved.estimate == 0.5
    assert found.worsened.estimate == 0.12
    assert found.improved.low == 0.39  # Wilson's interval of 40 of 80, with t of 39 degrees: 0.3897
    assert found.improved.high == 0.61


def test_share_of_services_that_differ_is_less_sure():
    """Half of the services have everybody improved, half nobody: 80 people tell as much as 40 services do."""
    apart = {
        str(number): Tally(improved=2 * (number % 2), unchanged=2 * (1 - number % 2))
        for number in range(40)
    }
    found = with_shares(row(100, 20, 0, 40, 40), RULES, apart).improved
    # variance k/(k-1)·Σu²/n² = 40/39·40/6400, over 0.25/80: 2.05, in halves 2.5; Wilson at 32 people with t of 39 degrees
    assert (found.estimate, found.low, found.high) == (0.5, 0.33, 0.67)


def test_share_of_a_hidden_count_is_not_told():
    found = with_shares(row(None, None, 10, 30, 40), RULES, ALIKE)
    assert (found.pairs, found.complete) == (80, None)
    assert with_shares(row(100, 20, None, 30, 40), RULES, ALIKE).worsened is None
    unjudged = with_shares(Row((), {"all": 50, "unpaired": 10, "unjudged": 40}), RULES, ALIKE)
    assert (unjudged.pairs, unjudged.improved) == (40, None)
    assert showing._share(10, 0, ALIKE, "improved", "judged") is None
    alone = {"a": Tally(improved=40, unchanged=40)}
    assert showing._share(40, 80, alone, "improved", "judged") is None


@pytest.mark.parametrize(
    "numbers", [(15, None, None, None, 10), (25, 15, None, None, None), (None,) * 5]
)
def test_row_with_too_few_pairs_says_so(numbers):
    found = with_shares(row(*numbers), RULES, ALIKE)
    assert (found.pairs, found.reason) == (None, showing.FEW)


def test_figure_of_too_few_services_is_not_shown():
    many = {name: Tally(improved=10, before=100, after=50) for name in "abc"}
    assert not showing.is_alone(many, RULES)
    assert showing.is_alone({name: many[name] for name in "ab"}, RULES)
    assert showing.is_alone({**many, "a": Tally(improved=500)}, RULES)


def test_figure_whose_sum_is_of_one_service_is_not_shown():
    """Ten pairs each, but nearly all points are of one."""
    most = {
        "a": Tally(improved=10, before=9000),
        "b": Tally(improved=10, before=1),
        "c": Tally(improved=10),
    }
    assert showing.is_alone(most, RULES)


def pairs_tally(before, after, improved):
    return Tally(
        improved=improved,
        unchanged=len(before) - improved,
        before=sum(before) * 1000,
        after=sum(after) * 1000,
        before_squared=sum(one**2 for one in before) * 10**6,
        after_squared=sum(one**2 for one in after) * 10**6,
        product=sum(one * two for one, two in zip(before, after, strict=True)) * 10**6,
    )


def test_values_are_those_of_all_services_together():
    before, after = [*range(10, 30)] * 2, [*range(5, 25), *range(8, 28)]
    services = {
        "a": pairs_tally(before[:20], after[:20], 9),
        "b": pairs_tally(before[20:], after[20:], 9),
    }
    shown = Row(
        (), {"all": 40, "unpaired": None, "worsened": None, "unchanged": 20, "improved": 20}, 40
    )
    found = with_values(shown, CORE_10, services, "2026-11").values
    group = paired(before, after)
    assert (found.before, found.after, found.pairs, found.since) == (19.6, 16.0, 40, "2026-11")
    assert found.before == pytest.approx(group.mean_pre, abs=0.101)
    assert found.change.estimate == 3.6  # what the means that are told differ by
    assert found.change.low <= -mean_change(group).ci_ub
    assert found.change.high >= -mean_change(group).ci_lb
    assert found.effect.estimate == pytest.approx(-smcr(group).estimate, abs=0.025)
    later = with_values(shown, CORE_10, services, "2026-11", is_end=False).values
    assert (later.before, later.after) == (None, None)
    assert later.change.estimate == pytest.approx(-mean_change(group).estimate, abs=0.101)


def test_values_that_do_not_differ_are_not_computed():
    alike = {"a": pairs_tally([10] * 20, [10] * 20, 0)}
    found = with_values(Row((), {}, 20), CORE_10, alike, "2026-11")
    assert (found.values, found.reason) == (None, showing.ALIKE)
    nothing = Row((), {})
    assert with_values(nothing, CORE_10, alike, "2026-11") is nothing


# --- not by their difference ----------------------------------------------------------------------
def test_values_are_repeated_until_enough_pairs_came_for_certain():
    before = valued(80, 100, 20, 10, 30, 40)
    for numbers, again in [
        ((100, 20, 10, 30, 40), True),
        ((110, 20, 10, 35, 45), True),  # 94 at the most before, 86 at the least now
        ((120, 20, 10, 40, 50), False),
        ((80, 20, 10, 20, 30), False),
        ((95, 20, 10, 30, 35), True),
    ]:
        now = valued(80, *numbers, since="2026-11")
        assert (repeated(now, before, RULES).values.since == "2026-10") is again, numbers


def test_values_are_repeated_where_nobody_can_say_how_many_pairs_there_were():
    known, unknown = valued(80, 100, 20, 10, 30, 40), valued(80, None, None, None, 30, 40)
    assert repeated(known, unknown, RULES).values is unknown.values
    assert repeated(unknown, known, RULES).values is known.values


def test_values_that_were_never_given_are_new():
    now = valued(80, 100, 20, 10, 30, 40)
    assert repeated(now, None, RULES) is now
    assert repeated(now, row(100, 20, 10, 30, 40), RULES) is now
    few = row(*[None] * 5)
    assert repeated(few, now, RULES) is few


def test_row_is_left_out_where_the_rest_would_be_too_few():
    whole = valued(90, 100, 10, 10, 30, 50, category=())
    large = valued(55, 60, None, 10, 20, 25, category=("london",))
    small = valued(30, 35, None, None, 15, 15, category=("wales",))
    hidden = row(*[None] * 5, category=("scotland",))
    found = left_out(whole, [large, small, hidden], RULES)
    assert [one.values is None for one in found] == [False, True, True]
    assert found[1].reason == showing.REST


def test_rows_that_all_have_values_stay():
    whole = valued(90, 100, 10, 10, 30, 50, category=())
    rows = [valued(45, 50, None, 10, 15, 20), valued(45, 50, None, 10, 15, 20, category=("wales",))]
    assert left_out(whole, rows, RULES) == rows
    assert left_out(row(*[None] * 5), [rows[0], row(*[None] * 5)], RULES)[0] is rows[0]


def test_rows_stay_where_the_rest_is_enough():
    whole = valued(290, 300, 10, 10, 130, 150, category=())
    rows = [valued(55, 60, None, 10, 20, 25), row(*[None] * 5, category=("wales",))]
    assert left_out(whole, rows, RULES) == rows


def test_rows_go_where_nobody_can_say_how_many_they_are():
    whole = valued(290, 300, 10, 10, 130, 150, category=())
    endless = valued(80, None, None, None, 30, 40)
    found = left_out(whole, [endless, row(*[None] * 5, category=("wales",))], RULES)
    assert found[0].values is None


def test_each_reason_is_said_in_words():
    said = {showing.why(reason, RULES) for reason in Reason}
    assert len(said) == len(Reason)
    assert "Fewer than 8." in said
