"""Opens XML and .xlsx from strangers: no document types, no entities, no bombs, nothing too deep."""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from attune.core.instruments.importers.forms import FormError

DEEPEST = 100
MOST_ELEMENTS = 400_000
LARGEST_PART = 20_000_000  # bytes of one file in an archive
MOST_ROWS = 20_000
CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
BROKEN = (
    BadZipFile,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
)
SHEETS = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
WORDS = "xl/sharedStrings.xml"


def xml(content: bytes, skip: frozenset[str] = frozenset()) -> Element:
    """The tree of an XML file, its names without their namespaces. Raises FormError.

    skip: elements that are not even kept while reading, with all that is in them.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    builder = _Builder(skip)
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except FormError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FormError("The file is broken: it is not whole XML.") from error
    return builder.close()


def _refuse(*_: object) -> None:
    raise FormError("The file declares a document type of its own, which is not read for safety.")


class _Builder:
    def __init__(self, skip: frozenset[str]) -> None:
        self._tree, self._skip = TreeBuilder(), skip
        self._count = self._deep = self._skipped = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._deep += 1
        if self._deep > DEEPEST or self._count > MOST_ELEMENTS:
            raise FormError("The file has more in it than a form can have.")
        local = _local(name)
        if self._skipped or local in self._skip:
            self._skipped += 1
            return
        self._tree.start(local, {_local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._deep -= 1
        if self._skipped:
            self._skipped -= 1
            return
        self._tree.end(_local(name))

    def data(self, text: str) -> None:
        if not self._skipped:
            self._tree.data(text)

    def close(self) -> Element:
        return self._tree.close()


def _local(name: str) -> str:
    return name.rpartition("}")[2]


# ------------------------------------------------------------------------ spreadsheets


def sheets(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of each sheet of an .xlsx file, by the name of their column, in lower case.

    The first row that has anything holds the names. Raises FormError.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            read = _reader(archive)
            shared = _shared(read(WORDS)) if WORDS in archive.namelist() else []
            targets = {
                link.get("Id", ""): link.get("Target", "").lstrip("/") for link in xml(read(LINKS))
            }
            found = {}
            for sheet in xml(read(SHEETS)).iter("sheet"):
                target = targets.get(sheet.get("id", ""), "").removeprefix("xl/")
                found[sheet.get("name", "").strip().lower()] = _rows(
                    xml(read(f"xl/{target}")), shared
                )
            return found
    except FormError:
        raise
    except BROKEN as error:
        raise FormError("The file is no spreadsheet, or it is broken.") from error


def _reader(archive: ZipFile) -> Callable[[str], bytes]:
    left = [2 * LARGEST_PART]

    def read(name: str) -> bytes:
        with archive.open(name) as part:
            content = part.read(LARGEST_PART + 1)
        left[0] -= len(content)
        if len(content) > LARGEST_PART or left[0] < 0:
            raise FormError("The file grows too large when it is unpacked.")
        return content

    return read


def _shared(content: bytes) -> list[str]:
    return ["".join(part.text or "" for part in one.iter("t")) for one in xml(content).iter("si")]


def _rows(sheet: Element, shared: list[str]) -> list[dict[str, str]]:
    names: dict[str, str] = {}
    found = []
    for row in sheet.iter("row"):
        cells = {column: text for column, text in map(_cell(shared), row.iter("c")) if text}
        if not names:
            names = {column: text.strip().lower() for column, text in cells.items()}
        elif cells:
            found.append({names[column]: text for column, text in cells.items() if column in names})
        if len(found) > MOST_ROWS:
            raise FormError("The file has more in it than a form can have.")
    return found


def _cell(shared: list[str]) -> Callable[[Element], tuple[str, str]]:
    def read(cell: Element) -> tuple[str, str]:
        place = CELL.fullmatch(cell.get("r", ""))
        kind, value = cell.get("t", "n"), (cell.findtext("v") or "").strip()
        if kind == "s" and value.isdecimal() and len(value) < 9 and int(value) < len(shared):
            value = shared[int(value)]
        elif kind == "inlineStr":
            value = "".join(part.text or "" for part in cell.iter("t"))
        elif kind == "n":
            value = value.removesuffix(".0")
        return (place[1] if place else "", value.strip())

    return read
