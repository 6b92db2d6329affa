"""What stands on the front pages beyond cases: of a practitioner (their list), and of a service.

What there is to show lives on the floors above. So each of them says once, when it is ready, what it has;
cases asks them and never names them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attune.web.people.queries import Actor


@dataclass(frozen=True)
class Panel:
    """A part of a front page: its template, drawn with `panel` in the context, and what it shows."""

    template: str
    holds: Any


Ask = Callable[[Actor], Panel | None]
OF_PRACTITIONER: list[Ask] = []
OF_SERVICE: list[Ask] = []


def panels(asked: list[Ask], actor: Actor) -> list[Panel]:
    """What there is to show this actor; None is nothing."""
    found = [ask(actor) for ask in asked]
    return [panel for panel in found if panel is not None]
