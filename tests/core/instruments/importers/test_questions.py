"""Codes that stand for no answer, and names in a sentence."""

import pytest

from attune.core.instruments.importers.forms import Choice
from attune.core.instruments.importers.parsing import REDCAP
from attune.core.instruments.importers.questions import (
    MOST_CHOICES,
    formula,
    listed,
    with_missing,
)


def choices(*numbers: float | None) -> list[Choice]:
    return [Choice(str(one), f"Answer {one}", one) for one in numbers]


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ((0, 1, 2, 777, 999), [777, 999]),
        ((1, 2, 3, 88), [88]),
        ((0, 1, -9, -99), [-9, -99]),
        ((75, 76, 77), []),
        ((7, 8, 9), []),
        ((0, 0.5, 1, None), []),
    ],
)
def test_codes_for_no_answer_are_marked(numbers, missing):
    assert [one.number for one in with_missing(choices(*numbers)) if one.missing] == missing


@pytest.mark.parametrize(
    "text", ["Don't know", "Refused to say", "Not applicable", "N/A", "Unknown"]
)
def test_words_for_no_answer_are_marked(text):
    marked = with_missing([*choices(0, 1), Choice("2", text, 2)])
    assert [one.missing for one in marked] == [False, False, True]


def test_endless_options_are_not_kept():
    (one,) = with_missing(choices(*range(MOST_CHOICES + 1)))
    assert (one.text, one.number) == ("more than 300 answers", None)


def test_formula_is_understood_or_says_why_not():
    assert formula("a", "[b]", REDCAP, minimum=0, maximum=3).expression is not None
    made = formula("a", "b", REDCAP)
    assert (made.expression, made.why_not) == (None, "'b' is not understood")


def test_long_lists_are_cut():
    assert listed(["a", "b"]) == "a, b"
    assert listed(list("abcdef"), 4) == "a, b, c, d and 2 more"
