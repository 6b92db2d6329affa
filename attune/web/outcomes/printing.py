"""A client's summary as a PDF: one page of A4, tagged for screen readers (PDF/UA-1), letters embedded.

People's words go in as data and are never read as markup.
"""

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import typst

from attune.web.outcomes.queries.summary import Page

SHEET = Path(__file__).parent / "templates/outcomes/summary.typ"
FONTS = [
    str(files(name).joinpath("files")) for name in ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
]
SIZES = ("13", "11", "10", "9")  # points: letters grow smaller before a page is refused


class CannotPrintError(Exception):
    """The page can't be printed. says: why, and what to do."""


class TooLongError(CannotPrintError):
    """It does not fit on one page."""


class LettersError(CannotPrintError):
    """It holds letters that the PDF's fonts can't write."""


def pdf_of(page: Page, *, language: str = "en") -> bytes:
    """The PDF. Raises TooLongError and LettersError."""
    tongue = language.partition("-")[0]  # of "en-gb"
    data = {"page": json.dumps(asdict(page)), "language": tongue}
    for size in SIZES:
        sheet = typst.Compiler(
            str(SHEET),
            font_paths=FONTS,
            ignore_system_fonts=True,
            sys_inputs={**data, "size": size},
        )
        if _pages(sheet) == 1:
            return _compiled(sheet)
    raise TooLongError


def _pages(sheet: typst.Compiler) -> int:
    return int(json.loads(sheet.query("<pages>", field="value", one=True)))


def _compiled(sheet: typst.Compiler) -> bytes:
    try:
        return sheet.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as refusal:
        raise LettersError from refusal
