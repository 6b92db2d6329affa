"""The counts and sums of one service: all that figures of the nation take of it.

Work that has ended, by every breakdown of a release at its end, and everybody's at each later occasion. Counted from records, or
made by the service itself, which then gives no record (`guarding.py` says what of it may leave, `shipped_sums.py` how it
is written). Either way the nation is the sum of its services.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from attune.core.figures.model import Caseload, Scale, caseloads_of
from attune.core.figures.releasing import Counted
from attune.core.figures.tables import (
    BREAKDOWNS,
    END,
    FOLLOW_UPS,
    OPEN,
    OVERALL,
    TWO_WAY,
    By,
    Groups,
    Topic,
)
from attune.core.figures.tally import Key, Tally, Thresholds, tallied
from attune.core.statistics.mixed.sums import Sums

PLACES = (*((by, END) for by in BREAKDOWNS), *((OVERALL, later) for later in FOLLOW_UPS))
"""By what tallies are broken down, and at which occasion."""

Table = Mapping[Key, Tally]


@dataclass(frozen=True)
class ServiceSums:
    """tables: tallies by breakdown; those by nothing are of every occasion. caseloads: for the model, of a service that gives records;
    shipped: of one that gives sums only."""

    tables: Mapping[By, Table] = field(default_factory=dict)
    caseloads: Mapping[Scale, Sequence[Caseload]] = field(default_factory=dict)
    shipped: Mapping[Scale, Sums] = field(default_factory=dict)


def scale_of(topic: Topic) -> Scale:
    """What the model is asked of a topic."""
    return Scale(topic.measure, topic.scale, topic.respondent, topic.sign)


def of_records(
    records: Iterable[Mapping[str, Any]], topics: Sequence[Topic], thresholds: Thresholds
) -> ServiceSums:
    """The sums of one service's records, of these topics, in plain Python."""
    ended = [one for one in records if one["end"] != OPEN]
    tables: dict[By, dict[Key, Tally]] = {by: {} for by in BREAKDOWNS}
    for by, later in PLACES:
        known = {topic.subject(later) for topic in topics}
        found = tallied(ended, by=by, later=later, thresholds=thresholds)
        tables[by] |= {key: tally for key, tally in found.items() if key[0] in known}
    caseloads = {scale_of(topic): caseloads_of(ended, scale_of(topic)) for topic in topics}
    return ServiceSums(tables, {scale: many for scale, many in caseloads.items() if many})


def two_way(tables: Mapping[By, Table], region: str) -> dict[By, Table]:
    """The tables by two dimensions of a service that works in one region: they follow from those by one."""
    return {
        (first, second): {
            (subject, (region, *category)): tally
            for (subject, category), tally in tables.get((second,), {}).items()
        }
        for first, second in TWO_WAY
    }


def counted(services: Mapping[str, ServiceSums], topic: Topic) -> Counted:
    """What all services together have of a topic, as a release counts it. services: by their random numbers."""
    scale = scale_of(topic)
    groups: dict[By, Groups] = {by: _groups(services, topic, by, END) for by in BREAKDOWNS}
    if not groups[OVERALL]:
        return Counted(groups)
    follow_ups = {later: _groups(services, topic, OVERALL, later) for later in FOLLOW_UPS}
    caseloads = [one for mine in services.values() for one in mine.caseloads.get(scale, ())]
    shipped = tuple(mine.shipped[scale] for mine in services.values() if scale in mine.shipped)
    caseloads.sort(key=lambda one: one.path)
    return Counted(groups, follow_ups, caseloads, shipped)


def _groups(services: Mapping[str, ServiceSums], topic: Topic, by: By, later: str) -> Groups:
    asked = topic.subject(later)
    found: dict[tuple[str, ...], dict[str, Tally]] = {}
    for service, mine in services.items():
        for (subject, category), tally in mine.tables.get(by, {}).items():
            if subject == asked:
                found.setdefault(category, {})[service] = tally
    return found
