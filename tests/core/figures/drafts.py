"""What a release counts, worked out in plain Python from invented records."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from attune.core.figures.invented import Nation, works
from attune.core.figures.judging import thresholds_of
from attune.core.figures.releasing import Counted
from attune.core.figures.tables import BREAKDOWNS, FOLLOW_UPS, Topic, topics
from attune.core.figures.tally import Tally, tallied
from attune.core.instruments.catalogue import shipped
from attune.core.records.making import records_of
from tests.core.figures.caseloads import caseloads_of, rows_of

THRESHOLDS = thresholds_of(shipped())
CORE_10 = next(one for one in topics(shipped(), THRESHOLDS) if one.measure == "core-10")
REGIONS = ("london", "midlands", "scotland")
YEARS = (2024, 2025)


@cache
def records(dyads: int = 360) -> tuple[dict, ...]:
    """Of nine services in three regions."""
    nation = Nation(5, services=9, practitioners=18, dyads=dyads, first_year=2024, years=2)
    found = []
    for work in works(nation):
        episode = replace(work.episode, region=REGIONS[work.service % 3])
        found += records_of(episode, work.scores)
    return tuple(found)


def counted(known: Iterable[dict], topic: Topic = CORE_10) -> Counted:
    known = [one for one in known if one["end"] != "open"]
    groups = {by: _groups(known, topic, by, "end") for by in BREAKDOWNS}
    later = {name: _groups(known, topic, (), name) for name in FOLLOW_UPS}
    rows = rows_of(known, topic.measure, topic.scale, topic.respondent, topic.sign)
    return Counted(groups, later, caseloads_of(rows))


def _groups(known: list[dict], topic: Topic, by: tuple[str, ...], later: str) -> dict:
    found: dict = {}
    told = tallied(known, by=(*by, "service"), thresholds=THRESHOLDS, later=later)
    for (subject, (*category, service)), tally in told.items():
        if subject == topic.subject(later):
            mine = found.setdefault(tuple(category), {})
            mine[service] = mine.get(service, Tally()) + tally
    return found
