"""What stands on pages of cases beyond cases: on the list of a practitioner, on that of a service, on the consents of a case.

What there is to show lives on the floors above. So each of them says once, when it is ready, what it has;
cases asks them and never names them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attune.web.cases.models import Case
from attune.web.people.queries import Actor


@dataclass(frozen=True)
class Panel:
    """A part of a page: its template, drawn with `panel` in the context, and what it shows."""

    template: str
    holds: Any


Ask = Callable[[Actor], Panel | None]
OF_PRACTITIONER: list[Ask] = []
OF_SERVICE: list[Ask] = []
OF_CONSENTS: list[Callable[[Case], Panel | None]] = []


def panels(asked: list[Ask], actor: Actor) -> list[Panel]:
    """What there is to show this actor; None is nothing."""
    found = [ask(actor) for ask in asked]
    return [panel for panel in found if panel is not None]


def on_consents(case: Case) -> list[Panel]:
    """What there is to say where the consents of this case are shown."""
    found = [ask(case) for ask in OF_CONSENTS]
    return [panel for panel in found if panel is not None]
