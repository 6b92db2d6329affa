"""REDCap data dictionaries: a CSV file with a row for each field, in forms."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from attune.core.instruments.importers.forms import (
    MOST_ITEMS,
    Choice,
    Form,
    FormError,
    FormItem,
    Formula,
    Kind,
    Reading,
)
from attune.core.instruments.importers.loose import number, plain
from attune.core.instruments.importers.parsing import REDCAP
from attune.core.instruments.importers.questions import formula, listed, with_missing

COLUMNS = {
    "variable / field name": "name",
    "field_name": "name",
    "form name": "form",
    "form_name": "form",
    "field type": "type",
    "field_type": "type",
    "field label": "label",
    "field_label": "label",
    "choices, calculations, or slider labels": "choices",
    "choices or calculations": "choices",
    "select_choices_or_calculations": "choices",
    "text validation type or show slider number": "validation",
    "text_validation_type_or_show_slider_number": "validation",
    "text validation min": "minimum",
    "text_validation_min": "minimum",
    "text validation max": "maximum",
    "text_validation_max": "maximum",
    "identifier?": "identifier",
    "identifier": "identifier",
    "branching logic (show field only if...)": "branching",
    "branching_logic": "branching",
    "required field?": "required",
    "required_field": "required",
    "field annotation": "annotation",
    "field_annotation": "annotation",
}
NEEDED = {"name", "form", "type", "label", "choices"}
NUMBERS = {"integer", "int", "number", "float"}
NOT_MEASURED = {
    "descriptive": "it is shown, not asked",
    "file": "a file is asked for",
    "signature": "a signature is asked for",
    "sql": "its options come from a database",
}
KINDS = {"radio": Kind.ONE, "dropdown": Kind.ONE, "select": Kind.ONE, "checkbox": Kind.MANY}
TWO = {
    "yesno": (Choice("1", "Yes", 1), Choice("0", "No", 0)),
    "truefalse": (Choice("1", "True", 1), Choice("0", "False", 0)),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a REDCap project. formula: of a calculated field."""

    name: str
    form: str
    type: str
    label: str = ""
    choices: tuple[Choice, ...] = ()
    formula: str = ""
    validation: str = ""
    minimum: str = ""
    maximum: str = ""
    identifier: str = ""
    branching: str = ""
    required: str = ""
    annotation: str = ""


@dataclass
class _Findings:
    dropped: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)
    unnumbered: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def told(self) -> tuple[str, ...]:
        personal = f"{listed(self.personal)}: these name a person, which no measure asks."
        return (*([personal] if self.personal else ()), *self.dropped)


def is_dictionary(text: str) -> bool:
    """Whether the first line names the columns of a data dictionary."""
    return {COLUMNS.get(one.strip().lower(), "") for one in _header(text)} >= NEEDED


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _header(text: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(text), delimiter=_delimiter(text)), [])
    except csv.Error:
        return []


def read_dictionary(text: str) -> Reading:
    """The forms of a data dictionary in CSV. Raises FormError."""
    reader = csv.DictReader(StringIO(text), strict=True, delimiter=_delimiter(text), restval="")
    fields = []
    try:
        for row in reader:
            known = {
                COLUMNS[key.strip().lower()]: (value or "").strip()
                for key, value in row.items()
                if isinstance(key, str) and key.strip().lower() in COLUMNS
            }
            told = known.pop("choices", "")
            choices = tuple(_pairs(told)) if known.get("type") in KINDS else ()
            fields.append(Field(**known, choices=choices, formula=told))
    except csv.Error as error:
        raise FormError("The file is broken: it is not whole CSV.") from error
    forms, dropped, decide = read_fields(fields)
    return Reading("REDCap data dictionary", forms, dropped, decide)


def read_fields(
    fields: Sequence[Field],
) -> tuple[tuple[Form, ...], tuple[str, ...], tuple[str, ...]]:
    """The forms that fields make, what was dropped, what is to be decided. Raises FormError."""
    if len(fields) > MOST_ITEMS:
        raise FormError(f"The file has more than {MOST_ITEMS} fields.")
    items: dict[str, list[FormItem]] = {}
    formulas: dict[str, list[Formula]] = {}
    found = _Findings()
    for one in fields:
        if one.name in found.seen:
            found.dropped.append(f"{one.name}: a field of this name stands before it.")
            continue
        found.seen.add(one.name)
        if one.type == "calc":
            formulas.setdefault(one.form, []).append(_calculated(one))
        elif (item := _item(one, found)) is not None:
            items.setdefault(one.form, []).append(item)
    forms = tuple(
        Form(
            name,
            plain(name.replace("_", " ")),
            tuple(items.get(name, ())),
            tuple(formulas.get(name, ())),
        )
        for name in dict.fromkeys(one.form for one in fields)
        if name in items or name in formulas
    )
    decide = [
        f"{listed(found.unnumbered)}: the codes of their options are not numbers, so they have no score."
    ]
    return forms, found.told(), tuple(decide if found.unnumbered else ())


def _calculated(one: Field) -> Formula:
    if "@CALCTEXT" in one.annotation.upper():
        return Formula(one.name, one.formula, None, "it makes words, not a number")
    return formula(one.name, one.formula, REDCAP)


def _item(one: Field, found: _Findings) -> FormItem | None:
    if one.identifier.lower() in ("y", "yes"):
        found.personal.append(one.name)
        return None
    if one.type in NOT_MEASURED:
        found.dropped.append(f"{one.name}: {NOT_MEASURED[one.type]}.")
        return None
    if "@CALCTEXT" in one.annotation.upper() or "@CALCDATE" in one.annotation.upper():
        found.dropped.append(f"{one.name}: a script computes it.")
        return None
    if one.annotation:
        found.dropped.append(f"{one.name}: its annotation ({plain(one.annotation)[:60]}).")
    choices = TWO.get(one.type, one.choices)
    kind = Kind.ONE if one.type in TWO else KINDS.get(one.type, Kind.TEXT)
    if kind in (Kind.ONE, Kind.MANY) and any(each.number is None for each in choices):
        found.unnumbered.append(one.name)
    minimum, maximum = number(one.minimum), number(one.maximum)
    if one.type == "slider":
        kind, choices = Kind.NUMBER, ()
        minimum, maximum = minimum or 0.0, 100.0 if maximum is None else maximum
    elif one.type == "text" and one.validation in NUMBERS:
        kind = Kind.NUMBER
    return FormItem(
        one.name,
        plain(one.label),
        kind,
        with_missing(choices),
        one.required.lower() in ("y", "yes"),
        minimum,
        maximum,
        one.branching,
    )


def _pairs(text: str) -> Iterator[Choice]:
    for part in re.split(r"\||\n", text):
        code, comma, label = part.strip().partition(",")
        if code.strip():
            words = plain(label) if comma else plain(code)
            yield Choice(code.strip(), words, number(code.strip()))
