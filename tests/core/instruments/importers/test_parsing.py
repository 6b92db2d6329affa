"""Formulas as four programs write them."""

import pytest

from attune.core.instruments.importers.expressions import DEEPEST, evaluate
from attune.core.instruments.importers.forms import LONGEST_FORMULA, FormError
from attune.core.instruments.importers.parsing import MOST_TOKENS, REDCAP, SCRIPT, XLSFORM, parse

VALUES = {"a": 1.0, "b": 3.0, "blank": None, "weight": 80.0, "height": 160.0}


@pytest.mark.parametrize(
    ("language", "source", "gives"),
    [
        (REDCAP, "[a] + [b]", 4),
        (REDCAP, "[a]+[blank]", None),
        (REDCAP, "sum([a],[blank],[b])", 4),
        (REDCAP, "mean([a],[b])*10", 20),
        (REDCAP, "(3-[a])+(3-[b])", 2),
        (REDCAP, 'if([a] = "1" and [b] <> "", 10, 20)', 10),
        (REDCAP, "if([a]='no' or [a]>5, 1, -2)", -2),
        (REDCAP, "round(([weight]*10000)/(([height])^(2)),1)", 31.3),
        (REDCAP, "2 + 3 * 4 - 6 / 2", 11),
        (REDCAP, "-[a]^2 + +1", 0),
        (REDCAP, ".5 * [b]", 1.5),
        (XLSFORM, "${a} + coalesce(${blank}, 0)", 1),
        (XLSFORM, "(${a} + ${b}) div 2", 2),
        (XLSFORM, "if(${a} != '', ${a}, 0) + 7 mod 4", 4),
        (SCRIPT, "a + b", 4),
        (SCRIPT, "a === 1 ? b : 0", 3),
        (SCRIPT, "(blank || 0) + Math.round(2.5) + Number(a)", 4),
        (SCRIPT, "a < b && b >= 3 ? 1 : 2", 1),
    ],
)
def test_formula_gives_what_its_program_gives(language, source, gives):
    assert evaluate(parse(source, language), VALUES) == gives


def test_hundred_items_are_added():
    source = " + ".join(f"[q{number}]" for number in range(100))
    answers = {f"q{number}": 2.0 for number in range(100)}
    assert evaluate(parse(source, REDCAP), answers) == 200


@pytest.mark.parametrize(
    ("language", "source", "says"),
    [
        (REDCAP, "[a] +", "'its end' is not understood where it stands"),
        (REDCAP, "[a] [b]", "'' is not understood where it stands"),
        (REDCAP, "([a]", "')' is missing before 'its end'"),
        (REDCAP, "[event][a]", "not understood where it stands"),
        (REDCAP, "[box(1)]", "'[box(1)]' is not understood"),
        (REDCAP, "datediff([a], 'today', 'y')", "the function 'datediff' is not understood"),
        (REDCAP, "a + 1", "'a' is not understood"),
        (REDCAP, "if([a], 1)", "the function 'if' does not take 2 parts"),
        (REDCAP, "sum()", "the function 'sum' does not take 0 parts"),
        (XLSFORM, "pulldata('x', 'y')", "the function 'pulldata' is not understood"),
        (SCRIPT, "document.cookie", "'document.cookie' is not understood"),
        (SCRIPT, "fetch(a)", "the function 'fetch' is not understood"),
        (SCRIPT, "!a", "'!' is not understood where it stands"),
        (SCRIPT, "a; b", "'; b' is not understood"),
        (SCRIPT, "[a, b].reduce((x, y) => x + y)", "'[a, b].reduc' is not understood"),
        (SCRIPT, "a ? b", "':' is missing before 'its end'"),
        (SCRIPT, "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "it lies too deep in itself"),
        (SCRIPT, "-".join("a" * (DEEPEST + 2)), "it lies too deep in itself"),
        (SCRIPT, "+".join("a" * (MOST_TOKENS // 2 + 1)), "it is longer than a score needs"),
        (SCRIPT, "a" * (LONGEST_FORMULA + 1), "it is longer than a score needs"),
    ],
)
def test_what_is_not_understood_is_said(language, source, says):
    with pytest.raises(FormError) as caught:
        parse(source, language)
    assert says in str(caught.value)
