"""ReproSchema bundles."""

import pytest

from attune.core.instruments.importers import reproschema
from attune.core.instruments.importers.forms import FormError, Kind
from attune.core.instruments.importers.reproschema import is_bundle, read_reproschema
from tests.core.instruments.importers.made import bundle


def test_activity_is_read():
    made = bundle({"q1": [0, 1, 2, 3], "q2": [3, 2, 1, 0]}, "q1 + q2")
    assert is_bundle(made)
    reading = read_reproschema(made)
    (form,) = reading.forms
    assert (reading.format, form.id, form.title) == ("ReproSchema", "mine_schema", "My form")
    assert form.instructions == "Think of today."
    assert [(item.id, item.text, item.numbers) for item in form.items] == [
        ("q1", "Thought q1", (0, 1, 2, 3)),
        ("q2", "Thought q2", (3, 2, 1, 0)),
    ]
    (total,) = form.formulas
    assert (total.id, total.minimum, total.maximum, total.blank_is_zero) == (
        "mine_total",
        0,
        6,
        True,
    )
    assert reading.dropped == ("The wording in other languages: es.",)
    assert reading.decide == ()


def test_answers_elsewhere_and_items_that_are_not_there_are_said():
    made = bundle({"q1": [0, 1], "q2": [0, 1], "q3": [0, 1]}, "q1 + q2")
    made["items"]["q1"]["responseOptions"] = "../valueConstraints"
    made["items"]["q2"]["responseOptions"]["choices"] = "../valueConstraints"
    del made["items"]["q3"]
    made["activity"]["ui"]["addProperties"].append({"isAbout": "items/shown"})
    made["items"]["shown"] = {"ui": {"readonlyValue": True}}
    reading = read_reproschema(made)
    assert [item.id for item in reading.forms[0].items] == ["q1", "q2"]
    assert reading.dropped == (
        "q3: its item is not in the file.",
        "shown: it is shown, not asked.",
        "The wording in other languages: es.",
    )
    (said,) = reading.decide
    assert said == (
        "The answers of q1, q2 are in a file of their own (../valueConstraints) that is not here: "
        "their wording and their numbers are not known."
    )


def test_answers_that_items_share_may_stand_beside_them():
    made = bundle({"q1": [0, 1], "q2": [0, 1]}, "q1 + q2")
    made["valueConstraints"] = made["items"]["q1"]["responseOptions"]
    made["items"]["q1"]["responseOptions"] = "../valueConstraints"
    made["items"]["q2"]["responseOptions"] = {"choices": "../valueConstraints"}
    reading = read_reproschema(made)
    assert [item.numbers for item in reading.forms[0].items] == [(0, 1), (0, 1)]
    assert reading.decide == ()


@pytest.mark.parametrize(
    ("shown_as", "answers", "kind"),
    [
        ("radio", {"multipleChoice": True}, Kind.MANY),
        ("slider", {"minValue": 0, "maxValue": 10}, Kind.NUMBER),
        ("slider", {"choices": [{"value": 1}]}, Kind.ONE),
        ("number", {}, Kind.NUMBER),
        ("text", {}, Kind.TEXT),
        ("audioRecord", {}, Kind.OTHER),
    ],
)
def test_ways_to_answer_are_told_apart(shown_as, answers, kind):
    made = bundle({"q1": [0, 1]}, "q1")
    made["items"]["q1"] |= {"ui": {"inputType": shown_as}, "responseOptions": answers}
    assert read_reproschema(made).forms[0].items[0].kind is kind


def test_older_names_and_conditions_are_known():
    made = bundle({"q1": [0, 1], "q2": [0, 1]}, "q1 + q2")
    places = made["activity"]["ui"]["addProperties"]
    places[0] |= {"isVis": "q2 > 0", "valueRequired": True}
    places[1]["isVis"] = False
    del made["activity"]["id"]
    made["activity"] |= {"@id": "https://example.org/old_schema", "prefLabel": "Old form"}
    made["items"]["q1"]["question"] = "Plain words"
    del made["items"]["q2"]["question"]["en"]
    reading = read_reproschema(made)
    (form,) = reading.forms
    assert (form.id, form.title, reading.dropped) == ("old_schema", "Old form", ())
    assert [one.text for one in form.items] == ["Plain words", "Idea q2"]
    assert [(one.shown_if, one.required) for one in form.items] == [
        ("q2 > 0", True),
        ("never", False),
    ]


def test_other_json_is_no_bundle():
    assert not is_bundle({"activity": {"id": "x"}})
    assert not is_bundle([1])


def test_too_many_items_are_refused(monkeypatch):
    monkeypatch.setattr(reproschema, "MOST_ITEMS", 1)
    with pytest.raises(FormError, match="more than 1 items"):
        read_reproschema(bundle({"q1": [0, 1]}, "q1"))
