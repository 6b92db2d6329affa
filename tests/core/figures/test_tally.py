"""Tallies: every course in one part, sums in whole numbers, and no difference that order makes."""

from itertools import permutations

import pytest
from hypothesis import given, settings

from attune.core.figures.tally import (
    STANDINGS,
    Subject,
    Tally,
    counting,
    pairs_of,
    tallied,
    thousandths,
    total,
)
from attune.core.records.contract import faults
from attune.core.statistics.effects import paired
from tests.core.figures.records import THRESHOLDS, episodes, number, record

SELF = Subject("core-10", "total", "self", "end")
RULE = {("core-10", "1.0.0", "total"): (-1, 6000)}


def only(records, **asked):
    found = tallied(records, thresholds=RULE, **asked)
    assert list(found) == [(SELF._replace(later=asked.get("later", "end")), ())]
    return found.popitem()[1]


@pytest.mark.parametrize(
    ("after", "standing"),
    [
        (14.0, "improved"),
        (14.001, "unchanged"),
        (20.0, "unchanged"),
        (25.999, "unchanged"),
        (26.0, "worsened"),
    ],
)
def test_pair_stands_where_its_change_puts_it(after, standing):
    tally = only([record(), record(occasion="end", months=4, score=after)])
    assert {name: getattr(tally, name) for name in STANDINGS} == {
        **dict.fromkeys(STANDINGS, 0),
        standing: 1,
    }
    assert (tally.started, tally.due, tally.paired, tally.judged) == (1, 1, 1, 1)


def test_higher_scores_are_better_where_the_rule_says_so():
    records = [record(), record(occasion="end", score=30.0)]
    found = tallied(records, thresholds={("core-10", "1.0.0", "total"): (1, 6000)})
    assert found[SELF, ()].improved == 1


def test_pair_without_a_published_change_is_not_judged():
    found = tallied([record(), record(occasion="end", score=1.0)], thresholds={})
    assert found[SELF, ()] == Tally(
        unjudged=1,
        before=20_000,
        after=1000,
        before_squared=400_000_000,
        after_squared=1_000_000,
        product=20_000_000,
    )


@pytest.mark.parametrize(
    ("end", "part"), [("open", "open"), ("planned", "unpaired"), ("unplanned", "unpaired")]
)
def test_course_without_a_later_score_waits_or_has_none(end, part):
    tally = only([record(end=end), record(end=end, occasion="cycle", score=1.0)])
    assert tally == Tally(**{part: 1})
    assert (tally.started, tally.due) == (1, 0 if end == "open" else 1)


def test_course_without_a_start_is_not_counted():
    assert tallied([record(occasion="end")], thresholds=RULE) == {}


def test_follow_up_is_compared_with_the_start():
    records = [
        record(),
        record(occasion="end", score=10.0),
        record(occasion="follow-up-6", score=12.0),
    ]
    assert only(records, later="follow-up-6").after == 12_000


def test_first_start_and_last_end_count_in_any_order():
    records = [
        record(months=1, score=3.0),
        record(months=0, score=9.0, version="1.10.0"),
        record(months=0, score=9.0, version="1.0.0"),
        record(occasion="end", months=2, score=5.0),
        record(occasion="end", months=2, score=6.0),
    ]
    for order in permutations(records):
        assert only(order) == Tally(
            unchanged=1,
            before=9000,
            after=6000,
            before_squared=81_000_000,
            after_squared=36_000_000,
            product=54_000_000,
        )


@settings(max_examples=5)
@given(episodes(most=2))
def test_drawn_records_hold_to_the_contract(drawn):
    assert [faults(one) for episode in drawn for one in episode if faults(one)] == []


@settings(max_examples=25)
@given(episodes())
def test_one_record_of_each_course_and_occasion_counts(drawn):
    records = [one for episode in drawn for one in episode]
    names = ("service", "episode", "pair", "measure", "scale", "respondent", "occasion")
    places = [tuple(one[name] for name in names) for one in records]
    found = counting(records)
    assert [one for one, _ in found] == records
    for place in set(places):
        mine = [number for number, each in enumerate(places) if each == place]
        (chosen,) = (number for number in mine if found[number][1])
        ranks = [(one["months"], one["score"], one["version"]) for one in records]
        extreme = min if place[-1] == "start" else max
        assert ranks[chosen] == extreme(ranks[number] for number in mine)


def test_relationships_respondents_and_services_are_courses_of_their_own():
    records = [
        record(),
        record(pair=2),
        record(respondent="parent"),
        record(service=number(9)),
    ]
    found = tallied(records, thresholds=RULE)
    assert found[SELF, ()].started == 3
    assert found[SELF._replace(respondent="parent"), ()].started == 1


def test_breakdown_has_a_tally_for_each_combination_of_categories():
    records = [record(), record(episode=number(8), cycles=15, year=2024, region="london")]
    found = tallied(records, by=("region", "dose", "year"), thresholds=RULE)
    assert {categories: tally.started for (_, categories), tally in found.items()} == {
        ("wales", "3-4", "2025"): 1,
        ("london", "7-or-more", "2024"): 1,
    }


@settings(max_examples=25)
@given(episodes(service=2), episodes(service=3))
def test_tallies_of_services_add_up_to_the_tally_of_all(one, other):
    ones, others = ([each for episode in part for each in episode] for part in (one, other))
    parts = [tallied(part, thresholds=THRESHOLDS) for part in (ones, others)]
    whole = tallied([*others, *ones], thresholds=THRESHOLDS)
    for key in {*parts[0], *parts[1], *whole}:
        assert total(part.get(key, Tally()) for part in parts) == whole.get(key, Tally())


def test_sums_in_points_are_those_of_the_scores():
    before, after = [20.5, 7.125, 3.0], [9.0, 7.0, 4.5]
    records = [
        each
        for which, (first, last) in enumerate(zip(before, after, strict=True))
        for each in (
            record(episode=number(which), score=first),
            record(episode=number(which), occasion="end", score=last),
        )
    ]
    found, wanted = only(records).sums().paired(), paired(before, after)
    assert found.n == wanted.n
    for name in ("mean_pre", "mean_post", "sd_pre", "sd_post", "correlation"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name), rel=1e-12)


def test_scores_are_whole_thousandths():
    assert [thousandths(score) for score in (0.001, -1000, 999.999, 4.35)] == [
        1,
        -1_000_000,
        999_999,
        4350,
    ]


def test_numbers_of_a_tally_go_by_name():
    numbers = Tally(open=2, after=-3).as_numbers()
    assert Tally(**numbers) == Tally(open=2, after=-3)
    assert (numbers["open"], numbers["after"], len(numbers)) == (2, -3, 11)


def test_pairs_are_the_records_that_count_at_both_ends():
    known = [
        record(score=20.0),
        record(score=21.0, months=1),  # a second start, which does not count
        record(occasion="end", months=4, score=12.0),
        record(occasion="end", months=5, score=11.0),
        record(occasion="follow-up-3", months=8, score=10.0),
        record(episode=number(40)),
        record(episode=number(41), occasion="end", months=4),
        record(measure="phq-9"),
        record(measure="phq-9", occasion="end", months=4),
    ]
    subject = ("core-10", "total", "self")
    assert pairs_of(known, subject) == [(known[0], known[3])]
    assert pairs_of(known, subject, "follow-up-3") == [(known[0], known[4])]
    assert pairs_of(known, subject, "follow-up-12") == []
