"""What a release counts: every subject of the catalogue over all that services gave, records or sums, and nothing else.

It loads the engines that count, so it is itself loaded only where somebody counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.releasing import Counted
from attune.core.figures.service_sums import ServiceSums, counted, scale_of
from attune.core.figures.tables import OVERALL, Topic
from attune.web.national import given_sums
from attune.web.national.queries.enrolments import committed


@dataclass(frozen=True)
class Tallied:
    """Every subject with what is counted of it. years: of the first score, from the earliest to the last."""

    years: tuple[int, ...]
    topics: tuple[tuple[Topic, Counted], ...]


def all_topics() -> tuple[Topic, ...]:
    """Every subject that is counted."""
    return given_sums.asked()[0]


def services() -> dict[str, ServiceSums]:
    """What there is now of each service, by its random number; of work that has ended. Raises StoreError."""
    from attune.web.national.engine import kept

    topics, thresholds = given_sums.asked()
    question = kept.Question(thresholds, [scale_of(one) for one in topics])
    return kept.of_services(settings.NATIONAL, committed(), question) | given_sums.all_of_them()


def tallied() -> Tallied:
    """All that is there now. Raises StoreError."""
    known = services()
    made = [(topic, counted(known, topic)) for topic in all_topics()]
    there = [(topic, numbers) for topic, numbers in made if numbers.groups[OVERALL]]
    return Tallied(_years(numbers for _topic, numbers in there), tuple(there))


def _years(numbers: Iterator[Counted]) -> tuple[int, ...]:
    years = {int(year) for one in numbers for (year,) in one.groups["year",] if year != NOT_TOLD}
    return tuple(range(min(years), max(years) + 1)) if years else ()
