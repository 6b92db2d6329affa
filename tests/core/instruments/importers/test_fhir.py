"""FHIR Questionnaires."""

import pytest

from attune.core.instruments.importers import fhir
from attune.core.instruments.importers.expressions import Call, Name
from attune.core.instruments.importers.fhir import read_fhir
from attune.core.instruments.importers.forms import FormError, Kind
from tests.core.instruments.importers.made import (
    ORDINAL,
    WEIGHT,
    calculated,
    question,
    questionnaire,
    weighed,
)

MINIMUM = {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0}
MAXIMUM = {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10}
TOTAL = "%resource.item.answer.value.ordinal().sum()"


def value_set(**more) -> dict:
    concepts = [
        {
            "code": f"c{n}",
            "display": f"Answer {n}",
            "extension": [{"url": ORDINAL, "valueDecimal": n}],
        }
        for n in range(3)
    ]
    return {"resourceType": "ValueSet", "compose": {"include": [{"concept": concepts}]}, **more}


def test_items_options_and_scores_are_read():
    reading = read_fhir(
        questionnaire(
            {"linkId": "say", "type": "display", "text": "Think of today."},
            question("q1", required=True),
            question("q2", enableWhen=[{"question": "q1", "operator": "=", "answerCoding": {"code": "c1"}}]),
            question("q3", repeats=True),
            {"linkId": "q4", "type": "integer", "text": "Mood", "extension": [MINIMUM, MAXIMUM]},
            {"linkId": "q5", "type": "text", "text": "Why?"},
            {"linkId": "q6", "type": "boolean", "text": "Alone?"},
            {"linkId": "q7", "type": "date", "text": "When?"},
            calculated("total", TOTAL),
            description="Think of today.",
        )
    )  # fmt: skip
    assert (reading.format, reading.dropped) == (
        "FHIR Questionnaire (R4 or R4B)",
        ("say: it is shown, not asked.", "q7: answers of the type 'date'."),
    )
    (form,) = reading.forms
    assert (form.id, form.title, form.instructions) == ("mine", "My form", "Think of today.")
    assert [item.id for item in form.items] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert [item.kind for item in form.items] == [
        Kind.ONE, Kind.ONE, Kind.MANY, Kind.NUMBER, Kind.TEXT, Kind.ONE,
    ]  # fmt: skip
    assert [item.numbers for item in form.items] == [
        (0, 1, 2, 3),
        (0, 1, 2, 3),
        (),
        (0, 10),
        (),
        (),
    ]
    assert [item.required for item in form.items] == [True] + [False] * 5
    assert form.items[1].shown_if == "q1 = c1"
    assert form.items[0].choices[3].text == "Answer 3"
    assert form.formulas[0].expression == Call("total", tuple(map(Name, ["q1", "q2", "q3", "q6"])))


def test_total_at_the_top_never_reaches_the_answers_in_a_group():
    group = {
        "linkId": "g",
        "type": "group",
        "item": [question("q1"), question("q2"), calculated("total", TOTAL)],
    }
    (form,) = read_fhir(questionnaire(group)).forms
    assert (len(form.items), form.formulas[0].expression) == (2, Call("total", ()))


def test_three_extensions_carry_the_weight():
    (form,) = read_fhir(
        questionnaire(question("q1", url=ORDINAL), question("q2", url=WEIGHT, kind="coding"))
    ).forms
    assert [item.numbers for item in form.items] == [(0, 1, 2, 3), (0, 1, 2, 3)]
    both = weighed(0)
    both["extension"] = [{"url": WEIGHT, "valueInteger": 5}]
    reading = read_fhir(
        questionnaire({"linkId": "q", "type": "coding", "answerOption": [both, weighed(1)]})
    )
    assert reading.format == "FHIR Questionnaire (R5)"
    assert reading.decide == ("q: its answers carry weights in two extensions. Say which counts.",)


def test_numbers_without_weights_are_the_codes_and_that_is_said():
    coded = [{"valueCoding": {"code": str(n), "display": f"Answer {n}"}} for n in range(3)]
    plain = [{"valueInteger": n} for n in range(3)]
    words = [{"valueString": text} for text in ("Red", "Green")]
    reading = read_fhir(
        questionnaire(
            {"linkId": "q1", "type": "choice", "answerOption": coded},
            {"linkId": "q2", "type": "choice", "answerOption": plain},
            {"linkId": "q3", "type": "choice", "answerOption": words},
        )
    )
    assert [item.numbers for item in reading.forms[0].items] == [(0, 1, 2), (0, 1, 2), ()]
    assert [one.text for one in reading.forms[0].items[2].choices] == ["Red", "Green"]
    (said,) = reading.decide
    assert said.startswith("The answers of q1 carry no weight; their codes look like numbers")


