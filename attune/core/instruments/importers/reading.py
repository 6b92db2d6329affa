"""The door: a file that somebody else made, whatever its format, becomes a report."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from attune.core.instruments.catalogue import folder_of, newest
from attune.core.instruments.importers.comparing import Known, differences, looks_like
from attune.core.instruments.importers.doubting import item_doubts, score_findings
from attune.core.instruments.importers.drafting import draft
from attune.core.instruments.importers.fhir import read_fhir
from attune.core.instruments.importers.forms import (
    LARGEST,
    Form,
    FormError,
    FormItem,
    Formula,
    Reading,
    Report,
)
from attune.core.instruments.importers.odm import read_odm
from attune.core.instruments.importers.recomputing import affordable
from attune.core.instruments.importers.redcap import is_dictionary, read_dictionary
from attune.core.instruments.importers.reproschema import is_bundle, read_reproschema
from attune.core.instruments.importers.xlsform import read_xlsform
from attune.core.instruments.package import vectors_of

PRINTED = Path(__file__).with_name("printed.toml")
FORMATS = (
    "a FHIR Questionnaire in JSON, a REDCap data dictionary in CSV, a REDCap project in ODM, an XLSForm "
    "in .xlsx or a ReproSchema bundle in JSON"
)


def read_form(content: bytes, name: str, known: Sequence[Known] | None = None) -> Report:
    """What a file holds, what was left out, what a person must decide, and a draft of each form.

    name: of the file, as it is told. known: the measures to compare with; those of the catalogue where
    not said. Raises FormError, in a sentence, for what is no form, is broken, or is too large.
    """
    if len(content) > LARGEST:
        raise FormError(
            f"{name} is larger than {LARGEST // 1_000_000} MB, more than a form can be."
        )
    reading = _read(content, name)
    if not any(form.items or form.formulas for form in reading.forms):
        raise FormError(f"{name} asks no questions.")
    measures = catalogue() if known is None else known
    recomputed: list[str] = []
    dropped, decide = list(reading.dropped), list(reading.decide)
    drafts = {}
    forms = affordable([_once(form, dropped) for form in reading.forms])
    for form in forms:
        decide.extend(item_doubts(form))
        found, left_out, doubts = score_findings(form)
        recomputed.extend(found)
        dropped.extend(left_out)
        decide.extend(doubts)
        like = looks_like(form, name if len(reading.forms) == 1 else "", measures)
        decide.extend(() if like is None else differences(form, like))
        files, more = draft(form)
        decide.extend(more)
        if files:
            drafts[form.id] = files
    return Report(
        name,
        reading.format,
        tuple(forms),
        tuple(recomputed),
        tuple(dict.fromkeys(dropped)),
        tuple(dict.fromkeys(decide)),
        drafts,
    )


def _once(form: Form, dropped: list[str]) -> Form:
    """The form with each name once: the first item or score of a name is taken."""
    items: dict[str, FormItem] = {}
    for item in form.items:
        if item.id in items:
            dropped.append(f"{item.id}: an item of this name stands before it.")
        items.setdefault(item.id, item)
    formulas: dict[str, Formula] = {}
    for formula in form.formulas:
        if formula.id in formulas:
            dropped.append(f"{formula.id}: a score of this name stands before it.")
        formulas.setdefault(formula.id, formula)
    return replace(form, items=tuple(items.values()), formulas=tuple(formulas.values()))


def catalogue() -> list[Known]:
    """The newest version of each shipped measure, with its filled forms."""
    printed = tomllib.loads(PRINTED.read_text(encoding="utf-8"))
    return [
        Known(
            measure,
            vectors_of(folder_of(measure)),
            frozenset(map(str, printed.get(measure.id, {}).get("falling", ()))),
        )
        for measure in newest()
    ]


def _read(content: bytes, name: str) -> Reading:
    if content.startswith(b"PK"):
        return read_xlsform(content)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return read_odm(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormError(
            f"{name} is no text in UTF-8, and no format that is read: {FORMATS}."
        ) from error
    if start[:1] in (b"{", b"["):
        return _read_json(text, name)
    if is_dictionary(text):
        return read_dictionary(text)
    raise FormError(f"{name} is in no format that is read: {FORMATS}.")


def _read_json(text: str, name: str) -> Reading:
    try:
        data: Any = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half of a character is no text
    except (ValueError, RecursionError) as error:
        raise FormError(f"{name} is broken: it is not whole JSON.") from error
    if is_bundle(data):
        return read_reproschema(data)
    if isinstance(data, dict) and "resourceType" in data:
        return read_fhir(data)
    raise FormError(f"{name} is JSON, and in no format that is read: {FORMATS}.")
