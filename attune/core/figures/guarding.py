"""What of a service's counts and sums may leave, where it gives no records: none that tells of fewer than 8.

- A subject with fewer than 8 pairs at the end is not told.
- In a breakdown a category is told that has 8 pairs, or 8 courses of which none is a pair; the others together stand
  under `NOT_TOLD`, joined by the smallest that might be told where they are too few themselves. So all
  categories still add up to everybody.
- Fewer than 8 pairs at a later occasion are told as missing there.
- Of caseloads what `mixed.guard` lets leave; those that are too small together.

Not covered: how many of at least 8 changed reliably may be one; and two shipments that differ by few, where a receiver keeps
what it has to erase. `is_due` is for that: a new one goes when 8 episodes differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.model import LEVELS, Scale, sums_of
from attune.core.figures.service_sums import ServiceSums, Table
from attune.core.figures.tables import END, ONE_WAY, OVERALL, By
from attune.core.figures.tally import Key, Subject, Tally, total
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed.guard import LEAST, Small, guarded
from attune.core.statistics.mixed.sums import Sums

Told = set[tuple[str, str, str]]


@dataclass(frozen=True)
class MayLeave:
    """Sums that may leave. too_few: subjects that are not told. without_model: why a scale's caseloads stay. together: how many
    practitioners of a scale are not counted as themselves."""

    sums: ServiceSums
    too_few: tuple[Subject, ...]
    without_model: Mapping[Scale, str]
    together: Mapping[Scale, int]


def may_leave(sums: ServiceSums) -> MayLeave:
    """Of the sums of one service those that may leave; the two-way tables follow from the others and stay here."""
    whole = {
        key: tally for key, tally in sums.tables.get(OVERALL, {}).items() if key[0].later == END
    }
    told = {subject[:3] for (subject, _), tally in whole.items() if tally.paired >= LEAST}
    tables: dict[By, Table] = {OVERALL: _everybody(sums.tables.get(OVERALL, {}), told)}
    for by in ONE_WAY:
        tables[by] = _breakdown(sums.tables.get(by, {}), told)
    shipped: dict[Scale, Sums] = {}
    together: dict[Scale, int] = {}
    without: dict[Scale, str] = {}
    for scale, caseloads in sums.caseloads.items():
        if scale[:3] not in told:
            continue
        try:
            found = guarded(sums_of(caseloads), people=LEVELS[-1], small=Small.TOGETHER)
        except CannotComputeError as refusal:
            without[scale] = refusal.reason
        else:
            shipped[scale], together[scale] = found.sums, found.together
    few = tuple(sorted(subject for subject, _ in whole if subject[:3] not in told))
    return MayLeave(ServiceSums(tables, shipped=shipped), few, without, together)


def is_told(tally: Tally) -> bool:
    """Whether a tally tells of enough: of pairs, whose scores are summed, or of courses without any."""
    return (tally.paired or tally.started) >= LEAST


def _everybody(table: Table, told: Told) -> Table:
    return {
        key: tally if tally.paired >= LEAST else _unpaired(tally)
        for key, tally in table.items()
        if key[0][:3] in told
    }


def _unpaired(tally: Tally) -> Tally:
    """The same courses, as if no later score had come."""
    return Tally(unpaired=tally.started)


def _breakdown(table: Table, told: Told) -> Table:
    categories: dict[Subject, dict[tuple[str, ...], Tally]] = {}
    for (subject, category), tally in table.items():
        if subject[:3] in told:
            categories.setdefault(subject, {})[category] = tally
    found: dict[Key, Tally] = {}
    for subject, parts in categories.items():
        found |= {(subject, category): tally for category, tally in _merged(parts).items()}
    return found


def _merged(parts: Mapping[tuple[str, ...], Tally]) -> dict[tuple[str, ...], Tally]:
    told = {category: tally for category, tally in parts.items() if is_told(tally)}
    rest = [tally for category, tally in parts.items() if category not in told]
    while rest and not is_told(total(rest)):
        fewest = min(told, key=lambda one: (told[one].paired, told[one].started, one))
        rest.append(told.pop(fewest))
    return {**told, **({(NOT_TOLD,): total(rest)} if rest else {})}


def differing(told: Mapping[str, str], now: Mapping[str, str]) -> int:
    """How many episodes differ from those that were told last. Both by episode: a checksum of its records."""
    return sum(told.get(one) != now.get(one) for one in told.keys() | now.keys())


def is_due(told: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether enough episodes differ for new sums."""
    return not told or differing(told, now) >= LEAST


def is_taken_back(told: Mapping[str, str], now: Iterable[str]) -> bool:
    """Whether an episode that was told gives no more."""
    return bool(told.keys() - set(now))
