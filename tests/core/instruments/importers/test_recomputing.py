"""Scores as the form itself computes them."""

import pytest

from attune.core.instruments.importers import recomputing
from attune.core.instruments.importers.forms import Formula
from attune.core.instruments.importers.recomputing import Linear, Scorer
from tests.core.instruments.importers.made import form, item

ITEMS = [item("a"), item("b"), item("c")]


def test_score_of_scores_is_computed_in_order():
    made = form(ITEMS, ("all", "[part]+[c]"), ("part", "[a]*2+[b]"))
    scorer = Scorer(made)
    assert scorer.score(made.formulas[0], {"a": 1, "b": 2, "c": 3}) == 7
    assert scorer.score(made.formulas[0], {"a": 1, "b": 2}) is None
    assert [one.id for one in scorer.used(made.formulas[0])] == ["a", "b", "c"]
    assert scorer.effort(made.formulas[0]) == 8


def test_blank_is_zero_only_where_the_language_says_so():
    plain = form(ITEMS, ("all", "[a]+[b]"))
    script = form(ITEMS, ("all", "[a]+[b]"), blank_is_zero=True)
    assert Scorer(plain).score(plain.formulas[0], {"a": 1}) is None
    assert Scorer(script).score(script.formulas[0], {"a": 1}) == 1


def test_names_that_mean_nothing_are_found():
    made = form(ITEMS, ("one", "[a]+[other]"), ("round", "[back]+[a]"), ("back", "[round]+1"))
    scorer = Scorer(made)
    assert scorer.strangers(made.formulas[0]) == ("other",)
    assert scorer.strangers(made.formulas[1]) == ("round",)
    assert scorer.strangers(made.formulas[2]) == ("back",)


def test_formula_that_was_not_understood_gives_nothing():
    made = Formula("x", "?", None, "it is odd")
    scorer = Scorer(form(ITEMS))
    assert (scorer.score(made, {}), scorer.used(made), scorer.linear(made)) == (None, (), None)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("[a]+[b]", Linear(0, {"a": 1, "b": 1})),
        ("3-[a]+2*[b]", Linear(3, {"a": -1, "b": 2})),
        ("mean([a],[b])*10", Linear(0, {"a": 5, "b": 5})),
        ("[a]*[b]", None),
        ("round([a],0)", None),
        ("1/[a]", None),
        ("[a]/(1-[a])", None),
        ("if([a]>2,[b],0)", None),
    ],
)
def test_weighted_sum_is_seen(source, found):
    made = form(ITEMS, ("score", source))
    assert Scorer(made).linear(made.formulas[0]) == found


@pytest.mark.parametrize(("limit", "value"), [("MOST_EFFORT", 15), ("MOST_FORMULAS", 2)])
def test_work_has_an_end_over_all_forms_of_a_file(monkeypatch, limit, value):
    """One score of three parts and two items costs 6, a second form's are counted with it."""
    monkeypatch.setattr(recomputing, limit, value)
    one = form(ITEMS, ("a1", "[a]+[b]"), ("a2", "[a]+[c]"))
    forms = recomputing.affordable([one, form(ITEMS, ("b1", "[a]+[b]"))])
    told = [each.why_not for made in forms for each in made.formulas]
    assert told == ["", "", recomputing.TOO_LONG]
    assert forms[1].formulas[0].expression is None
