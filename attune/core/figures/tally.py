"""Outcome records counted: how many courses there are, how many have both ends, and the sums of these.

A course is one scale of one measure, of one respondent about one relationship of one episode. It starts with a
score at the start; a later occasion makes it a pair. Everything is a whole number: scores in thousandths,
products in millionths. So tallies of different places add up to the tally of all, exactly, in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

from attune.core.figures.breakdowns import category
from attune.core.statistics.effects import PairedSums

POINT = 1000
"""Thousandths of a point: the unit in which scores are summed."""


class Subject(NamedTuple):
    """What a tally is of: a scale of a measure, who filled it in, and the later occasion."""

    measure: str
    scale: str
    respondent: str
    later: str


Key = tuple[Subject, tuple[str, ...]]
"""A subject, and the categories of the dimensions that were asked for."""

Thresholds = Mapping[tuple[str, str, str], tuple[int, int]]
"""By measure, version and scale: 1 if higher scores are better and −1 if lower, and the reliable change in
thousandths. A scale that is not in it has none published."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Courses of one subject, each in exactly one of the first six; sums are over pairs.

    open: no later score, and the work goes on. unpaired: no later score, and the work has ended. Pairs are worsened,
    unchanged, improved (reliably), or unjudged where no reliable change is published. before, after in thousandths
    of points; their squares and product in millionths.
    """

    open: int = 0
    unpaired: int = 0
    worsened: int = 0
    unchanged: int = 0
    improved: int = 0
    unjudged: int = 0
    before: int = 0
    after: int = 0
    before_squared: int = 0
    after_squared: int = 0
    product: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def started(self) -> int:
        """Courses with a score at the start."""
        return self.open + self.unpaired + self.paired

    @property
    def due(self) -> int:
        """Courses that could have both ends by now: pairs, and those whose work has ended."""
        return self.unpaired + self.paired

    @property
    def paired(self) -> int:
        return self.judged + self.unjudged

    @property
    def judged(self) -> int:
        """Pairs of which it can be said whether they changed reliably."""
        return self.worsened + self.unchanged + self.improved

    def sums(self) -> PairedSums:
        """The sums in points."""
        square = POINT * POINT
        return PairedSums(
            self.paired,
            self.before / POINT,
            self.after / POINT,
            self.before_squared / square,
            self.after_squared / square,
            self.product / square,
        )

    def as_numbers(self) -> dict[str, int]:
        return asdict(self)


STANDINGS = ("open", "unpaired", "worsened", "unchanged", "improved", "unjudged")
"""The parts that the courses of a tally fall into, each in exactly one."""

SUMS = ("before", "after", "before_squared", "after_squared", "product")


def thousandths(score: float) -> int:
    """A score as a whole number of thousandths."""
    return round(score * POINT)


def tallied(
    records: Iterable[Mapping[str, Any]],
    *,
    by: Sequence[str] = (),
    thresholds: Thresholds,
    later: str = "end",
) -> dict[Key, Tally]:
    """The tallies of these records, broken down `by` dimensions (`breakdowns.DIMENSIONS`, or "service", "caseload").

    Of each course and occasion one record counts (`counting`). A course without a start is not counted.
    """
    starts: dict[Course, Mapping[str, Any]] = {}
    laters: dict[Course, Mapping[str, Any]] = {}
    for record, counts in counting(records):
        if counts and record["occasion"] == "start":
            starts[_course(record)] = record
        elif counts and record["occasion"] == later:
            laters[_course(record)] = record
    found: dict[Key, Tally] = {}
    for course, start in starts.items():
        subject = Subject(start["measure"], start["scale"], start["respondent"], later)
        key = (subject, tuple(category(start, name) for name in by))
        found[key] = found.get(key, Tally()) + _one(start, laters.get(course), thresholds)
    return found


def counting(records: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], bool]]:
    """Each record, and whether it is the one that counts of its course and occasion.

    At the start that is the first by (months, score, version), at any other occasion the last, so that it does not depend on the
    order of the records. All records of a course have to be there.
    """
    known = list(records)
    chosen: dict[tuple[Course, str], int] = {}
    for number, record in enumerate(known):
        place = (_course(record), record["occasion"])
        if place not in chosen or _counts_before(record, known[chosen[place]]):
            chosen[place] = number
    numbers = set(chosen.values())
    return [(record, number in numbers) for number, record in enumerate(known)]


def pairs_of(
    records: Iterable[Mapping[str, Any]], subject: tuple[str, str, str], later: str = "end"
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Of each course of a measure, scale and respondent that has both: its record at the start, and the later one."""
    found: dict[Course, dict[str, Mapping[str, Any]]] = {}
    for record, counts in counting(records):
        if counts and (record["measure"], record["scale"], record["respondent"]) == subject:
            found.setdefault(_course(record), {})[record["occasion"]] = record
    return [(one["start"], one[later]) for one in found.values() if "start" in one and later in one]


Course = tuple[Any, ...]


def _course(record: Mapping[str, Any]) -> Course:
    names = ("service", "episode", "pair", "measure", "scale", "respondent")
    return tuple(record[name] for name in names)


def _counts_before(record: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if record["occasion"] == "start":
        return _when(record) < _when(other)
    return _when(record) > _when(other)


def _when(record: Mapping[str, Any]) -> tuple[int, float, str]:
    return (record["months"], record["score"], record["version"])


def _one(start: Mapping[str, Any], end: Mapping[str, Any] | None, thresholds: Thresholds) -> Tally:
    if end is None:
        return Tally(open=1) if start["end"] == "open" else Tally(unpaired=1)
    before, after = thousandths(start["score"]), thousandths(end["score"])
    standing = _standing(start, after - before, thresholds)
    return Tally(
        **{standing: 1},
        before=before,
        after=after,
        before_squared=before * before,
        after_squared=after * after,
        product=before * after,
    )


def _standing(start: Mapping[str, Any], change: int, thresholds: Thresholds) -> str:
    """Of a pair; judged by the version of the measure at the start."""
    known = thresholds.get((start["measure"], start["version"], start["scale"]))
    if known is None:
        return "unjudged"
    better, threshold = known
    if abs(change) < threshold:
        return "unchanged"
    return "improved" if change * better > 0 else "worsened"


def total(tallies: Iterable[Tally]) -> Tally:
    """All of these together."""
    whole = Tally()
    for each in tallies:
        whole = whole + each
    return whole
