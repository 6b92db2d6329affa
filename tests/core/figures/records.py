"""Invented outcome records for the tests of figures: plain ones to change, and strategies for any."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from attune.core.records.contract import values_of
from attune.core.records.making import ORDER

EPISODE = {
    "contract": 1,
    "episode": str(UUID(int=1, version=4)),
    "service": str(UUID(int=2, version=4)),
    "caseload": str(UUID(int=3, version=4)),
    "region": "wales",
    "setting": "nhs",
    "context": "parent-infant",
    "engagement": "chosen",
    "relation": "mother",
    "child_age": "under-1",
    "ethnicity": "white",
    "stage": "practitioner",
    "mode": "in-person",
    "cycles": 3,
    "end": "planned",
    "year": 2025,
}
SCORE = {
    "pair": 1,
    "measure": "core-10",
    "version": "1.0.0",
    "scale": "total",
    "occasion": "start",
    "respondent": "self",
    "months": 0,
    "score": 20.0,
}
LISTS = tuple(name for name in EPISODE if values_of(name))


def number(which: int) -> str:
    """A random number of the contract, the same for the same argument."""
    return str(UUID(int=which, version=4))


def record(**changed: Any) -> dict[str, Any]:
    """A record that holds to the contract, but for what is changed."""
    return {**EPISODE, **SCORE, **changed}


@st.composite
def episodes(draw: st.DrawFn, service: int = 2, most: int = 6) -> list[list[dict[str, Any]]]:
    """Episodes of a service, each with its records: of few courses, so that one occasion often has several."""
    return [
        draw(_records(service, which))
        for which in draw(st.lists(st.integers(10, 30), unique=True, max_size=most))
    ]


@st.composite
def _records(draw: st.DrawFn, service: int, which: int) -> list[dict[str, Any]]:
    own = {
        **{name: draw(st.sampled_from(values_of(name))) for name in LISTS},
        "service": number(service),
        "episode": number(1000 * service + which),
        "caseload": number(100 * service + draw(st.integers(0, 2))),
        "cycles": draw(st.integers(0, 15)),
        "year": draw(st.integers(2000, 2100)),
    }
    found = draw(st.lists(_score(), max_size=8))
    return [record(**own, **one) for one in found]


@st.composite
def _score(draw: st.DrawFn) -> dict[str, Any]:
    thousandths = draw(st.integers(-1_000_000, 1_000_000) | st.integers(-3, 3))
    return {
        "pair": draw(st.integers(1, 2)),
        "measure": draw(st.sampled_from(("core-10", "phq-9"))),
        "version": draw(st.sampled_from(("1.0.0", "1.10.0", "1.9.0"))),
        "scale": draw(st.sampled_from(("total", "other"))),
        "occasion": draw(st.sampled_from((*values_of("occasion"), "start", "end"))),
        "respondent": draw(st.sampled_from(("self", "parent"))),
        "months": draw(st.integers(0, 2)),
        "score": thousandths / 1000,
    }


THRESHOLDS = {
    ("core-10", "1.0.0", "total"): (-1, 5666),
    ("core-10", "1.9.0", "total"): (1, 2),
    ("phq-9", "1.10.0", "other"): (1, 600_000),
}


def in_order(records: list[dict[str, Any]]) -> list[list[str]]:
    """To compare records whatever their order."""
    return sorted(
        [str(sorted(one.items())), *(str(one[name]) for name in ORDER)] for one in records
    )
