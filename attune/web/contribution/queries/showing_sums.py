"""What pages show of a service that gives sums only: each number that goes, and what stays because it would tell of few."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from attune.core.figures.breakdowns import LATER
from attune.core.instruments.catalogue import find
from attune.web.contribution.models import NationalLink, SumsTold
from attune.web.contribution.queries.sums import Form, Target, digest_of_form, target, told_by
from attune.web.contribution.wording import SAME


@dataclass(frozen=True)
class Table:
    """All tallies of a measure, as one person fills it in."""

    measure: str
    respondent: str
    rows: list[list[Any]]
    has_model: bool

    @property
    def title(self) -> str:
        return f"{find(self.measure).title}, {self.respondent}"


@dataclass(frozen=True)
class OfSums:
    """Before and after: what they should hold, and what they hold."""

    target: Target
    told: SumsTold

    @property
    def is_certain(self) -> bool:
        return self.told.held != SumsTold.UNKNOWN

    @property
    def held(self) -> Form | None:
        """What they have, or may have."""
        return self.told.said if self.told.held else None

    @property
    def differs(self) -> bool:
        return digest_of_form(self.target.form) != self.told.held

    @property
    def cases(self) -> int:
        """In the sums that they hold."""
        return len(self.told.episodes) if self.told.held else 0

    @cached_property
    def next_tables(self) -> list[Table]:
        return tables_of(self.target.form)

    @cached_property
    def held_tables(self) -> list[Table]:
        return tables_of(self.held)


def of_sums(link: NationalLink) -> OfSums | None:
    """None for a service that gives records."""
    if link.mode != NationalLink.Mode.SUMS:
        return None
    return OfSums(target(link), told_by(link))


def tables_of(form: Form | None) -> list[Table]:
    """Every tally of these sums, by measure; everybody first."""
    if form is None:
        return []
    models = {tuple(row[:3]) for row in form["models"]}
    rows = sorted(form["tables"], key=lambda row: (row[2:5], _place(row)))
    return [
        Table(
            measure, respondent, [_row(row) for row in mine], (measure, scale, respondent) in models
        )
        for (measure, scale, respondent), mine in groupby(rows, key=lambda row: tuple(row[2:5]))
    ]


ORDER = ("", *SAME, "dose")


def _place(row: Sequence[Any]) -> tuple[int, int, str]:
    return (ORDER.index(row[0]), LATER.index(row[1]), row[5])


def _row(row: Sequence[Any]) -> list[Any]:
    """Of whom, how many began, have both scores, changed reliably, and the two sums in points."""
    by, later, *_subject, category, numbers = row
    _open, unpaired, worsened, unchanged, improved, unjudged, before, after, *_squares = numbers
    pairs = worsened + unchanged + improved + unjudged
    who = _who(by, later, category)
    judged = ["–"] * 3 if unjudged == pairs else [improved, unchanged, worsened]
    points = [f"{one / 1000:.1f}" if pairs else "–" for one in (before, after)]
    return [who, unpaired + pairs, pairs, *judged, *points]


def _who(by: str, later: str, category: str) -> str:
    if by:
        label = _("Cycles done") if by == "dose" else str(SAME[by])
        what = _("not told: too few") if category == "not-told" else category
        return f"{label}: {what}"
    return _("Everybody") if later == "end" else _("Everybody, %(later)s") % {"later": later}
