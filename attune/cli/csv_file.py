"""CSV files in UTF-8, as every command reads them."""

import csv
from io import StringIO
from pathlib import Path

from attune.cli.telling import fail


def csv_lines(path: Path) -> list[list[str]]:
    """The cells of every line that is not empty; a file that is none is said and ends the command."""
    try:
        lines = csv.reader(StringIO(path.read_text(encoding="utf-8-sig")), strict=True)
        return [line for line in lines if line]
    except (UnicodeDecodeError, csv.Error):
        fail(f"{path} is no CSV file in UTF-8.")
