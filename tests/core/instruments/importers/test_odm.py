"""REDCap projects in ODM."""

from pathlib import Path

import pytest

from attune.core.instruments.importers import odm
from attune.core.instruments.importers.forms import FormError, Kind
from attune.core.instruments.importers.odm import read_odm

PROJECT = (Path(__file__).parent / "samples/project.xml").read_bytes()


def test_project_is_read_without_anybodys_answers():
    reading = read_odm(PROJECT)
    assert reading.dropped == (
        "What people answered is in the file too. It was not read.",
        "days_timestamp: it is defined twice; the first was taken.",
        "2 fields that REDCap adds itself (time stamps, form status).",
    )
    assert "secret" not in repr(reading)
    (form,) = reading.forms
    assert [(item.id, item.kind, item.numbers) for item in form.items] == [
        ("record_id", Kind.TEXT, ()),
        ("q1", Kind.ONE, (0, 1, 2)),
        ("q2", Kind.ONE, (0, 1, 2)),
        ("helped", Kind.MANY, ()),
        ("sleep", Kind.NUMBER, (0, 12)),
    ]
    assert [one.text for one in form.items[3].choices] == ["Walks", "Talks"]
    assert (form.items[1].required, form.items[2].shown_if) == (True, "[q1] > 0")
    assert (form.formulas[0].id, form.formulas[0].source) == ("total", "[q1]+[q2]")


def test_project_alone_says_nothing_of_answers():
    start, end = PROJECT.index(b"<ClinicalData"), PROJECT.index(b"</ODM>")
    alone = PROJECT[:start] + PROJECT[end:]
    alone = alone.replace(b'<ItemRef ItemOID="days_timestamp"/>', b"").replace(
        b'<ItemRef ItemOID="days_complete"/>', b""
    )
    assert read_odm(alone).dropped == ("days_timestamp: it is defined twice; the first was taken.",)
    lost = alone.replace(b'"days.gone"', b'"days.one"').replace(b'OID="days.one"', b'OID="no"', 2)
    with_nothing = read_odm(lost.replace(b'ItemGroupDef OID="days.one"', b'ItemGroupDef OID="x"'))
    assert with_nothing.forms == ()


def test_what_stands_among_answers_is_no_part_of_the_form():
    inside = b'<ClinicalData><ItemDef OID="lost" redcap:FieldType="text"/></ClinicalData>'
    hidden = PROJECT.replace(b"</MetaDataVersion>", inside + b"</MetaDataVersion>")
    assert read_odm(hidden).forms == read_odm(PROJECT).forms


def test_endless_projects_are_refused(monkeypatch):
    monkeypatch.setattr(odm, "MOST_ITEMS", 3)
    with pytest.raises(FormError, match="more than 3 fields"):
        read_odm(PROJECT)


def test_other_xml_is_refused():
    with pytest.raises(FormError, match="no REDCap project in ODM"):
        read_odm(b"<html/>")
    with pytest.raises(FormError, match="save it as JSON"):
        read_odm(b'<Questionnaire xmlns="http://hl7.org/fhir"/>')
