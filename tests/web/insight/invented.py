"""Records of an invented service, small enough to be worked out by hand."""

from typing import Any
from uuid import uuid4

CORE = "core-10"


def course(
    before: float, after: float | None = None, *, at: str = "end", **says: Any
) -> list[dict]:
    """A first score, and a later one if there is one; the work has ended as planned unless `says` says otherwise."""
    episode = {
        "contract": 1,
        "episode": str(uuid4()),
        "service": "s",
        "caseload": "c",
        "region": "london",
        "setting": "nhs",
        "context": "parent-infant",
        "engagement": "chosen",
        "relation": "mother",
        "child_age": "under-1",
        "ethnicity": "not-stated",
        "stage": "practitioner",
        "mode": "in-person",
        "cycles": 3,
        "end": "planned",
        "year": 2025,
        "pair": 1,
        "measure": CORE,
        "version": "1.0.0",
        "scale": "total",
        "respondent": "self",
        **says,
    }
    found = [{**episode, "occasion": "start", "months": 0, "score": before}]
    if after is not None:
        found.append({**episode, "occasion": at, "months": 4, "score": after})
    return found


def ten(**says: Any) -> list[dict]:
    """Ten pairs of CORE-10: from 20 on average to 15.9, so 4.1 points better; 4 by at least 6 points, 1 worse by 6."""
    befores = [20, 18, 22, 25, 15, 20, 21, 19, 17, 23]
    changes = [-9, -6, -4, -12, 6, -1, -5, -3, -1, -6]
    return [
        record
        for before, change in zip(befores, changes, strict=True)
        for record in course(before, before + change, **says)
    ]


def tens(times: int, **says: Any) -> list[dict]:
    """So many times ten pairs, each of other people."""
    return [record for _each in range(times) for record in ten(**says)]
