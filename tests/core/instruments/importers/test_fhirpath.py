"""Which answers a path of FHIRPath reaches."""

import pytest

from attune.core.instruments.importers import fhirpath as path_reader
from attune.core.instruments.importers.expressions import Call, Name, evaluate
from attune.core.instruments.importers.fhirpath import Node, fhirpath
from attune.core.instruments.importers.forms import FormError
from attune.core.instruments.importers.parsing import parse
from tests.core.instruments.importers.made import ORDINAL, WEIGHT

LANGUAGE = fhirpath(
    [
        Node("q1", asks=True, coded=True, weights=frozenset({ORDINAL})),
        Node("q2", asks=True, coded=True, weights=frozenset({WEIGHT})),
        Node(
            "group", asks=False,
            inner=(Node("group.q3", asks=True, coded=True), Node("group.q4", asks=True, coded=True, inner=(Node("group.q4.a", True),))),
        ),
    ]
)  # fmt: skip
TOP, ALL = ["q1", "q2"], ["q1", "q2", "group.q3", "group.q4", "group.q4.a"]

LOOKED_UP = (
    "%questionnaire.item.where(linkId='q1').answerOption.where(valueCoding.code="
    "%resource.item.where(linkId='{}').answer.valueCoding.code).extension.where(url=%ext).valueDecimal"
)


def total(*names: str) -> Call:
    return Call("total", tuple(map(Name, names)))


@pytest.mark.parametrize(
    ("path", "reaches"),
    [
        ("%resource.item.answer.value.ordinal().sum()", TOP),
        ("QuestionnaireResponse.item.answer.valueInteger.sum()", TOP),
        ("%resource.descendants().answer.value.ordinal().sum()", ALL[:4]),
        ("item.answer.value.aggregate($this + $total, 0)", TOP),
        ("%resource.item.item.answer.value.weight().sum()", ["group.q3", "group.q4"]),
        ("%resource.descendants().answer.value.sum()", ALL),
        ("%resource.repeat(item).where(linkId='q1' or linkId = 'group.q3').answer.value.sum()", ["q1", "group.q3"]),
        ("%resource.item.where(linkId != 'q1').answer.value.sum()", ["q2"]),
        ("%resource.item.where(linkId in ('q1' | 'q9')).answer.value.sum()", ["q1"]),
        ("%resource.item.where(linkId.matches('^q[1-9]$')).answer.value.sum()", TOP),
        ("%resource.descendants().where(linkId.startsWith('group.')).answer.value.sum()", ALL[2:]),
        ("%resource.descendants().where(linkId.endsWith('3')).answer.value.sum()", ["group.q3"]),
        ("%resource.descendants().where(linkId.contains('q4')).answer.value.sum()", ALL[3:]),
        (f"%resource.item.answer.value.extension.where(url='{ORDINAL}').value.sum()", ["q1"]),
        (f"%resource.item.answer.valueCoding.extension('{WEIGHT}').valueDecimal.sum()", ["q2"]),
        ("%resource.item.where(type = 'choice').answer.value.ordinal().sum()", []),
        ("%resource.item.where(linkId='group').answer.value.sum()", []),
    ],
)  # fmt: skip
def test_total_reaches(path, reaches):
    assert parse(path, LANGUAGE) == total(*reaches)


def test_paths_without_end_are_not_followed(monkeypatch):
    monkeypatch.setattr(path_reader, "MOST_PATHS", 1)
    language = fhirpath([Node("q1", asks=True)])
    one, other = (f"%resource.item.where(linkId='{link}').answer.value" for link in ("q1", "q2"))
    assert parse(f"{one} + {one}", language) == Call("sum", (Name("q1"), Name("q1")))
    with pytest.raises(FormError, match="more paths than"):
        parse(f"{one} + {other}", language)


@pytest.mark.parametrize(
    ("source", "gives"),
    [
        ("%resource.item.where(linkId='q1').answer.value.first() * 2", 2),
        ("%resource.item.where(linkId='none').answer.value + 1", None),
        ("%resource.item.answer.value.avg()", 2),
        ("%resource.item.where(linkId='none').answer.value.avg()", None),
        ("%resource.item.answer.value.count()", 2),
        ("iif(%resource.item.where(linkId='q2').answer.exists(), 5, 0)", 5),
        ("iif(%resource.item.where(linkId='q9').answer.exists(), 5, 0)", 0),
        (LOOKED_UP.format("q1") + " + 1", 2),
        ("iif(%raw.exists(), %raw, {})", 2),
        ("iif(%none.exists(), %raw, { })", None),
        ("(1 - (%raw / 2 - 1) / 3) * 100", 100),
    ],
)
def test_path_gives(source, gives):
    assert evaluate(parse(source, LANGUAGE), {"q1": 1, "q2": 3, "%raw": 2}) == gives


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("%context.item.answer.value.sum()", "'%context' is not understood"),
        ("%resource.item.answer.value", "several answers stand where one is expected"),
        ("%resource.item.where(linkId='q1')", "a path that ends before an answer"),
        ("%resource.answers().value.sum()", "the step 'answers' is not understood"),
        ("%resource.item.where(text = 'x').answer.value.sum()", "the condition \"text = 'x'\""),
        ("%resource.item.where(linkId.matches('(a+)+$')).answer.value.sum()", "the pattern '(a+)+$'"),
        ("%resource.item.where(linkId.matches('[')).answer.value.sum()", "the pattern '['"),
        ("%resource.item.answer.value.sum().sqrt()", "the step 'sqrt' is not understood"),
        ("%resource.item.answer.value.lookup().sum()", "the step 'lookup' is not understood"),
        ("%resource.item.answer.where(value > 1).sum()", "the step 'where' is not understood"),
        ("%resource.item.answer.aggregate($this & $total, '').sum()", "the step 'aggregate'"),
        (LOOKED_UP.format("q2"), "an answer is looked up at another question"),
        ("%questionnaire.contained.answerOption", "the step 'contained' is not understood"),
        ("%questionnaire.item.answerOption.count()", "a path through the questionnaire"),
        ("%questionnaire.item.answerOption", "a path through the questionnaire"),
        ("%raw.count()", "'%raw' is not understood"),
        ("%resource.item.where(linkId='q1'", "a bracket is not closed"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(source, says):
    with pytest.raises(FormError) as caught:
        parse(source, LANGUAGE)
    assert says in str(caught.value)
