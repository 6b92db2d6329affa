"""Tables with noise: what one episode can do to them, what they take of the budget, and what they say."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from attune.core.figures.breakdowns import DIMENSIONS
from attune.core.figures.judging import thresholds_of
from attune.core.figures.noisy import (
    COURSES,
    MOST,
    NoisyDocument,
    Plan,
    drawn,
    limits,
    lines,
    mean_change,
    read,
    slug,
)
from attune.core.figures.released import Interval
from attune.core.figures.tables import OVERALL, of_dimension, topics
from attune.core.figures.tally import Tally
from attune.core.instruments.catalogue import shipped
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.noise import spent
from tests.core.figures.bounded import bounded
from tests.core.figures.drafts import CORE_10, THRESHOLDS, records

ALL_TOPICS = topics(shipped(), thresholds_of(shipped()))
YEARS = (2023, 2024, 2025)
CORE_OM = next(one for one in ALL_TOPICS if one.measure == "core-om")
NEITHER = next(one for one in ALL_TOPICS if one.better == "neither")


def plan(thousandths=1000, chosen=(CORE_10,), by=("region", "year"), years=YEARS) -> Plan:
    return Plan("2026-11-21-abc", thousandths, tuple(chosen), tuple(by), tuple(years))


EXACT = Plan("exact", MOST, (CORE_10,), (), YEARS)
"""As little noise as there may be."""


def crowded() -> list[dict]:
    """The records of a nation, among them an episode of nine relationships whose scores are far beyond the scale."""
    known = list(records())
    one = next(each for each in known if each["occasion"] == "start" and each["end"] != "open")
    mine = [each for each in known if each["episode"] == one["episode"]]
    rest = [each for each in known if each["episode"] != one["episode"]]
    many = [
        {**one, "pair": pair, "occasion": occasion, "score": score, "months": months}
        for pair in range(1, 10)
        for occasion, score, months in (("start", 1000.0, 0), ("end", -1000.0, 6))
    ]
    assert mine
    return rest + many


# --- what one episode can do ------------------------------------------------------------------------
def true_numbers(known: list[dict], of: Plan) -> dict[tuple, list[int]]:
    """What noise would be added to, question by question, in the order of the cells of a table."""
    found = {}
    for key, counts in bounded(known, of, THRESHOLDS).items():
        topic = next(one for one in of.topics if slug(one) == key)
        for by in of.breakdowns:
            categories = [(one,) for name in by for one in of_dimension(name, of.years)] or [()]
            found[key, by] = [
                getattr(counts[by].get(category, Tally()), standing)
                for category in categories
                for standing in topic.standings
            ]
        whole = counts[OVERALL].get((), Tally())
        found[key, "change"] = [(whole.after - whole.before) * topic.sign]
    return found


def test_no_episode_moves_any_question_by_more_than_its_bound():
    """Each episode taken out, of all subjects and breakdowns; the epsilon of what moves is never more than the whole."""
    known = crowded()
    asked = plan(1000, (CORE_10, CORE_OM, NEITHER), DIMENSIONS)
    whole = true_numbers(known, asked)
    episodes = sorted({one["episode"] for one in known})
    largest = {"count": 0, "change": 0}
    crowd = next(one["episode"] for one in known if one["pair"] == 9)
    for episode in [crowd, *episodes[::12]]:
        without = true_numbers([one for one in known if one["episode"] != episode], asked)
        taken = Fraction(0)
        for (key, question), numbers in whole.items():
            moved = sum(
                abs(one - other) for one, other in zip(numbers, without[key, question], strict=True)
            )
            topic = next(one for one in asked.topics if slug(one) == key)
            is_change = question == "change"
            low, high = limits(topic)
            assert moved <= (COURSES * (high - low) if is_change else COURSES)
            kind = "change" if is_change else "count"
            largest[kind] = max(largest[kind], moved)
            scale = asked.change_scale(topic) if is_change else asked.count_scale
            taken += moved / Fraction(scale)
        assert taken <= Fraction(asked.thousandths, 1000)
    assert largest == {"count": COURSES, "change": COURSES * 40_000}  # the bounds are reached


def test_everything_that_shapes_a_table_is_fixed_before_anything_is_counted():
    """Of nothing, of few and of all records the same cells, in the same order, although one has a year and a region of its own."""
    asked = plan(500, (CORE_10, NEITHER))
    strange = {**records()[0], "year": 2001, "region": "atlantis", "version": "9.9.9"}
    shapes = []
    for known in ([], records()[:40], [*records(), strange]):
        made = drawn(asked, bounded(known, asked, THRESHOLDS))
        shapes.append(
            [
                (part.slug, table.by, [(row.category, list(row.counts)) for row in table.rows])
                for part in made.parts
                for table in part.tables
            ]
        )
    assert shapes[0] == shapes[1] == shapes[2]


# --- the budget -------------------------------------------------------------------------------------
@pytest.mark.parametrize("thousandths", [1, 3, 70, 999, MOST])
@pytest.mark.parametrize(
    ("chosen", "by"),
    [((CORE_10,), ()), ((CORE_10, NEITHER), ("region",)), (ALL_TOPICS, DIMENSIONS)],
)
def test_questions_together_take_what_was_set_aside_and_never_more(thousandths, chosen, by):
    asked = plan(thousandths, chosen, by)
    counts = spent(COURSES, asked.count_scale)
    summed = [
        spent(COURSES * 1000 * round(one.high - one.low), asked.change_scale(one)) for one in chosen
    ]
    assert asked.questions == len(chosen) * (2 + len(by))
    assert asked.spent == counts * len(chosen) * (1 + len(by)) + sum(summed)
    assert asked.spent <= Fraction(thousandths, 1000)
    assert float(asked.spent) == pytest.approx(thousandths / 1000, rel=1e-12)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"thousandths": 0}, "epsilon is not above 0 and at most 10"),
        ({"thousandths": -5}, "epsilon is not above 0 and at most 10"),
        ({"thousandths": MOST + 1}, "epsilon is not above 0 and at most 10"),
        ({"chosen": ()}, "there is no subject"),
        ({"chosen": (CORE_10, CORE_10)}, "one of them twice"),
        ({"by": ("service",)}, "a breakdown is not known"),
        ({"by": ("region", "region")}, "named twice"),
    ],
)
def test_plan_that_can_not_be_is_refused(said, says):
    with pytest.raises(CannotComputeError, match=says):
        plan(**said)


# --- what it says -----------------------------------------------------------------------------------
def test_with_little_noise_tables_say_what_was_counted():
    """Epsilon 10 on two questions: every count within its band many times over, the change within its interval."""
    counted = bounded(records(), EXACT, THRESHOLDS)
    whole = counted[slug(CORE_10)][OVERALL][()]
    made = drawn(EXACT, counted)
    (part,) = made.parts
    ((row,),) = (table.rows for table in part.tables)
    for standing in CORE_10.standings:
        assert abs(row.counts[standing] - getattr(whole, standing)) <= 12 * made.count_band
    assert abs(row.counts["all"] - whole.due) <= 12 * part.all_band
    true = (whole.before - whole.after) / whole.paired / 1000
    changes = [drawn(EXACT, counted).parts[0].change for _ in range(50)]
    assert all(one is not None and one.low <= one.estimate <= one.high for one in changes)
    mean = sum(one.estimate for one in changes if one is not None) / len(changes)
    assert abs(mean - true) < 0.2  # some fifteen standard errors
    assert (made.unit, made.courses, made.share) == ("episode", 2, 0.95)


def test_bands_and_interval_hold_as_often_as_they_say():
    """400 tables of 60 pairs: at least 95 % within; the bound is passed by chance once in a million runs."""
    asked = Plan("x", 2000, (CORE_10,), (), YEARS)
    true = Tally(
        unpaired=10, worsened=10, unchanged=30, improved=60, before=2_000_000, after=1_400_000
    )
    held = {"count": 0, "all": 0, "change": 0}
    tries = 400
    for _ in range(tries):
        made = drawn(asked, {slug(CORE_10): {OVERALL: {(): true}}})
        (part,) = made.parts
        row = part.tables[0].rows[0]
        held["count"] += abs(row.counts["improved"] - 60) <= made.count_band
        held["all"] += abs(row.counts["all"] - 110) <= part.all_band
        held["change"] += part.change is not None and part.change.low <= 6 <= part.change.high
    least = tries * 0.95 - 4.8 * math.sqrt(tries * 0.95 * 0.05)
    assert min(held.values()) >= least, held


def test_no_count_is_below_nought_and_a_change_that_is_all_noise_is_not_told():
    """Of nobody, with hardly any epsilon: by chance a change is told three times in a thousand."""
    made = [drawn(plan(1), {}) for _ in range(200)]
    for document in made:
        (part,) = document.parts
        rows = [row for table in part.tables for row in table.rows]
        counts = [count for row in rows for count in row.counts.values()]
        assert min(counts) == 0 < max(counts)
    untold = [document for document in made if document.parts[0].change is None]
    assert len(untold) >= 185
    assert "change" not in {line[3] for line in lines(untold[0])}


def test_change_stays_within_the_scale():
    """However far the sum is off: half the pairs at the top, and one band."""
    asked = Plan("x", 100, (CORE_10,), (), YEARS)
    true = Tally(improved=200, before=200 * 40_000)
    for _ in range(20):
        (part,) = drawn(asked, {slug(CORE_10): {OVERALL: {(): true}}}).parts
        if part.change is not None:
            assert -40 <= part.change.low <= part.change.high <= 40


@pytest.mark.parametrize(
    ("summed", "pairs", "wanted"),
    [
        ((400_000, 0), (100, 0), Interval(4.0, 4.0, 4.0)),
        ((400_000, 50_000), (100, 20), Interval(4.0, 2.91, 5.63)),  # 350/120 and 450/80
        ((-400_000, 50_000), (100, 20), Interval(-4.0, -5.63, -2.91)),
        ((10_000, 50_000), (100, 20), Interval(0.1, -0.5, 0.75)),  # −40/80 and 60/80
        ((9_000_000, 1), (100, 20), Interval(40.0, 40.0, 40.0)),
        ((-1, 0), (1000, 0), Interval(0.0, -0.01, 0.0)),
        ((400_000, 50_000), (20, 20), None),
        ((400_000, 50_000), (-20, 5), None),
        ((0, 90_000), (22, 20), None),  # ± 45 points on a scale of 40
    ],
)
def test_mean_change_is_between_the_ends_that_noise_leaves_open(summed, pairs, wanted):
    assert mean_change(summed, pairs, 40.0) == wanted


def test_two_tables_of_the_same_plan_differ():
    asked = plan(300)
    counted = bounded(records(), asked, THRESHOLDS)
    assert drawn(asked, counted).digest != drawn(asked, counted).digest


# --- bytes ------------------------------------------------------------------------------------------
def small() -> NoisyDocument:
    asked = plan(5000, (CORE_10, NEITHER), ("region",))
    made = drawn(asked, bounded(records(), asked, THRESHOLDS))
    first = replace(made.parts[0], change=Interval(4.2, 3.0, 5.5))
    return replace(made, parts=(first, replace(made.parts[1], change=None)))


def test_document_is_read_back_as_it_was():
    made = small()
    assert read(made.body()) == made
    assert read(made.body()).digest == made.digest


@pytest.mark.parametrize(
    "body",
    [b"[]", b'{"format": "attune-release-1"}', b'{"format": "attune-noise-1"}'],
)
def test_other_bytes_are_refused(body):
    with pytest.raises(ValueError, match="tables with noise"):
        read(body)


def test_bytes_with_something_too_many_are_refused():
    said = small().body().replace(b'"courses":2', b'"courses":2,"more":1')
    with pytest.raises(ValueError, match="lack something"):
        read(said)


def test_lines_hold_every_count_with_its_band():
    made = small()
    header, change, *rest = lines(made)
    assert change == ("core-10", "total", "self", "change", "", "", "", 4.2, 3.0, 5.5)
    rows = [dict(zip(header, line, strict=True)) for line in rest if line[3] == "count"]
    assert len(rows) == 12 * (5 + 3)  # everybody and eleven regions: all and the standings
    for row in rows:
        part = next(one for one in made.parts if one.measure == row["measure"])
        off = part.all_band if row["standing"] == "all" else made.count_band
        assert (row["low"], row["high"]) == (max(0, row["value"] - off), row["value"] + off)
    assert {row["category"] for row in rows if not row["by"]} == {""}
    assert slug(CORE_10) == made.parts[0].slug
