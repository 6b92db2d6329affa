import csv
import io
from xml.etree import ElementTree

from PIL import Image

from attune.web.ui.charts.bars import Share, bars
from attune.web.ui.charts.drawing import Drawing, Table
from attune.web.ui.charts.files import WIDTH, csv_of, guarded, png_of, svg_of
from attune.web.ui.charts.forest import Row, Words, forest
from attune.web.ui.charts.tiles import Tile, tiles

FOOT = ("7 of 10 first forms have their last one, too.", "There is no control group.")
NAME = "{http://www.w3.org/2000/svg}"


def made() -> Drawing:
    return bars(
        [Share("<Both> & more", 0.7, 0.4, 0.9, 7, 10)],
        title="How many <have> both",
        says="7 of 10",
        whose="What",
        what="Share",
        foot=FOOT,
    )


def texts(svg: str) -> list[str]:
    return [one.text for one in ElementTree.fromstring(svg).iter(f"{NAME}text")]


def test_saved_drawing_is_whole_and_says_how_many_and_what_it_cannot_tell():
    said = texts(svg_of(made()))
    assert "How many <have> both" in said
    assert "<Both> & more" in said
    assert set(FOOT) <= set(said)
    assert "the share" in said


def test_saved_drawing_has_a_title_and_words_for_those_who_do_not_see_it():
    root = ElementTree.fromstring(svg_of(made()))
    assert root.find(f"{NAME}title").text == "How many <have> both"
    assert root.find(f"{NAME}desc").text == "7 of 10"


def test_drawing_for_a_report_leaves_title_and_foot_to_it():
    said = texts(svg_of(made(), is_titled=False))
    assert not {"How many <have> both", *FOOT} & set(said)


def test_picture_has_two_pixels_for_each_of_the_drawing():
    picture = Image.open(io.BytesIO(png_of(made())))
    height = float(ElementTree.fromstring(svg_of(made())).get("height"))
    assert picture.size == (2 * WIDTH, 2 * height)


def test_picture_shows_the_marks_in_their_places():
    rows = [Row("A", 5, 0, 10), Row("All", 5, 2.5, 7.5, pooled=True)]
    drawing = forest(rows, title="T", says="S", words=Words(), none=None)
    picture = Image.open(io.BytesIO(png_of(drawing))).convert("RGB")
    # the square of A: in the middle of the inner drawing, 37 pixels below its top (one line of title above)
    middle, top = 24 + (WIDTH - 48) / 2, 24 + 26 + 8
    assert picture.getpixel((int(2 * middle), 2 * (top + 37))) == (0x17, 0x50, 0x4F)
    assert picture.getpixel((int(2 * middle), 2 * (top + 37 + 56))) == (0x0D, 0x35, 0x34)


def test_map_is_saved_too():
    drawing = tiles(
        {"wales": Tile("wales", "Wales", 2.0, "2.0", 20)}, title="T", says="S", what="P"
    )
    assert Image.open(io.BytesIO(png_of(drawing))).format == "PNG"


def test_table_is_saved_with_numbers_as_they_are_and_what_they_cannot_tell():
    rows = list(csv.reader(io.StringIO(csv_of(made()))))
    about = " ".join(["How many <have> both.", *FOOT])
    assert rows == [
        ["What", "Count", "Of", "Share", "From", "To", "About"],
        ["<Both> & more", "7", "10", "0.7", "0.4", "0.9", about],
    ]


def test_words_that_a_spreadsheet_would_compute_are_guarded_and_numbers_are_not():
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
    table = Table(("=head",), (*((word,) for word in bad), (-1.5,), (None,)))
    rows = list(csv.reader(io.StringIO(csv_of(Drawing("T", "", 1, (), table)))))
    assert [row[0] for row in rows] == ["'=head", *(f"'{word}" for word in bad), "-1.5", ""]


def test_guard_leaves_plain_words_alone():
    assert guarded("London") == "London"
