"""REDCap projects in CDISC ODM: the forms of the project; what people answered is never read."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from xml.etree.ElementTree import Element

from attune.core.instruments.importers.forms import MOST_ITEMS, Choice, FormError, Reading
from attune.core.instruments.importers.loose import number
from attune.core.instruments.importers.questions import MOST_CHOICES
from attune.core.instruments.importers.redcap import Field, read_fields
from attune.core.instruments.importers.unpacking import xml

ANSWERS = frozenset({"ClinicalData", "ReferenceData"})
OWN = ("redcap_survey_identifier", "redcap_event_name", "redcap_repeat_instance")
DATA_TYPES = {"integer": "integer", "float": "number"}


def read_odm(content: bytes) -> Reading:
    """The forms of an ODM file. Raises FormError."""
    root = xml(content, skip=ANSWERS)
    study = root.find("Study/MetaDataVersion")
    if root.tag == "Questionnaire":
        raise FormError("The file is a FHIR Questionnaire in XML: save it as JSON.")
    if root.tag != "ODM" or study is None:
        raise FormError("The file is XML, and it is no REDCap project in ODM.")
    dropped = []
    if any(f"<{name}".encode() in content for name in ANSWERS):
        dropped.append("What people answered is in the file too. It was not read.")
    definitions: dict[str, Element] = {}
    for one in study.iter("ItemDef"):
        name = one.get("OID", "")
        if name in definitions:
            dropped.append(f"{name}: it is defined twice; the first was taken.")
        definitions.setdefault(name, one)
    lists = {one.get("OID", ""): one for one in study.iter("CodeList")}
    fields: list[Field] = []
    own: list[Field] = []
    for form, one in _placed(study, definitions):
        (own if _is_redcaps_own(one, form) else fields).append(_field(one, form, lists))
    if own:
        dropped.append(f"{len(own)} fields that REDCap adds itself (time stamps, form status).")
    if len(fields) > MOST_ITEMS:
        raise FormError(f"The file has more than {MOST_ITEMS} fields.")
    forms, left_out, decide = read_fields(_joined(fields))
    return Reading("REDCap project in ODM", forms, (*dropped, *left_out), decide)


def _placed(study: Element, definitions: dict[str, Element]) -> Iterator[tuple[str, Element]]:
    """Each item with its form, once, in the order of the forms."""
    groups = {one.get("OID", ""): one for one in study.iter("ItemGroupDef")}
    seen = set()
    for form in study.iter("FormDef"):
        name = form.get("FormName", form.get("OID", "").removeprefix("Form."))
        for place in form.iter("ItemGroupRef"):
            group = groups.pop(place.get("ItemGroupOID", ""), None)
            for item in () if group is None else group.iter("ItemRef"):
                key = item.get("ItemOID", "")
                if key in definitions and key not in seen:
                    seen.add(key)
                    yield name, definitions[key]


def _is_redcaps_own(one: Element, form: str) -> bool:
    name = one.get("OID", "")
    return name in OWN or name in (f"{form}_timestamp", f"{form}_complete")


def _field(one: Element, form: str, lists: dict[str, Element]) -> Field:
    checks = {
        check.get("Comparator", ""): (check.findtext("CheckValue") or "").strip()
        for check in one.iter("RangeCheck")
    }
    kind = one.get("FieldType", "text")
    reference = one.find("CodeListRef")
    options = lists.get("" if reference is None else reference.get("CodeListOID", ""))
    return Field(
        one.get("Variable", one.get("OID", "")),
        form,
        kind,
        (one.findtext("Question/TranslatedText") or "").strip(),
        tuple(_choices(one, kind, options)),
        one.get("Calculation", ""),
        DATA_TYPES.get(one.get("DataType", ""), ""),
        checks.get("GE", ""),
        checks.get("LE", ""),
        one.get("Identifier", ""),
        one.get("BranchingLogic", ""),
        one.get("RequiredField", ""),
        one.get("FieldAnnotation", ""),
    )


def _choices(one: Element, kind: str, options: Element | None) -> Iterator[Choice]:
    if kind == "checkbox":  # each box is an item of its own, its number after three underscores
        code = one.get("OID", "").rpartition("___")[2]
        yield Choice(code, (one.findtext("Question/TranslatedText") or "").strip(), number(code))
        return
    for each in () if options is None else islice(options.iter("CodeListItem"), MOST_CHOICES + 1):
        code = each.get("CodedValue", "")
        text = (each.findtext("Decode/TranslatedText") or "").strip()
        yield Choice(code, text, number(code))


def _joined(fields: list[Field]) -> list[Field]:
    """The boxes of one question, which ODM lists one by one, as one field."""
    found: dict[str, Field] = {}
    for one in fields:
        before = found.get(one.name)
        if before is None or one.type != "checkbox":
            found[one.name] = one
        else:
            found[one.name] = replace(before, choices=(*before.choices, *one.choices))
    return list(found.values())
