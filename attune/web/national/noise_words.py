"""Tables with noise in words: what ε means, and each table as rows of a page."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from attune.core.figures.released import ALL, Interval
from attune.web.national.release_words import (
    DIMENSIONS,
    OCCASIONS,
    STANDINGS,
    category_name,
    number,
    subject_name,
)

if TYPE_CHECKING:  # slow to load
    from attune.core.figures.noisy import NoisyDocument, NoisyPart, NoisyTable, Plan


def epsilon(thousandths: int) -> str:
    """0.5, with a real minus sign."""
    return number(thousandths / 1000)


def surest(thousandths: int) -> int:
    """Per cent: how sure at most, rounded up, one can become of something about a family's work that one held for as likely as not,
    by all that was spent. Twice ε, because work that went otherwise is one episode less and another one more."""
    return math.ceil(100 / (1 + math.exp(-2 * thousandths / 1000)) - 1e-9)


@dataclass(frozen=True)
class Planned:
    """What a table will be, before anything is spent. off: courses that a count is off by at most, in 95 of 100 draws."""

    epsilon: str
    subjects: tuple[str, ...]
    breakdowns: tuple[str, ...]
    off: str
    surest: int
    surest_of_all: int
    left: str


def planned(plan: "Plan", spent: int, left: int) -> Planned:
    """spent, left: of the budget before this table, in thousandths."""
    return Planned(
        epsilon(plan.thousandths),
        tuple(subject_name(one) for one in plan.topics),
        tuple(str(DIMENSIONS[name]) for name in plan.by),
        f"{plan.count_band:,}",
        surest(plan.thousandths),
        surest(spent + plan.thousandths),
        epsilon(left - plan.thousandths),
    )


@dataclass(frozen=True)
class Table:
    """One table of a page. columns: names of counts; rows: a name, and its counts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Part:
    """One subject of a page: everybody, and a table for each breakdown."""

    slug: str
    name: str
    sentence: str
    all_off: str
    whole: Table
    broken_down: tuple[Table, ...]


def parts(document: "NoisyDocument") -> list[Part]:
    return [
        Part(
            part.slug,
            subject_name(part),
            _sentence(part),
            f"{part.all_band:,}",
            _table(part, part.tables[0]),
            tuple(_table(part, table) for table in part.tables[1:]),
        )
        for part in document.parts
    ]


def _table(part: "NoisyPart", table: "NoisyTable") -> Table:
    names = (ALL, *part.standings)
    title = str(DIMENSIONS[table.by[0]]) if table.by else str(OCCASIONS["end"])
    rows = tuple(
        (
            category_name(table.by[0], row.category[0]) if table.by else _("Everybody"),
            tuple(f"{row.counts[name]:,}" for name in names),
        )
        for row in table.rows
    )
    return Table(title, tuple(str(STANDINGS[name]) for name in names), rows)


def _sentence(part: "NoisyPart") -> str:
    """The mean change in one plain sentence."""
    found = part.change
    if found is None:
        return _("There is too much noise beside what came to say how much changed.")
    words = _ends(found)
    if part.better == "neither":
        return (
            _(
                "On average the score changed by %(points)s points; by the noise alone, %(low)s to %(high)s."
            )
            % words
        )
    if found.low < 0 < found.high:
        return (
            _(
                "With so much noise it can’t be said whether it went better or worse on average: %(low)s to %(high)s points, "
                "where more is better."
            )
            % words
        )
    if found.estimate >= 0:
        return (
            _("On average %(points)s points better; by the noise alone, %(low)s to %(high)s.")
            % words
        )
    return _("On average %(points)s points worse; by the noise alone, %(low)s to %(high)s.") % words


def _ends(found: Interval) -> dict[str, str]:
    return {
        "points": number(abs(found.estimate)),
        "low": number(found.low),
        "high": number(found.high),
    }
