"""XLSForms."""

import pytest

from attune.core.instruments.importers import xlsform
from attune.core.instruments.importers.forms import FormError, Kind
from attune.core.instruments.importers.xlsform import read_xlsform
from tests.core.instruments.importers.made import workbook

COLUMNS = [
    "type", "name", "label::Deutsch (de)", "label::English (en)", "required", "relevant", "constraint",
    "calculation", "choice_filter", "parameters",
]  # fmt: skip


def row(kind: str, name: str = "", label: str = "", **more: str) -> list[str]:
    told = {"type": kind, "name": name, "label::English (en)": label, **more}
    return [told.get(column, "") for column in COLUMNS]


ROWS = [
    COLUMNS,
    row("start", "start"),
    row("note", "hello", "Hello"),
    row("begin group", "g", relevant="${ask} = 1"),
    row("select_one often", "q1", "Thought one", required="yes", relevant="${x} > 0"),
    row("end_group"),
    row("select_one  often or_other", "q2", "Thought two"),
    row("select_multiple often", "q3", "Thought three"),
    row("select_one colours", "q4", "Colour", choice_filter="x = ${q1}"),
    row("integer", "q5", "Hours", constraint=". >= 0 and . <= 12"),
    row("integer", "q6", "Other hours", constraint=". >= 0 or . <= 12"),
    row("range", "q7", "Mood", parameters="start=1 end=9 step=1"),
    row("range", "q8", "Energy"),
    row("text", "q9", "Why?"),
    row("geopoint", "q10", "Where?"),
    row("begin_repeat", "children"),
    row("text", "q11", "Name"),
    row("end_repeat", "children"),
    row("calculate", "total", calculation="${q1} + ${q2}"),
    row(""),
]
CHOICES = [
    ["list_name", "name", "label"],
    ["often", "0", "Seldom"],
    ["often", "1", "Often"],
    ["often", "2", ""],
    ["colours", "red", "Red"],
    ["colours", "green", "Green"],
]
SETTINGS = [["form_title", "form_id"], ["My form", "mine"]]


def test_form_is_read():
    reading = read_xlsform(workbook(survey=ROWS, choices=CHOICES, settings=SETTINGS))
    (form,) = reading.forms
    assert (reading.format, form.id, form.title) == ("XLSForm", "mine", "My form")
    assert [(item.id, item.kind, item.numbers) for item in form.items] == [
        ("q1", Kind.ONE, (0, 1, 2)),
        ("q2", Kind.ONE, (0, 1, 2)),
        ("q3", Kind.MANY, ()),
        ("q4", Kind.ONE, ()),
        ("q5", Kind.NUMBER, (0, 12)),
        ("q6", Kind.NUMBER, ()),
        ("q7", Kind.NUMBER, (1, 9)),
        ("q8", Kind.NUMBER, (0, 10)),
        ("q9", Kind.TEXT, ()),
    ]
    first = form.items[0]
    assert (first.text, first.required, first.shown_if) == (
        "Thought one",
        True,
        "${ask} = 1 and ${x} > 0",
    )
    assert [one.text for one in first.choices] == ["Seldom", "Often", "2"]
    assert form.formulas[0].expression is not None
    assert reading.dropped == (
        "start: the device fills it in.",
        "hello: it is shown, not asked.",
        "q2: an answer in other words than the options.",
        "q10: questions of the type 'geopoint' are not read.",
        "q11: it is asked again and again, which no measure does.",
    )
    assert reading.decide == (
        "q4: the options have names and no numbers, so they have no score.",
        "q4: which options are offered depends on another answer. All of them are listed here.",
    )


def test_form_may_be_all_in_one_sheet():
    (form,) = read_xlsform(
        workbook(survey=[["type", "name", "label"], ["text", "q1", "Why?"]])
    ).forms
    assert (form.id, form.title, [item.text for item in form.items]) == ("form", "", ["Why?"])


@pytest.mark.parametrize(
    ("written", "kind", "said"),
    [
        ("select one from l", Kind.ONE, 0),
        ("select one from l or specify other", Kind.ONE, 1),
        ("select all that apply from l", Kind.MANY, 0),
        ("select multiple l", Kind.MANY, 0),
    ],
)
def test_older_ways_to_write_a_choice_are_known(written, kind, said):
    choices = [["list name", "name", "label"], ["l", "0", "No"], ["l", "1", "Yes"]]
    reading = read_xlsform(workbook(survey=[["type", "name"], [written, "q"]], choices=choices))
    (item,) = reading.forms[0].items
    assert (item.kind, len(item.choices), len(reading.dropped)) == (kind, 2, said)


def test_other_workbooks_are_refused(monkeypatch):
    with pytest.raises(FormError, match="no sheet named survey"):
        read_xlsform(workbook(table=[["a"], ["b"]]))
    monkeypatch.setattr(xlsform, "MOST_ITEMS", 1)
    with pytest.raises(FormError, match="more than 1 rows"):
        read_xlsform(workbook(survey=ROWS))
