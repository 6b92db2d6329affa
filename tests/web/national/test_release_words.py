"""Releases in words: everything that can stand in a table has a name, and signs are right."""

from dataclasses import replace

import pytest

from attune.core.figures.breakdowns import DIMENSIONS, LATER, categories
from attune.core.figures.model import FIXED, LEVELS
from attune.core.figures.released import Interval
from attune.core.records.contract import values_of
from attune.core.statistics.disclosure.rules import Reason
from attune.web.national import release_words as words
from tests.core.figures.small_release import small_part


def test_every_category_has_a_name_of_its_own():
    assert set(words.DIMENSIONS) == set(DIMENSIONS)
    for name in set(DIMENSIONS) - {"year"}:
        told = [one for one in categories(name) if (name, one) != ("end", "open")]
        assert list(words.CATEGORIES[name]) == told, name
    assert words.category_name("year", "2026") == "2026"
    assert words.category_name("year", "not-told") == "Not told by services that give sums only"


def test_every_word_of_a_release_is_known():
    assert set(words.RESPONDENTS) == set(values_of("respondent"))
    assert set(words.OCCASIONS) == set(LATER)
    assert set(words.HIDDEN) == {str(one) for one in Reason}
    assert set(words.EFFECTS) == set(FIXED) - {"start"}
    assert set(words.SPREAD) == {*LEVELS, "residual"}


@pytest.mark.parametrize(
    ("better", "change", "sentence"),
    [
        ("lower", Interval(4.4, 3.9, 4.9), "On average 4.4 points better (3.9 to 4.9)."),
        ("higher", Interval(-1.0, -2.0, 0.5), "On average 1 points worse (−2 to 0.5)."),
        ("neither", Interval(-1.0, -2.0, 0.5), "On average the score changed by 1 points."),
    ],
)
def test_change_is_one_plain_sentence(better, change, sentence):
    part = replace(small_part(), better=better)
    row = replace(part.overall, values=replace(part.overall.values, change=change))
    assert words.sentence(part, row) == sentence
    none = replace(row, values=None)
    assert words.sentence(part, none) == "Too few have both scores to say how much changed."


def test_figures_of_an_earlier_release_say_so():
    part = small_part("2026-10")
    said = words.said(part, part.table(), "2026-11")
    assert said.lines[0].note == "as counted in 2026-10"
    assert said.lines[0].name == "Everybody"
    assert words.said(part, part.table(), "2026-10").lines[0].note == ""


def test_follow_up_says_why_its_counts_are_hidden():
    part = small_part()
    table = replace(part.table(), later="follow-up-3")
    reasons = {frozenset({("standing-follow-up-3", "worsened")}): "small"}
    said = words.said(part, table, "2026-11", reasons)
    assert said.title == "3 months after"
    assert [one.why for one in said.lines[0].counts if one.is_hidden] == ["fewer than 8"]
