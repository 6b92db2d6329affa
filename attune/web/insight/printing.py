"""A report as a PDF, tagged for screen readers (PDF/UA-1): charts are drawn in, each with its words and its table.

What people named goes in as data and is never read as markup.
"""

import json
from importlib.resources import files
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from attune.web.insight.reports import Report, Section
from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.files import svg_of
from attune.web.ui.templatetags.charts import cell

SHEET = Path(__file__).parent / "templates/insight/report.typ"
FONTS = [
    str(files(name).joinpath("files")) for name in ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
]


class LettersError(Exception):
    """It holds letters that the PDF's fonts can't write."""


def pdf_of(report: Report, *, language: str = "en") -> bytes:
    """The PDF. Raises LettersError."""
    said = {
        "title": report.title,
        "subtitle": report.subtitle,
        "sections": [_section(one) for one in report.sections],
        "on-method": _("How these figures are made"),
        "method": list(report.method),
        "foot": report.foot,
    }
    try:
        made = typst.compile(
            str(SHEET),
            format="pdf",
            font_paths=FONTS,
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(said), "language": language.partition("-")[0]},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as refusal:
        raise LettersError from refusal
    return bytes(made)


def _section(one: Section) -> dict[str, object]:
    return {
        "heading": one.heading,
        "said": list(one.said),
        "charts": [_chart(chart) for chart in one.charts],
    }


def _chart(one: Drawing) -> dict[str, object]:
    decimals = one.table.decimals
    return {
        "title": one.title,
        "says": one.says,
        "foot": list(one.foot),
        "svg": svg_of(one, is_titled=False),
        "alt": f"{one.title}. {one.says}",
        "head": [str(name) for name in one.table.head],
        "rows": [[cell(value, decimals) for value in row] for row in one.table.rows],
    }
