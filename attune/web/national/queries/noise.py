"""The ledger of tables with noise, what is left of the budget, and the tables. Nothing here reads a record."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from attune.core.instruments.catalogue import shipped
from attune.core.statistics.errors import CannotComputeError
from attune.web.national.models import NoiseBudget, NoiseSpending, NoiseTable, NoiseTrouble

if TYPE_CHECKING:  # slow to load
    from attune.core.figures.noisy import NoisyDocument, Plan
    from attune.core.figures.tables import Topic

YEARS = 5
"""Of a table by year: this one and those before it. They follow from the clock, and from no record."""


@dataclass(frozen=True)
class Account:
    """In thousandths of ε."""

    allowed: int
    spent: int

    @property
    def left(self) -> int:
        return self.allowed - self.spent


@dataclass(frozen=True)
class Entry:
    """One line of the ledger. change: thousandths that came (above nought) or went. left: after it."""

    at: datetime
    who: str
    change: int
    left: int
    reason: str
    spending: NoiseSpending | None


def account() -> Account:
    return Account(*(_sum(rows) for rows in (NoiseBudget.objects, NoiseSpending.objects)))


def _sum(rows: QuerySet) -> int:
    return rows.aggregate(all=Sum("thousandths"))["all"] or 0


def lock() -> None:
    """Until the end of this transaction nobody else spends."""
    list(NoiseBudget.objects.select_for_update().order_by("pk").values_list("pk"))


def ledger() -> list[Entry]:
    """Every entry, the newest first, with what was left after it."""
    rows: list[NoiseBudget | NoiseSpending] = sorted(
        [*NoiseBudget.objects.select_related("by"), *spendings()],
        key=lambda row: (row.at, isinstance(row, NoiseSpending), row.pk),
    )
    left, found = 0, []
    for row in rows:
        spending = row if isinstance(row, NoiseSpending) else None
        change = row.thousandths if spending is None else -row.thousandths
        left += change
        reason = row.reason if isinstance(row, NoiseBudget) else ""
        found.append(Entry(row.at, row.by.name if row.by else "", change, left, reason, spending))
    return found[::-1]


def spendings() -> QuerySet[NoiseSpending]:
    return NoiseSpending.objects.select_related("by", "table").defer("table__body")


def spending(spending_id: UUID) -> NoiseSpending:
    return get_object_or_404(spendings(), pk=spending_id)


def has_table(spending: NoiseSpending) -> bool:
    return NoiseTable.objects.filter(spending=spending).exists()


def table(spending: NoiseSpending) -> NoiseTable:
    """What was made of it; 404 before."""
    return get_object_or_404(NoiseTable, spending=spending)


def trouble(spending: NoiseSpending) -> NoiseTrouble | None:
    """Why it could not be made, the last time."""
    return spending.troubles.order_by("at").last()


def document(spending: NoiseSpending) -> "NoisyDocument | None":
    """What it says; None until it is made."""
    from attune.core.figures.noisy import read  # noqa: PLC0415 -- slow to load

    row = NoiseTable.objects.filter(spending=spending).first()
    return read(bytes(row.body)) if row is not None else None


def document_csv(spending: NoiseSpending) -> str:
    """The whole of it as one CSV file; 404 before it is made."""
    from attune.core.figures.noisy import lines  # noqa: PLC0415 -- slow to load

    found = document(spending)
    if found is None:
        raise Http404
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(lines(found))
    return file.getvalue()


# --- what can be asked ------------------------------------------------------------------------------
def topics() -> "dict[str, Topic]":
    """Every subject of the catalogue by its slug, whether or not anything came of it: what can be chosen tells nothing."""
    from attune.core.figures.judging import thresholds_of  # noqa: PLC0415 -- slow to load
    from attune.core.figures.noisy import slug  # noqa: PLC0415 -- the same
    from attune.core.figures.tables import topics as known  # noqa: PLC0415 -- the same

    return {slug(one): one for one in known(shipped(), thresholds_of(shipped()))}


def years() -> list[int]:
    last = timezone.localdate().year
    return list(range(last - YEARS + 1, last + 1))


def plan(
    name: str,
    thousandths: int,
    subjects: Sequence[str],
    breakdowns: Sequence[str],
    years: Sequence[int],
) -> "Plan":
    """What such a table would be. Raises CannotComputeError where it can't be."""
    from attune.core.figures.noisy import Plan  # noqa: PLC0415 -- slow to load

    known = topics()
    if set(subjects) - known.keys():
        raise CannotComputeError("a measure that was chosen is not in the catalogue")
    chosen = tuple(known[one] for one in subjects)
    return Plan(name, thousandths, chosen, tuple(breakdowns), tuple(years))


def plan_of(spending: NoiseSpending) -> "Plan":
    return plan(
        spending.name,
        spending.thousandths,
        spending.subjects,
        spending.breakdowns,
        spending.years,
    )
