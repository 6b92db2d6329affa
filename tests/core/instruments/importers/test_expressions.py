"""The sums that a form's score may be made of."""

import pytest

from attune.core.instruments.importers.expressions import (
    DEEPEST,
    Call,
    Name,
    Number,
    Text,
    depth_of,
    evaluate,
    names_of,
    size_of,
)

VALUES = {"a": 1.0, "b": 3.0, "blank": None}
A, B, BLANK = Name("a"), Name("b"), Name("blank")


@pytest.mark.parametrize(
    ("operation", "parts", "gives"),
    [
        ("sum", (A, B), 4),
        ("sum", (A, BLANK), None),
        ("-", (A, B), -2),
        ("*", (A, B), 3),
        ("/", (B, A), 3),
        ("/", (A, Number(0)), None),
        ("%", (B, Number(2)), 1),
        ("^", (B, Number(2)), 9),
        ("^", (Number(-1), Number(0.5)), None),
        ("^", (Number(10), Number(300)), None),
        ("minus", (A,), -1),
        ("round", (Number(2.5),), 3),
        ("round", (Number(-2.5),), -3),
        ("round", (Number(2.345), Number(2)), 2.35),
        ("int", (Number(2.9),), 2),
        ("=", (BLANK, Text("")), 1),
        ("!=", (A, Number(1)), 0),
        ("<", (A, B), 1),
        ("<", (BLANK, B), 0),
        (">=", (B, B), 1),
        ("and", (A, BLANK), 0),
        ("or", (A, BLANK), 1),
        ("not", (BLANK,), 1),
        ("if", (BLANK, A, B), 3),
        ("there", (BLANK,), 0),
        ("first there", (BLANK, B, A), 3),
        ("first there", (BLANK,), None),
        ("either", (BLANK, B), 3),
        ("sum of those there", (A, BLANK, B), 4),
        ("sum of those there", (BLANK,), None),
        ("mean of those there", (A, BLANK, B), 2),
        ("least", (A, B), 1),
        ("greatest", (A, B), 3),
        ("total", (A, BLANK), 1),
        ("total", (), 0),
        ("count", (A, BLANK), 1),
        ("sum", (A, Text("words")), None),
    ],
)
def test_operation_gives(operation, parts, gives):
    assert evaluate(Call(operation, parts), VALUES) == gives


def test_name_that_has_no_answer_is_blank():
    assert evaluate(Name("nobody"), VALUES) is None


def test_names_depth_and_size():
    made = Call("sum", (A, Call("minus", (Call("-", (B, A)),)), Number(1)))
    assert names_of(made) == ("a", "b")
    assert (depth_of(made), size_of(made)) == (3, 7)
    deep = A
    for _ in range(DEEPEST + 5):
        deep = Call("minus", (deep,))
    assert depth_of(deep) == DEEPEST + 1
