"""The files of a release: every cell once, hidden ones as a star, folders as the check wants them."""

import csv
import io
from itertools import product

from attune.core.figures.released_files import counts_csv, figures_csv, files_of
from tests.core.figures.small_release import STANDINGS, small_document, small_part


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_table_has_every_cell_with_its_margins_once():
    part = small_part()
    found = rows(counts_csv(part, part.table(("region",))))
    ways = product((*STANDINGS, "All"), ("london", "wales", "scotland", "All"))
    assert [(row["standing"], row["region"]) for row in found] == list(ways)
    told = {(row["standing"], row["region"]): row["count"] for row in found}
    assert told["improved", "london"] == "20"
    assert told["All", "wales"] == "*"
    assert told["improved", "All"] == "35"
    assert told["All", "All"] == "120"


def test_figures_are_one_table():
    london = rows(figures_csv(small_document()))[1]
    assert (london["measure"], london["by"], london["category"]) == ("core-10", "region", "london")
    assert (london["pairs"], london["change"], london["change_low"]) == ("55", "5.0", "4.5")
    assert london["since"] == "2026-11"
    wales = rows(figures_csv(small_document()))[2]
    assert (wales["pairs"], wales["change"], wales["reason"]) == (
        "*",
        "",
        "Too few have both scores.",
    )


def test_folders_are_by_subject_and_then_by_release():
    assert list(files_of(small_document("2026-12"))) == [
        "core-10-total-self/2026-12/all.csv",
        "core-10-total-self/2026-12/region.csv",
        "figures-2026-12.csv",
    ]
