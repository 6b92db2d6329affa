"""What a form's items count."""

from attune.core.instruments.importers.forms import Choice, FormItem, Kind, Report, numbered
from tests.core.instruments.importers.made import form, item


def test_numbers_are_those_of_the_answers_in_the_order_of_the_form():
    assert item("a", (3, 1, 2)).numbers == (3, 1, 2)
    choices = (Choice("0", "", 0), Choice("1", "", 1), Choice("99", "", 99, missing=True))
    assert FormItem("a", "", Kind.ONE, choices).numbers == (0, 1)
    assert FormItem("a", "", Kind.ONE, (*choices, Choice("x", "", None))).numbers == ()
    assert FormItem("a", "", Kind.MANY, choices).numbers == ()
    assert FormItem("a", "", Kind.NUMBER, minimum=0, maximum=10).numbers == (0, 10)
    assert FormItem("a", "", Kind.NUMBER, minimum=0).numbers == ()


def test_items_are_found_and_named():
    made = form([item("a"), FormItem("b", "", Kind.TEXT)])
    assert [one.id for one in made.counted] == ["a"]
    assert numbered(made.items, made.items[1]) == "item 2 (b)"


def test_report_is_told_as_json():
    made = form([item("a", (0, 1))], ("total", "[a]+1"))
    told = Report("f.csv", "CSV", (made,), ("one",), ("two",), ("three",), {"mine": {"x": "y"}})
    assert told.to_json() == {
        "file": "f.csv",
        "format": "CSV",
        "understood": {
            "forms": [
                {
                    "id": "mine",
                    "title": "My form",
                    "items": [
                        {
                            "id": "a",
                            "text": "Thought a",
                            "kind": "one of its options",
                            "options": [
                                {"code": "0", "text": "Answer 0", "number": 0.0, "missing": False},
                                {"code": "1", "text": "Answer 1", "number": 1.0, "missing": False},
                            ],
                            "required": False,
                            "minimum": None,
                            "maximum": None,
                            "shown_if": "",
                        }
                    ],
                    "scores": [{"id": "total", "source": "[a]+1", "understood": True}],
                }
            ],
            "scores": ["one"],
        },
        "dropped": ["two"],
        "decide": ["three"],
        "drafts": {"mine": {"x": "y"}},
    }
