"""Why a count is hidden, in words for the person who releases tables. No sentence tells the count."""

from collections.abc import Sequence

from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.disclosure.tables import Cell, said


def why(
    cell: Cell,
    reason: Reason,
    rules: Rules | None = None,
    protects: Sequence[tuple[str, Cell]] = (),
) -> str:
    """One sentence. protects: for a cell hidden for the sake of others, these, as a publication names them."""
    rules = rules or Rules()
    because = {
        Reason.SMALL: f"counts below {rules.least} are not shown.",
        Reason.FEW_SERVICES: f"it comes from fewer than {rules.services} services.",
        Reason.DOMINANT: f"one service holds more than {rules.dominance:.0%} of it.",
        Reason.COMPLEMENTARY: f"with it, {_others(protects)} could be worked out.",
    }[reason]
    return f"{said(cell)}: hidden, because {because}"


def _others(protects: Sequence[tuple[str, Cell]]) -> str:
    named = "; ".join(f"{said(cell)} in {release}" for release, cell in protects)
    return named or "another hidden count"
