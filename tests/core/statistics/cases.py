"""The reference cases, as the tests of this package read them."""

import csv
import json
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "reference"


def case(name: str) -> dict:
    """What the case expects."""
    return json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))["expected"]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a case's data."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
