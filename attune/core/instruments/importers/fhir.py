"""FHIR Questionnaires (R4, R4B, R5) in JSON, alone or in a Bundle with their value sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from attune.core.instruments.importers.fhirpath import Node, fhirpath
from attune.core.instruments.importers.forms import (
    MOST_FORMULAS,
    MOST_ITEMS,
    Choice,
    Form,
    FormError,
    FormItem,
    Formula,
    Kind,
    Reading,
)
from attune.core.instruments.importers.loose import dicts, exact, inside, number, words
from attune.core.instruments.importers.questions import (
    MOST_CHOICES,
    formula,
    listed,
    with_missing,
)

HL7 = "http://hl7.org/fhir/StructureDefinition/"
WEIGHTS = tuple(
    HL7 + name
    for name in (
        "ordinalValue",
        "itemWeight",
        "questionnaire-ordinalValue",
        "codesystem-ordinalValue",
        "valueset-ordinalValue",
    )
)
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
VARIABLE = HL7 + "variable"
DEEPEST = 20
KINDS = {
    "choice": Kind.ONE,
    "coding": Kind.ONE,
    "open-choice": Kind.ONE,
    "integer": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "boolean": Kind.OTHER,
    "string": Kind.TEXT,
    "text": Kind.TEXT,
}
Data = Mapping[str, Any]


def read_fhir(data: Data) -> Reading:
    """The questionnaires of a resource. Raises FormError for a resource that holds none."""
    kind = data.get("resourceType")
    resources = [data] if kind == "Questionnaire" else _entries(data)
    questionnaires = [one for one in resources if one.get("resourceType") == "Questionnaire"]
    if not questionnaires:
        raise FormError(f"The file is a FHIR {str(kind)[:40]}, and no Questionnaire is in it.")
    others = [str(one.get("resourceType")) for one in resources if one not in questionnaires]
    dropped = [
        f"A {kind} in the bundle is not read: it is no questionnaire."
        for kind in dict.fromkeys(others)
        if kind != "ValueSet"
    ]
    sets = [one for one in resources if one.get("resourceType") == "ValueSet"]
    forms, found = [], _Findings(dropped)
    for one in questionnaires:
        forms.append(_form(one, sets, found))
    version = " or ".join(sorted(found.versions)) if len(found.versions) == 1 else "R4, R4B or R5"
    return Reading(f"FHIR Questionnaire ({version})", tuple(forms), *found.told())


def _entries(data: Data) -> list[dict[str, Any]]:
    return [
        inside(entry, "resource") for entry in dicts(data, "entry") if inside(entry, "resource")
    ]


@dataclass
class _Findings:
    """What is gathered on the way through one file."""

    dropped: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    elsewhere: dict[str, list[str]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        decide = [
            f"{link}: its answers carry weights in two extensions. Say which counts."
            for link in self.doubled
        ]
        decide += [
            f"The answers of {listed(items)} are in a value set that is not in the file ({where}): "
            "their wording and their numbers are not known."
            for where, items in self.elsewhere.items()
        ]
        if self.codes:
            decide.append(
                f"The answers of {listed(self.codes)} carry no weight; their codes look like numbers "
                "and were taken for them. Compare them with the manual."
            )
        return tuple(self.dropped), tuple(decide)


def _form(data: Data, sets: Sequence[Data], found: _Findings) -> Form:
    options = {
        key: _concepts(one)
        for one in (*dicts(data, "contained"), *sets)
        if one.get("resourceType") == "ValueSet"
        for key in (f"#{exact(one, 'id')}", exact(one, "url"))
    }
    items: list[FormItem] = []
    asked = _variables(data)
    nodes = _nodes(dicts(data, "item"), options, items, asked, found)
    if len(items) > MOST_ITEMS or len(asked) > MOST_FORMULAS:
        raise FormError(
            f"A questionnaire has more than {MOST_ITEMS} questions or {MOST_FORMULAS} scores."
        )
    language = fhirpath(nodes)
    return Form(
        exact(data, "id") or exact(data, "name") or "questionnaire",
        words(data, "title") or words(data, "name"),
        tuple(items),
        tuple(_formula(name, one, language) for name, one in asked),
        words(data, "description"),
    )


def _variables(data: Data) -> list[tuple[str, Data]]:
    return [
        ("%" + exact(inside(one, "valueExpression"), "name"), one)
        for one in dicts(data, "extension")
        if one.get("url") == VARIABLE
    ]


def _nodes(
    data: list[dict[str, Any]],
    options: Mapping[str, list[Choice]],
    items: list[FormItem],
    asked: list[tuple[str, Data]],
    found: _Findings,
    deep: int = 0,
) -> list[Node]:
    """The tree of items; the questions among them go into `items`, the scores into `asked`."""
    if deep > DEEPEST:
        raise FormError("The groups of the form lie too deep in each other.")
    nodes = []
    for one in data:
        link, kind = exact(one, "linkId"), exact(one, "type")
        if kind in ("choice", "open-choice"):
            found.versions.add("R4 or R4B")
        if kind == "coding":
            found.versions.add("R5")
        scores = [each for each in dicts(one, "extension") if each.get("url") == CALCULATED]
        asked.extend((*_variables(one), *((link, each) for each in scores)))
        asks = kind not in ("group", "display")
        weights: frozenset[str] = frozenset()
        coded = False
        if scores:
            pass  # a score is not a question
        elif kind in KINDS:
            item = _item(one, KINDS[kind], options, found)
            items.append(item)
            coded = bool(item.choices)
            weights = frozenset(url for choice in item.choices for url in choice.weights)
        elif asks or kind == "display":
            why = "it is shown, not asked" if kind == "display" else f"answers of the type {kind!r}"
            found.dropped.append(f"{link}: {why}.")
        inner = _nodes(dicts(one, "item"), options, items, asked, found, deep + 1)
        nodes.append(Node(link, asks, coded, weights, tuple(inner)))
    return nodes


def _item(one: Data, kind: Kind, options: Mapping[str, list[Choice]], found: _Findings) -> FormItem:
    choices = _choices(one, options, found)
    if kind is Kind.OTHER:
        choices, kind = [Choice("true", "Yes", None), Choice("false", "No", None)], Kind.ONE
    ends = {
        exact(each, "url"): number(each.get("valueInteger")) for each in dicts(one, "extension")
    }
    return FormItem(
        exact(one, "linkId"),
        words(one, "text"),
        Kind.MANY if one.get("repeats") is True and choices else kind,
        with_missing(choices),
        one.get("required") is True,
        ends.get(HL7 + "minValue"),
        ends.get(HL7 + "maxValue"),
        _shown_if(one),
    )


def _choices(one: Data, options: Mapping[str, list[Choice]], found: _Findings) -> list[Choice]:
    """The options of an item; what is odd about them is noted."""
    link, value_set = exact(one, "linkId"), exact(one, "answerValueSet")
    given = dicts(one, "answerOption")
    choices = options.get(value_set, [_choice(each) for each in given])
    if value_set and value_set not in options:
        found.elsewhere.setdefault(value_set, []).append(link)
    if one.get("type") == "open-choice" or one.get("answerConstraint") == "optionsOrString":
        found.dropped.append(f"{link}: an answer in other words than the options.")
    if any(len(each.weights) > 1 for each in choices):
        found.doubled.append(link)
    by_code = [each.number is not None and not each.weights for each in choices]
    if choices and all(by_code) and not any("valueInteger" in each for each in given):
        found.codes.append(link)
    return choices


def _concepts(value_set: Data) -> list[Choice]:
    concepts = (
        concept
        for concepts_of in (
            *(dicts(one, "concept") for one in dicts(inside(value_set, "compose"), "include")),
            dicts(inside(value_set, "expansion"), "contains"),
        )
        for concept in concepts_of
    )
    return [
        _choice({"valueCoding": concept, "extension": concept.get("extension")})
        for concept in islice(concepts, MOST_CHOICES + 1)
    ]


def _choice(option: Data) -> Choice:
    coding = inside(option, "valueCoding")
    plain = exact(option, "valueInteger") or words(option, "valueString")
    code = exact(coding, "code") or plain
    carried = {
        exact(each, "url"): number(each.get("valueDecimal", each.get("valueInteger")))
        for each in (*dicts(option, "extension"), *dicts(coding, "extension"))
        if each.get("url") in WEIGHTS
    }
    counted = next((one for one in carried.values() if one is not None), number(code))
    return Choice(code, words(coding, "display") or plain or code, counted, weights=tuple(carried))


def _shown_if(one: Data) -> str:
    conditions = []
    for each in dicts(one, "enableWhen"):
        answer = next((key for key in each if key.startswith("answer")), "")
        told = exact(inside(each, answer), "code") or str(each.get(answer))
        conditions.append(f"{exact(each, 'question')} {exact(each, 'operator')} {told}")
    joint = " or " if one.get("enableBehavior") == "any" else " and "
    return joint.join(conditions)


def _formula(name: str, extension: Data, language: Any) -> Formula:
    expression = inside(extension, "valueExpression")
    source, spoken = exact(expression, "expression"), exact(expression, "language")
    if spoken != "text/fhirpath":
        return Formula(name, source, None, f"it is written in {spoken or 'no language'}")
    return formula(name, source, language)
