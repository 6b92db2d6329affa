"""XML and spreadsheets of strangers."""

import pytest

from attune.core.instruments.importers import unpacking
from attune.core.instruments.importers.forms import FormError
from attune.core.instruments.importers.unpacking import sheets, xml
from tests.core.instruments.importers.made import MAIN, workbook, zipped

ENTITIES = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


def refused(call, *arguments) -> str:
    with pytest.raises(FormError) as caught:
        call(*arguments)
    return str(caught.value)


def test_tree_has_names_without_namespaces():
    root = xml(b'<x:a xmlns:x="urn:x" x:b="1"><x:c>hi</x:c></x:a>')
    assert (root.tag, root.get("b"), root.findtext("c")) == ("a", "1", "hi")


def test_what_is_to_be_skipped_is_not_even_kept():
    root = xml(b"<a><s>no<c>no</c></s><c>yes</c></a>", frozenset({"s"}))
    assert [(one.tag, one.text) for one in root.iter()] == [("a", None), ("c", "yes")]


@pytest.mark.parametrize("text", [ENTITIES, OUTSIDE, "<!DOCTYPE a><a/>"])
def test_document_types_and_entities_are_refused(text):
    assert "declares a document type" in refused(xml, text.encode())


@pytest.mark.parametrize(
    "text", ["<a>", "", "<a>&nobody;</a>", "<?xml version='1.0' encoding='no'?><a/>"]
)
def test_broken_xml_is_refused(text):
    assert refused(xml, text.encode()) == "The file is broken: it is not whole XML."


def test_too_deep_and_too_long_are_refused(monkeypatch):
    deep = "<a>" * (unpacking.DEEPEST + 1) + "</a>" * (unpacking.DEEPEST + 1)
    assert "more in it than" in refused(xml, deep.encode())
    monkeypatch.setattr(unpacking, "MOST_ELEMENTS", 5)
    assert "more in it than" in refused(xml, b"<a>" + b"<b/>" * 5 + b"</a>")


def test_rows_are_read_by_the_names_of_their_columns():
    made = workbook(
        survey=[[], ["Type", "", "name"], ["text", "lost", "q1"], ["", "", ""], ["note"]]
    )
    assert sheets(made) == {"survey": [{"type": "text", "name": "q1"}, {"type": "note"}]}


def test_cells_of_all_kinds_are_read():
    cells = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c></row>'
        '<row><c r="A2"><v>2.0</v></c><c r="B2" t="b"><v>1</v></c><c><v>lost</v></c></row>'
    )
    one = workbook(survey=[])
    files = {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><r><t>na</t></r><r><t>me</t></r></si></sst>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets><sheet name="A" id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<a><b Id="r1" Target="/xl/sheet.xml"/></a>',
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}">{cells}</worksheet>',
    }
    assert sheets(zipped(files)) == {"a": [{"name": "2", "9": "1"}]}
    assert sheets(one) == {"survey": []}


def test_what_is_no_spreadsheet_is_refused():
    says = "The file is no spreadsheet, or it is broken."
    assert refused(sheets, b"PK\x03\x04") == says
    assert refused(sheets, zipped({"word/document.xml": "<a/>"})) == says
    broken = bytearray(workbook(survey=[["type"], ["text"]]))
    broken[60:70] = b"0123456789"
    assert refused(sheets, bytes(broken)) == says
    whole = workbook(survey=[["type"], ["text"]])
    assert refused(sheets, whole[:4] + whole[15:]) == says  # its parts begin before the file does


def test_bombs_are_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_PART", 2000)
    bomb = zipped({"xl/_rels/workbook.xml.rels": "<a>" + " " * 2000 + "</a>"})
    assert refused(sheets, bomb) == "The file grows too large when it is unpacked."
    monkeypatch.setattr(unpacking, "MOST_ROWS", 2)
    monkeypatch.setattr(unpacking, "LARGEST_PART", 20_000)
    many = workbook(survey=[["type"], *[["text"]] * 3])
    assert "more in it than" in refused(sheets, many)
