"""The reference cases as Python reads them: what R computed, and the table it was computed from."""

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def expected(case: str) -> dict[str, Any]:
    """The numbers of a case, in R's full double precision; its JSON has the command and the source."""
    return json.loads((FOLDER / f"{case}.json").read_text("utf-8"))["expected"]


def table(case: str) -> list[dict[str, str]]:
    """The rows of a case."""
    with (FOLDER / f"{case}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
