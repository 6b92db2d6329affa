"""REDCap data dictionaries."""

from pathlib import Path

import pytest

from attune.core.instruments.importers import redcap
from attune.core.instruments.importers.forms import FormError, Kind
from attune.core.instruments.importers.redcap import is_dictionary, read_dictionary

DICTIONARY = (Path(__file__).parent / "samples/dictionary.csv").read_text(encoding="utf-8")
HEADER = DICTIONARY.partition("\n")[0]


def test_fields_are_read():
    reading = read_dictionary(DICTIONARY)
    assert (reading.format, [form.id for form in reading.forms]) == (
        "REDCap data dictionary", ["days", "other"],
    )  # fmt: skip
    days = reading.forms[0]
    assert [(item.id, item.kind, item.numbers) for item in days.items] == [
        ("record_id", Kind.TEXT, ()),
        ("q1", Kind.ONE, (0, 1, 2, 3)),
        ("q2", Kind.ONE, (0, 1, 2, 3)),
        ("q3", Kind.ONE, (3, 2, 1, 0)),
        ("mood", Kind.NUMBER, (0, 100)),
        ("sleep", Kind.NUMBER, (0, 12)),
        ("alone", Kind.ONE, (1, 0)),
        ("sound", Kind.ONE, (1, 0)),
        ("helped", Kind.MANY, ()),
        ("colour", Kind.ONE, ()),
    ]
    q1, q2 = days.items[1], days.items[2]
    assert (q1.text, q1.required, q1.choices[4].missing) == ("Thought one", True, True)
    assert q2.shown_if == '[q1] > "0"'
    assert {one.id: one.why_not for one in days.formulas} == {
        "total": "",
        "some": "",
        "years": "the function 'datediff' is not understood",
        "note": "it makes words, not a number",
    }


def test_what_is_dropped_and_what_is_open_is_said():
    reading = read_dictionary(DICTIONARY)
    assert reading.dropped == (
        "called: these name a person, which no measure asks.",
        "sleep: its annotation (@HIDDEN).",
        "q1: a field of this name stands before it.",
        "told: it is shown, not asked.",
        "pdf: a file is asked for.",
        "list: its options come from a database.",
        "words: a script computes it.",
    )
    assert reading.decide == (
        "colour: the codes of their options are not numbers, so they have no score.",
    )


def test_names_of_the_other_export_and_semicolons_are_known():
    text = "field_name;form_name;field_type;field_label;select_choices_or_calculations\nq1;f;radio;One;0, No | | 1\n"
    assert is_dictionary(text)
    (form,) = read_dictionary(text).forms
    assert [one.text for one in form.items[0].choices] == ["No", "1"]


def test_other_tables_are_no_dictionaries():
    assert not is_dictionary("item,value\n1,2\n")
    assert not is_dictionary("")
    assert not is_dictionary('"' + "a" * 200_000)


def test_broken_and_endless_tables_are_refused(monkeypatch):
    with pytest.raises(FormError, match="not whole CSV"):
        read_dictionary(HEADER + '\nq1,f,,radio,"One')
    monkeypatch.setattr(redcap, "MOST_ITEMS", 1)
    with pytest.raises(FormError, match="more than 1 fields"):
        read_dictionary(DICTIONARY)
