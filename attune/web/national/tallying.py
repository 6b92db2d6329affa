"""What a release counts: every subject of the catalogue over all records that services gave, and nothing else.

It loads the engines that count, so it is itself loaded only where somebody counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from attune.core.figures.judging import thresholds_of
from attune.core.figures.model import Caseload
from attune.core.figures.releasing import Counted
from attune.core.figures.tables import (
    BREAKDOWNS,
    FOLLOW_UPS,
    OPEN,
    OVERALL,
    By,
    Groups,
    Topic,
    topics,
)
from attune.core.figures.tally import Key, Subject, Tally
from attune.core.instruments.catalogue import shipped
from attune.web.national.queries.enrolments import committed

WITH_END = [(*by, "end") for by in BREAKDOWNS]


@dataclass(frozen=True)
class Tallied:
    """Every subject with what is counted of it. years: of the first score, from the earliest to the last."""

    years: tuple[int, ...]
    topics: tuple[tuple[Topic, Counted], ...]


Tables = dict[By, dict[Key, dict[str, Tally]]]


def tallied() -> Tallied:
    """All that is there now. Only courses whose work has ended count. Raises StoreError."""
    from attune.web.national.engine import counting, store

    paths = store.files(settings.NATIONAL, committed())
    if not paths:
        return Tallied((), ())
    thresholds = thresholds_of(shipped())
    with counting.opened(paths) as source:
        at_end = counting.tables(source, WITH_END, thresholds=thresholds)
        later = {
            name: counting.tables(source, [("end",)], later=name, thresholds=thresholds)
            for name in FOLLOW_UPS
        }
        made = [
            (topic, _counted(topic, at_end, later, partial(counting.caseloads, source)))
            for topic in topics(shipped(), thresholds)
        ]
    there = [(topic, counted) for topic, counted in made if counted.groups[OVERALL]]
    return Tallied(_years(counted for _topic, counted in there), tuple(there))


def _counted(
    topic: Topic, at_end: Tables, later: dict[str, Tables], summed: Callable[..., list[Caseload]]
) -> Counted:
    groups = {by: _ended(at_end[*by, "end"], topic.subject()) for by in BREAKDOWNS}
    if not groups[OVERALL]:
        return Counted(groups)
    follow_ups = {
        name: _ended(tables["end",], topic.subject(name)) for name, tables in later.items()
    }
    asked = (topic.measure, topic.scale, topic.respondent, topic.sign)
    return Counted(groups, follow_ups, summed(*asked))


def _ended(table: dict[Key, dict[str, Tally]], subject: Subject) -> Groups:
    """The tallies of one subject by these dimensions, without work that goes on."""
    found: dict[tuple[str, ...], dict[str, Tally]] = {}
    for (of, (*category, end)), services in table.items():
        if of == subject and end != OPEN:
            mine = found.setdefault(tuple(category), {})
            for service, tally in services.items():
                mine[service] = mine.get(service, Tally()) + tally
    return found


def _years(counted: Iterator[Counted]) -> tuple[int, ...]:
    years = {int(year) for one in counted for (year,) in one.groups["year",]}
    return tuple(range(min(years), max(years) + 1)) if years else ()
