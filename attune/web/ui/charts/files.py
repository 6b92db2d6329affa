"""A chart to take along: as a drawing (SVG), a picture (PNG) or a table (CSV).

A file leaves its page, so it carries its title and its foot: how many, how complete, what it can't tell.
"""

import csv
import io
from importlib.resources import files
from pathlib import Path

import typst
from django.template.loader import get_template
from django.utils.translation import gettext as _

from attune.web.ui.charts.drawing import LINE, Cell, Drawing, in_lines

WIDTH, EDGE = 760, 24  # pixels
LETTERS = 92  # that fit across
SCALE = 2  # pixels of a picture for each of the drawing
LOOK = Path(__file__).parent / "look.css"
FONTS = [str(files("fontpkg_noto_sans").joinpath("files"))]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


def svg_of(drawing: Drawing, *, is_titled: bool = True) -> str:
    """A drawing that needs nothing beside it. is_titled: with title and foot, as a file; a report has its own."""
    heading = in_lines(drawing.title, 66) if is_titled else []
    top = EDGE + 26 * len(heading) + (8 if heading else 0)
    y = top + drawing.height + 24
    keys = []
    for kind, words in drawing.keys:
        for place, text in enumerate(in_lines(words, LETTERS - 6)):
            keys.append((y, "" if place else kind, text))
            y += LINE
    foot = []
    said = drawing.foot if is_titled else ()
    for text in [part for one in said for part in in_lines(one, LETTERS)]:
        foot.append((y + 8, text))
        y += LINE
    return get_template("ui/charts/standalone.svg").render(
        {
            "drawing": drawing,
            "width": WIDTH,
            "height": y + 4,
            "edge": EDGE,
            "beside": EDGE + 38,
            "inner": WIDTH - 2 * EDGE,
            "top": top,
            "look": LOOK.read_text(encoding="utf-8"),
            "heading": [(EDGE + 20 + 26 * place, text) for place, text in enumerate(heading)],
            "keys": keys,
            "foot": foot,
        }
    )


def png_of(drawing: Drawing) -> bytes:
    """A picture of twice the drawing's pixels."""
    made = typst.compile(
        PICTURE,
        format="png",
        ppi=96.0 * SCALE,
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"svg": svg_of(drawing)},
    )
    return bytes(made)


def csv_of(drawing: Drawing) -> str:
    """The chart's table; numbers as they are, words guarded against being read as formulas."""
    out = io.StringIO()
    sheet = csv.writer(out)
    about = " ".join([drawing.title + ".", *drawing.foot])
    sheet.writerow([*map(guarded, drawing.table.head), _("About")])
    for row in drawing.table.rows:
        sheet.writerow([*map(guarded, row), guarded(about)])
    return out.getvalue()


def guarded(value: Cell) -> str | int | float:
    """A cell that no spreadsheet takes for a formula: words that begin like one get an apostrophe, numbers stay."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
