"""Forms for the importers, made up: no wording of anybody's questionnaire."""

import json
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from attune.core.instruments.importers.expressions import Expression
from attune.core.instruments.importers.forms import Choice, Form, FormItem, Formula, Kind
from attune.core.instruments.importers.parsing import REDCAP, parse

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
TICKS = ("First", "Second", "Third", "Fourth")


def item(name: str, numbers=(0, 1, 2, 3), **more) -> FormItem:
    choices = tuple(Choice(str(one), f"Answer {one}", float(one)) for one in numbers)
    return FormItem(name, more.pop("text", f"Thought {name}"), Kind.ONE, choices, **more)


def redcap(source: str) -> Expression:
    return parse(source, REDCAP)


def form(items, *formulas: tuple[str, str], **more) -> Form:
    """A form with scores written as REDCap writes them."""
    made = tuple(
        Formula(name, source, redcap(source), blank_is_zero=more.get("blank_is_zero", False))
        for name, source in formulas
    )
    return Form("mine", "My form", tuple(items), made)


def as_bytes(data: object) -> bytes:
    return json.dumps(data).encode()


# -------------------------------------------------------------------------------- FHIR


def weighed(number: int, url: str | None = ORDINAL) -> dict:
    coding = {"code": f"c{number}", "display": f"Answer {number}"}
    if url is not None:
        coding["extension"] = [{"url": url, "valueDecimal": number}]
    return {"valueCoding": coding}


def question(link: str, *, url: str | None = ORDINAL, kind: str = "choice", **more) -> dict:
    options = [weighed(number, url) for number in range(4)]
    return {
        "linkId": link,
        "text": f"Thought {link}",
        "type": kind,
        "answerOption": options,
        **more,
    }


def calculated(link: str, expression: str, language: str = "text/fhirpath") -> dict:
    told = {"language": language, "expression": expression}
    extension = [{"url": CALCULATED, "valueExpression": told}]
    return {"linkId": link, "type": "decimal", "extension": extension}


def questionnaire(*items: dict, **more) -> dict:
    return {
        "resourceType": "Questionnaire",
        "id": "mine",
        "title": "My form",
        "status": "active",
        "item": list(items),
        **more,
    }


# ------------------------------------------------------------------------- ReproSchema


def bundle(items: dict[str, list[int]], expression: str, **activity) -> dict:
    """An activity whose items list their answers with these numbers, in this order."""
    places = [{"isAbout": f"items/{name}", "variableName": name, "isVis": True} for name in items]
    return {
        "activity": {
            "id": "mine_schema",
            "prefLabel": {"en": "My form"},
            "preamble": {"en": "Think of today."},
            "ui": {
                "addProperties": [
                    *places,
                    {"isAbout": "items/mine_total", "variableName": "mine_total", "isVis": False},
                ]
            },
            "compute": [{"variableName": "mine_total", "jsExpression": expression}],
            **activity,
        },
        "items": {
            **{name: radio(name, numbers) for name, numbers in items.items()},
            "mine_total": {
                "id": "mine_total",
                "ui": {"inputType": "xsd:int", "readonlyValue": True},
                "responseOptions": {"minValue": 0, "maxValue": 3 * len(items)},
            },
        },
    }


def radio(name: str, numbers: list[int]) -> dict:
    return {
        "id": name,
        "question": {"en": f"Thought {name}", "es": f"Idea {name}"},
        "ui": {"inputType": "radio"},
        "responseOptions": {
            "choices": [
                {"name": {"en": words}, "value": number}
                for words, number in zip(TICKS, numbers, strict=False)
            ],
            "multipleChoice": False,
        },
    }


def ten_of(name: str) -> dict:
    """Ten items, every one numbered 0 to 3 from its first answer, and their sum."""
    names = [f"{name}_{number}" for number in range(1, 11)]
    made = bundle({each: [0, 1, 2, 3] for each in names}, " + ".join(names))
    made["activity"]["id"] = f"{name.upper()}_schema"
    return made


# ------------------------------------------------------------------------ spreadsheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(**sheets: list[list[str]]) -> bytes:
    """An .xlsx file of these sheets, the rows as they are given."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    files = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def _sheet(rows: list[list[str]]) -> str:
    made = "".join(
        f'<row r="{place}">{"".join(_cell(column, place, text) for column, text in enumerate(row))}</row>'
        for place, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{made}</sheetData></worksheet>'


def _cell(column: int, place: int, text: str) -> str:
    name = f"{chr(65 + column)}{place}"
    if text.lstrip("-").isdigit():
        return f'<c r="{name}"><v>{text}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
