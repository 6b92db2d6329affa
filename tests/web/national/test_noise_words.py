"""What epsilon means in words, and a table as rows of a page."""

import math
from dataclasses import replace

import pytest

from attune.core.figures.noisy import NoisyDocument, NoisyPart, NoisyRow, NoisyTable
from attune.core.figures.released import Interval
from attune.web.national import noise_words as words
from attune.web.national.queries import noise as queries
from tests.factories.noise import CORE_10

PART = NoisyPart(
    "core-10",
    "total",
    "self",
    "CORE-10",
    "Clinical score",
    "lower",
    ("unpaired", "improved"),
    30,
    (
        NoisyTable((), (NoisyRow((), {"all": 1234, "unpaired": 1000, "improved": 240}),)),
        NoisyTable(("region",), (NoisyRow(("london",), {"all": 7, "unpaired": 0, "improved": 9}),)),
    ),
    Interval(4.25, 0.5, 9.0),
)


@pytest.mark.parametrize(
    ("thousandths", "per_cent"), [(1, 51), (100, 55), (500, 74), (1000, 89), (2000, 99)]
)
def test_how_sure_one_can_become_is_bayes_rule_rounded_up(thousandths, per_cent):
    """Of two ways in which a family's work may have gone, which are two episodes apart: one taken out, one put in."""
    odds = math.exp(thousandths / 1000) ** 2
    assert per_cent - 1 < 100 * odds / (1 + odds) <= per_cent
    assert words.surest(thousandths) == per_cent


def test_nothing_spent_tells_nothing():
    assert words.surest(0) == 50
    assert (words.epsilon(0), words.epsilon(-500), words.epsilon(1)) == ("0", "−0.5", "0.001")


def test_table_is_told_in_rows():
    document = NoisyDocument("x", 500, "episode", 2, (2026,), 12, 0.95, (PART,))
    (part,) = words.parts(document)
    assert (part.slug, part.name, part.all_off) == (
        CORE_10,
        "CORE-10, filled in by the client",
        "30",
    )
    (regions,) = part.broken_down
    assert part.whole == words.Table(
        "At the end of the work",
        ("All", "Without a later score", "Better, by more than error"),
        (("Everybody", ("1,234", "1,000", "240")),),
    )
    assert (regions.title, regions.rows) == ("Region", (("London", ("7", "0", "9")),))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, "On average 4.25 points better; by the noise alone, 0.5 to 9."),
        (
            {"change": Interval(-1.5, -3.0, 0.0)},
            "On average 1.5 points worse; by the noise alone, −3 to 0.",
        ),
        (
            {"better": "neither"},
            "On average the score changed by 4.25 points; by the noise alone, 0.5 to 9.",
        ),
        (
            {"change": Interval(-1.5, -3.0, 1.25)},
            "With so much noise it can’t be said whether it went better or worse on average: −3 to 1.25 points, where more is better.",
        ),
        ({"change": None}, "There is too much noise beside what came to say how much changed."),
    ],
)
def test_change_is_one_plain_sentence(changed, says):
    part = replace(PART, **changed)
    document = NoisyDocument("x", 500, "episode", 2, (2026,), 12, 0.95, (part,))
    assert words.parts(document)[0].sentence == says


def test_plan_says_how_far_off_and_what_is_left():
    plan = queries.plan("", 500, [CORE_10], ["region"], [2025, 2026])
    told = words.planned(plan, 500, 1000)
    assert (told.epsilon, told.left, told.off) == ("0.5", "0.5", "36")  # 2 · 3 / 0.5 · ln 20 = 35.9
    assert (told.subjects, told.breakdowns) == (("CORE-10, filled in by the client",), ("Region",))
    assert (told.surest, told.surest_of_all) == (74, 89)
