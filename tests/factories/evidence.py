"""Invented entries of the evidence library. No figure here is one of a real study."""

from typing import Any

from attune.web.evidence.actions import add_entry
from attune.web.evidence.models import Version
from attune.web.people.models import Post
from attune.web.people.queries import Officer
from tests.factories import make_officer

SOURCE = {
    "citation": "Invented 2020, abstract",
    "url": "https://example.org/invented",
    "seen": "abstract",
    "looked_at": "2026-11-20",
}


def effect(d: float = 0.4, se: float = 0.2, outcome: str = "sensitivity", **more: Any) -> dict:
    return {
        "outcome": outcome,
        "measure": "An invented scale",
        "derived": "published",
        "d": d,
        "se": se,
        "source": 1,
        **more,
    }


def study(name: str = "Heron", *effects: dict, **more: Any) -> dict[str, Any]:
    """What an invented study says."""
    content = {
        "kind": "study",
        "title": f"What {name} found",
        "authors": f"{name} A, Tern B",
        "year": 2020,
        "design": "randomised",
        "risk": "general",
        "population": "Invented families.",
        "found": "Parents answered more often.",
        "sources": [SOURCE],
        **more,
    }
    return {**content, "effects": list(effects)} if effects else content


def make_editor(name: str = "") -> Officer:
    return make_officer(Post.EDITOR, name=name)


def add(content: dict[str, Any], by: Officer | None = None) -> Version:
    return add_entry(by=by or make_editor(), content=content)


# d, standard error, design, sessions: an invented dozen, so that everything can be computed
DOZEN = [
    (0.10, 0.10, "randomised", 3),
    (0.55, 0.30, "randomised", 8),
    (0.32, 0.18, "controlled", 4),
    (0.72, 0.35, "controlled", 10),
    (0.25, 0.12, "randomised", 5),
    (0.41, 0.22, "randomised", 6),
    (0.18, 0.15, "controlled", 4),
    (0.95, 0.42, "randomised", 12),
    (0.05, 0.20, "randomised", 3),
    (0.47, 0.25, "controlled", 7),
    (0.60, 0.28, "randomised", 9),
    (0.29, 0.16, "controlled", 5),
]


def add_dozen(by: Officer) -> None:
    """Twelve invented studies on sensitivity."""
    for number, (d, se, design, sessions) in enumerate(DOZEN):
        name = f"Bird{chr(97 + number)}"
        content = study(name, effect(d, se), design=design, sessions=sessions, year=2000 + number)
        add(content, by)
