"""Takes from JSON whose shape nobody promised what has the shape that is asked for, and nothing else."""

import re
from html import unescape
from typing import Any

TAG = re.compile(r"<[^<>]{0,2000}>")
GREATEST = 1e9
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")


def dicts(value: Any, key: str) -> list[dict[str, Any]]:
    """The objects in the list `value[key]`; none where there is no such list."""
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def inside(value: Any, key: str) -> dict[str, Any]:
    """The object `value[key]`; an empty one where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def words(value: Any, key: str) -> str:
    """The text `value[key]`, without mark-up; "" where there is none. Of several languages: English."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, dict):
        found = found.get("en") or next((one for one in found.values() if one), "")
    return plain(found) if isinstance(found, str) else ""


def exact(value: Any, key: str) -> str:
    """The text or number `value[key]` as it is written; "" where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found)


def number(value: Any) -> float | None:
    """A number, or a text that is one; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < GREATEST else None
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return float(value)
    return None


def plain(text: str) -> str:
    """Text without tags, on one line."""
    return " ".join(unescape(TAG.sub(" ", text)).split())
