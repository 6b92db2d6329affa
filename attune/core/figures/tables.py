"""The tables of a release: of which subjects, broken down by what, and the counts of their cells.

They are fixed before anybody looks at a number. A subject is the scale that decides of a measure, as one respondent fills it in; the
work of its courses has ended, so that every course either has both ends or never will at this occasion. Courses stand in one
of few ways (`Topic.standings`); one-way tables cross that with one dimension, and follow-ups have a table of their own over
the same courses, which shares with the others the cell of everybody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from attune.core.figures.breakdowns import DIMENSIONS, LATER, NOT_TOLD, categories
from attune.core.figures.judging import SIGN
from attune.core.figures.released import UNPAIRED
from attune.core.figures.tally import Subject, Tally, Thresholds, total
from attune.core.instruments.model import Measure
from attune.core.statistics.disclosure.tables import Cell, Count, Dimensions, cells
from attune.core.statistics.errors import CannotComputeError

By = tuple[str, ...]
OVERALL: By = ()
ONE_WAY: tuple[By, ...] = tuple((name,) for name in DIMENSIONS)
TWO_WAY: tuple[By, ...] = (("region", "setting"), ("region", "year"))
"""By two dimensions courses are only counted: how they stand would leave little to show."""

BREAKDOWNS = (OVERALL, *ONE_WAY, *TWO_WAY)
END, FOLLOW_UPS = LATER[0], LATER[1:]
STANDING = "standing"
OPEN = "open"

JUDGED = ("worsened", "unchanged", "improved")
UNJUDGED = "unjudged"
PAIRED = (*JUDGED, UNJUDGED)

Groups = Mapping[tuple[str, ...], Mapping[str, Tally]]
"""Category, of each dimension that was asked for → service → its tally."""


@dataclass(frozen=True)
class Topic:
    """A subject as a release speaks of it. sign: −1 where lower is better. standings: "unpaired", and what pairs can be."""

    measure: str
    scale: str
    respondent: str
    title: str
    scale_title: str
    better: str
    sign: int
    low: float
    high: float
    standings: tuple[str, ...]

    def subject(self, later: str = END) -> Subject:
        """What its tallies are of."""
        return Subject(self.measure, self.scale, self.respondent, later)


def topics(measures: Iterable[Measure], thresholds: Thresholds) -> tuple[Topic, ...]:
    """Every subject of these measures (all versions, oldest first), by measure and respondent.

    Pairs of a scale without a published reliable change are "unjudged", whichever version lacks it.
    """
    newest: dict[str, Measure] = {}
    ways: dict[str, set[bool]] = {}
    for one in measures:
        newest[one.id] = one
        ways.setdefault(one.id, set()).add((one.id, one.version, one.decides) in thresholds)
    return tuple(
        _topic(one, respondent, ways[one.id])
        for one in sorted(newest.values(), key=lambda one: one.id)
        for respondent in one.respondents
    )


def _topic(measure: Measure, respondent: str, ways: set[bool]) -> Topic:
    scale = measure.scale(measure.decides)
    known = JUDGED if True in ways else ()
    unknown = (UNJUDGED,) if False in ways else ()
    return Topic(
        measure.id,
        scale.id,
        respondent,
        measure.title,
        scale.title,
        str(scale.better),
        SIGN.get(scale.better, 1),
        scale.low,
        scale.high,
        (UNPAIRED, *known, *unknown),
    )


def of_dimension(dimension: str, years: Sequence[int], *, untold: bool = False) -> tuple[str, ...]:
    """The categories of a dimension of a release: work that goes on is in none. untold: with the one for courses of which it
    is not told."""
    known = tuple(
        one for one in categories(dimension, tuple(years)) if (dimension, one) != ("end", OPEN)
    )
    return (*known, NOT_TOLD) if untold else known


def standing_of(later: str) -> str:
    """The dimension that says how courses stand at a later occasion: one for each, because the courses are the same."""
    return STANDING if later == END else f"{STANDING}-{later}"


def dimensions_of(
    by: By,
    topic: Topic,
    years: Sequence[int],
    later: str = END,
    untold: Collection[str] = (),
) -> Dimensions:
    """The dimensions of the table of counts by these: those, and how courses stand, except in a two-way table.

    untold: dimensions of which some courses' category is not told.
    """
    named = {name: of_dimension(name, years, untold=name in untold) for name in by}
    return named if by in TWO_WAY else {standing_of(later): topic.standings, **named}


def counts_of(dimensions: Dimensions, groups: Groups, by: By) -> dict[Cell, Count]:
    """Every cell of a table, counted: how many courses, of how many services, and how many the largest has.

    Raises CannotComputeError for a course that the table has no place for: its measure, version or year is not known here.
    """
    standing = next((name for name in dimensions if name not in by), "")
    found: dict[Cell, dict[str, int]] = {cell: {} for cell in cells(dimensions)}
    for category, services in groups.items():
        named = tuple(zip(by, category, strict=True))
        for service, tally in services.items():
            for each, number in _parts(tally, dimensions.get(standing)).items():
                full = (*named, (standing, each)) if standing else named
                _add(found, full, service, number)
    return {
        cell: Count(sum(of.values()), len(of), max(of.values(), default=0))
        for cell, of in found.items()
    }


def _parts(tally: Tally, standings: tuple[str, ...] | None) -> dict[str, int]:
    """The courses of a tally by how they stand; those that there are."""
    whole = {name: getattr(tally, name) for name in (OPEN, UNPAIRED, *PAIRED)}
    there = {name: number for name, number in whole.items() if number}
    if standings is None:
        return {"": sum(there.values())}
    if strange := there.keys() - set(standings):
        raise CannotComputeError(f"some courses are {min(strange)}, which the tables don't know")
    return there


def _add(
    found: dict[Cell, dict[str, int]], full: tuple[tuple[str, str], ...], service: str, number: int
) -> None:
    """To the cell of these conditions, and to each of its margins."""
    for chosen in range(2 ** len(full)):
        cell = frozenset(one for place, one in enumerate(full) if chosen >> place & 1)
        if cell not in found:
            raise CannotComputeError("some courses are of a kind that the tables don't know")
        found[cell][service] = found[cell].get(service, 0) + number


def of_pairs(services: Mapping[str, Tally]) -> Count:
    """The pairs among these, as a count."""
    numbers = [tally.paired for tally in services.values() if tally.paired]
    return Count(sum(numbers), len(numbers), max(numbers, default=0))


def summed(services: Mapping[str, Tally]) -> Tally:
    """The tally of all services together."""
    return total(services.values())
