"""JSON whose shape nobody promised."""

import pytest

from attune.core.instruments.importers.loose import dicts, exact, inside, number, plain, words

ODD = {
    "list": [{"a": 1}, 2, None],
    "object": {"b": 1},
    "text": "<b>Two &amp;</b>\n three",
    "many": {"es": "tres", "en": "three"},
    "other": {"es": "", "fr": "trois"},
    "true": True,
    "eight": 8,
}


def test_only_what_has_the_shape_is_taken():
    assert dicts(ODD, "list") == [{"a": 1}]
    assert dicts(ODD, "object") == dicts(None, "list") == []
    assert (inside(ODD, "object"), inside(ODD, "list"), inside([], "a")) == ({"b": 1}, {}, {})
    assert (words(ODD, "text"), words(ODD, "many"), words(ODD, "other")) == (
        "Two & three", "three", "trois",
    )  # fmt: skip
    assert words(ODD, "eight") == words(3, "a") == exact(ODD, "true") == exact([], "a") == ""
    assert exact(ODD, "eight") == "8"
    assert plain("a <i>b</i>") == "a b"


@pytest.mark.parametrize(
    ("value", "gives"),
    [(3, 3), (0.5, 0.5), ("-2", -2), (" 1.5 ", 1.5), (True, None), ("1e5", None), (None, None),
     (float("nan"), None), (float("inf"), None), (10**400, None), ("", None)],
)  # fmt: skip
def test_number_is_one_or_nothing(value, gives):
    assert number(value) == gives
