"""The invented services and families, read from families.toml."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

FILE = Path(__file__).parent / "families.toml"
PASSWORD = "watch-the-good-moments"  # noqa: S105 -- of invented people, and printed at every start
FILM_SECONDS = 20
FILM_SIZE = (854, 480)


def invented() -> dict[str, Any]:
    """{"association": {...}, "service": [...], "family": [...]} as the file has them."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def day(days_ago: int) -> date:
    """Days of the file count back from today."""
    return timezone.localdate() - timedelta(days=days_ago)