def test_value_sets_are_found_in_the_file_or_missed():
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": value_set(url="urn:set")},
            {"resource": {"resourceType": "QuestionnaireResponse", "item": []}},
            {"resource": questionnaire(
                {"linkId": "q1", "type": "choice", "answerValueSet": "#in"},
                {"linkId": "q2", "type": "open-choice", "answerValueSet": "urn:set"},
                {"linkId": "q3", "type": "choice", "answerValueSet": "http://loinc.org/vs/LL1"},
                {"linkId": "q4", "type": "coding", "answerValueSet": "http://loinc.org/vs/LL1", "answerConstraint": "optionsOrString"},
                contained=[value_set(id="in"), {"resourceType": "CodeSystem"}],
            )},
            {"fullUrl": "nothing"},
        ],
    }  # fmt: skip
    reading = read_fhir(bundle)
    assert reading.format == "FHIR Questionnaire (R4, R4B or R5)"
    assert [item.numbers for item in reading.forms[0].items] == [(0, 1, 2), (0, 1, 2), (), ()]
    assert reading.dropped == (
        "A QuestionnaireResponse in the bundle is not read: it is no questionnaire.",
        "q2: an answer in other words than the options.",
        "q4: an answer in other words than the options.",
    )
    (said,) = reading.decide
    assert said == (
        "The answers of q3, q4 are in a value set that is not in the file (http://loinc.org/vs/LL1): "
        "their wording and their numbers are not known."
    )


def test_value_set_may_be_expanded():
    made = value_set(id="in")
    concepts = made.pop("compose")["include"][0]["concept"]
    made["expansion"] = {"contains": concepts}
    asked = {"linkId": "q1", "type": "choice", "answerValueSet": "#in"}
    assert read_fhir(questionnaire(asked, contained=[made])).forms[0].items[0].numbers == (0, 1, 2)


def test_variables_are_scores_that_others_are_made_of():
    variable = {
        "url": "http://hl7.org/fhir/StructureDefinition/variable",
        "valueExpression": {"name": "raw", "language": "text/fhirpath", "expression": TOTAL},
    }
    (form,) = read_fhir(
        questionnaire(question("q1"), calculated("total", "%raw * 10"), extension=[variable])
    ).forms
    assert [one.id for one in form.formulas] == ["%raw", "total"]
    assert form.formulas[1].expression is not None
    total = calculated("total", "%raw * 10")
    total["extension"].insert(0, variable)
    (form,) = read_fhir(questionnaire(question("q1"), total)).forms
    assert [one.id for one in form.formulas] == ["%raw", "total"]


def test_other_languages_are_not_understood():
    (form,) = read_fhir(questionnaire(question("q1"), calculated("total", "1", "text/cql"))).forms
    assert form.formulas[0].why_not == "it is written in text/cql"
    (form,) = read_fhir(questionnaire(question("q1"), calculated("total", "now()"))).forms
    assert form.formulas[0].why_not == "the function 'now' is not understood"


def test_conditions_may_be_joined_by_or():
    when = [
        {"question": "a", "operator": "exists", "answerBoolean": True},
        {"question": "b", "operator": ">", "answerInteger": 2},
    ]
    (form,) = read_fhir(questionnaire(question("q1", enableWhen=when, enableBehavior="any"))).forms
    assert form.items[0].shown_if == "a exists True or b > 2"


def test_resource_without_a_questionnaire_is_refused():
    with pytest.raises(FormError, match="is a FHIR QuestionnaireResponse, and no Questionnaire"):
        read_fhir({"resourceType": "QuestionnaireResponse"})


def test_groups_too_deep_are_refused():
    deep = question("q")
    for _ in range(fhir.DEEPEST + 1):
        deep = {"linkId": "g", "type": "group", "item": [deep]}
    with pytest.raises(FormError, match="too deep"):
        read_fhir(questionnaire(deep))


def test_endless_questionnaires_are_refused(monkeypatch):
    monkeypatch.setattr(fhir, "MOST_ITEMS", 1)
    with pytest.raises(FormError, match="more than 1 questions"):
        read_fhir(questionnaire(question("q1"), question("q2")))
