"""Tables with noise: what may be said of all episodes so that hardly anything of it depends on any one (differential privacy).

The unit is one episode, with all its records. Everything that shapes a table is fixed before anybody looks at a number: subjects,
breakdowns, years, ε. Why what is counted bounds what one episode does to it is in docs/method/noise.md.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from attune.core.figures.breakdowns import DIMENSIONS
from attune.core.figures.released import ALL, UNPAIRED, Interval
from attune.core.figures.tables import OVERALL, By, Topic, of_dimension
from attune.core.figures.tally import POINT, Tally, thousandths
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.noise import band, scale_of, spent, with_noise

FORMAT = "attune-noise-1"

COURSES = 2
"""Of one episode and subject, at most so many courses count: those of its first relationships (`pair`)."""

MOST = 10_000
"""Thousandths of ε that one table, or all of an instance together, may have: beyond, it protects nobody to speak of."""

SHARE = 0.95
"""Of all draws, in which a table is off by no more than it says."""

Counts = Mapping[By, Mapping[tuple[str, ...], Tally]]
"""By which dimensions → category → its tally: courses as `COURSES` and `limits` bound them, of all services together."""


def slug(topic: Topic) -> str:
    """A subject's name in forms and files."""
    return f"{topic.measure}-{topic.scale}-{topic.respondent}"


def limits(topic: Topic) -> tuple[int, int]:
    """Between which thousandths a score counts; beyond, it counts as the nearest of them."""
    return thousandths(topic.low), thousandths(topic.high)


@dataclass(frozen=True)
class Plan:
    """What a table with noise is to say, before anything is counted. thousandths: of ε, for all of it together.

    by: names of dimensions, each a table of its own. years: of the first score, those that a table by year has.
    Raises CannotComputeError where it can't be.
    """

    name: str
    thousandths: int
    topics: tuple[Topic, ...]
    by: tuple[str, ...]
    years: tuple[int, ...]

    def __post_init__(self) -> None:
        if not 0 < self.thousandths <= MOST:
            raise CannotComputeError(f"epsilon is not above 0 and at most {MOST // 1000}")
        if not self.topics or len(set(self.topics)) < len(self.topics):
            raise CannotComputeError("there is no subject, or one of them twice")
        if set(self.by) - set(DIMENSIONS) or len(set(self.by)) < len(self.by):
            raise CannotComputeError("a breakdown is not known, or named twice")

    @property
    def breakdowns(self) -> tuple[By, ...]:
        """Everybody first."""
        return (OVERALL, *((name,) for name in self.by))

    @property
    def questions(self) -> int:
        """How many are asked of the records: of each subject a table of counts for each breakdown, and how much changed."""
        return len(self.topics) * (len(self.breakdowns) + 1)

    @property
    def share(self) -> Fraction:
        """The epsilon of each question: all alike, so that together they are the whole."""
        return Fraction(self.thousandths, 1000 * self.questions)

    @property
    def count_scale(self) -> float:
        """Of the noise of a count: one episode moves all counts of a table by COURSES together."""
        return scale_of(COURSES, self.share)

    def change_scale(self, topic: Topic) -> float:
        """Of the noise of the sum of all changes, in thousandths of a point."""
        return scale_of(_most_change(topic), self.share)

    @property
    def spent(self) -> Fraction:
        """Exactly what it takes, question by question: never more than was set aside."""
        counts = spent(COURSES, self.count_scale) * len(self.breakdowns)
        changes = (spent(_most_change(each), self.change_scale(each)) for each in self.topics)
        return len(self.topics) * counts + sum(changes)

    @property
    def count_band(self) -> int:
        """How far off a count is at most, in courses, in SHARE of all draws."""
        return band(self.count_scale, 1, SHARE)


def _most_change(topic: Topic) -> int:
    """By how many thousandths one episode can move the sum of changes."""
    low, high = limits(topic)
    return COURSES * (high - low)


# --- what leaves ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class NoisyRow:
    """counts: by "all" and standing, never below nought. "all" is the sum before that, so it may differ from the sum of what is shown."""

    category: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class NoisyTable:
    by: tuple[str, ...]
    rows: tuple[NoisyRow, ...]


@dataclass(frozen=True)
class NoisyPart:
    """One subject. all_band: how far off "all" is at most. change: mean of all pairs in points, more is better, with what the
    noise alone leaves open; None where that is everything."""

    measure: str
    scale: str
    respondent: str
    title: str
    scale_title: str
    better: str
    standings: tuple[str, ...]
    all_band: int
    tables: tuple[NoisyTable, ...]
    change: Interval | None

    @property
    def slug(self) -> str:
        return f"{self.measure}-{self.scale}-{self.respondent}"


@dataclass(frozen=True)
class NoisyDocument:
    """Tables with noise. thousandths: of ε. courses: as COURSES. count_band: as of `Plan`; both bands hold in `share` of all draws."""

    name: str
    thousandths: int
    unit: str
    courses: int
    years: tuple[int, ...]
    count_band: int
    share: float
    parts: tuple[NoisyPart, ...]

    def body(self) -> bytes:
        """The bytes that are kept: the same content gives the same ones."""
        said = {"format": FORMAT, **asdict(self)}
        text = json.dumps(said, separators=(",", ":"), sort_keys=True, allow_nan=False)
        return text.encode() + b"\n"

    @property
    def digest(self) -> str:
        """The sha256 of the bytes, in hexadecimal."""
        return sha256(self.body()).hexdigest()


def drawn(plan: Plan, counted: Mapping[str, Counts]) -> NoisyDocument:
    """The tables of a plan, with noise that is drawn now. counted: by the slug of each subject; one that is missing has no course.

    Raises CannotComputeError where OpenDP is not installed.
    """
    parts = tuple(_part(plan, each, counted.get(slug(each), {})) for each in plan.topics)
    bands = (plan.count_band, SHARE)
    return NoisyDocument(plan.name, plan.thousandths, "episode", COURSES, plan.years, *bands, parts)


def _part(plan: Plan, topic: Topic, counted: Counts) -> NoisyPart:
    made = [_raw(plan, topic, by, counted.get(by, {})) for by in plan.breakdowns]
    ((_everybody, whole),) = made[0].items()
    return NoisyPart(
        topic.measure,
        topic.scale,
        topic.respondent,
        topic.title,
        topic.scale_title,
        topic.better,
        topic.standings,
        band(plan.count_scale, len(topic.standings), SHARE),
        tuple(_shown(by, rows) for by, rows in zip(plan.breakdowns, made, strict=True)),
        _change(plan, topic, counted.get(OVERALL, {}).get((), Tally()), whole),
    )


Raw = dict[tuple[str, ...], dict[str, int]]
"""Category → standing → a count with its noise, which can be below nought."""


def _raw(plan: Plan, topic: Topic, by: By, groups: Mapping[tuple[str, ...], Tally]) -> Raw:
    """One table of counts. Its cells are known beforehand; courses of another kind are in none of them."""
    categories: list[tuple[str, ...]] = [()]
    for name in by:
        categories = [(one,) for one in of_dimension(name, plan.years)]
    cells = [(category, standing) for category in categories for standing in topic.standings]
    true = [getattr(groups.get(category, Tally()), standing) for category, standing in cells]
    found: Raw = {category: {} for category in categories}
    for (category, standing), number in zip(cells, with_noise(true, plan.count_scale), strict=True):
        found[category][standing] = number
    return found


def _shown(by: By, rows: Raw) -> NoisyTable:
    """From here on nothing is asked of the records: what is done to noisy numbers takes no more of the budget."""
    return NoisyTable(
        by,
        tuple(
            NoisyRow(
                category,
                {ALL: max(0, sum(counts.values()))}
                | {standing: max(0, number) for standing, number in counts.items()},
            )
            for category, counts in rows.items()
        ),
    )


def _change(plan: Plan, topic: Topic, true: Tally, counts: Mapping[str, int]) -> Interval | None:
    """The mean change: the noisy sum over the noisy number of pairs. Each of the two is off by more than its band in
    half of what is left of SHARE, so the interval is wide enough for both."""
    scale = plan.change_scale(topic)
    (summed,) = with_noise([(true.after - true.before) * topic.sign], scale)
    pairs = [number for standing, number in counts.items() if standing != UNPAIRED]
    each = (1 + SHARE) / 2
    number, off = sum(pairs), band(plan.count_scale, len(pairs), each)
    return mean_change((summed, band(scale, 1, each)), (number, off), topic.high - topic.low)


def mean_change(summed: tuple[int, int], pairs: tuple[int, int], most: float) -> Interval | None:
    """A noisy sum, in thousandths, by a noisy number of pairs, each with how far off it is at most; in points, ends rounded outwards.

    None where there may be no pair at all, or the mean may be anything up to `most`, the range of the scale.
    """
    (total, away), (number, off) = summed, pairs
    if number - off < 1:
        return None
    ends = [(total + way * away) / over for way in (-1, 1) for over in (number - off, number + off)]
    low = _within(math.floor(min(ends) / POINT * 100) / 100, most)
    high = _within(math.ceil(max(ends) / POINT * 100) / 100, most)
    if (low, high) == (-most, most):
        return None
    return Interval(_within(round(total / number / POINT, 2), most), low, high)


def _within(value: float, most: float) -> float:
    """No mean change is larger than the scale; never a negative zero."""
    return min(max(value, -most), most) + 0.0


# --- reading it -----------------------------------------------------------------------------------
def read(body: bytes) -> NoisyDocument:
    """The document that these bytes are. Raises ValueError where they are none."""
    said = json.loads(body)
    if not isinstance(said, dict) or said.pop("format", None) != FORMAT:
        raise ValueError("These are no tables with noise.")
    try:
        parts = tuple(_read_part(one) for one in said.pop("parts"))
        return NoisyDocument(**{**said, "years": tuple(said["years"]), "parts": parts})
    except (KeyError, TypeError) as error:
        raise ValueError("These tables with noise lack something.") from error


def _read_part(said: dict[str, Any]) -> NoisyPart:
    tables = tuple(
        NoisyTable(
            tuple(one["by"]),
            tuple(NoisyRow(tuple(row["category"]), row["counts"]) for row in one["rows"]),
        )
        for one in said["tables"]
    )
    change = None if said["change"] is None else Interval(**said["change"])
    changed = {"tables": tables, "change": change, "standings": tuple(said["standings"])}
    return NoisyPart(**{**said, **changed})


COLUMNS = (
    *("measure", "scale", "respondent", "what", "by", "category", "standing"),
    *("value", "low", "high"),
)


def lines(document: NoisyDocument) -> Iterator[tuple[object, ...]]:
    """Everything as rows of one table, the names of its columns first."""
    yield COLUMNS
    for part in document.parts:
        subject = (part.measure, part.scale, part.respondent)
        if part.change is not None:
            found = part.change
            yield (*subject, "change", "", "", "", found.estimate, found.low, found.high)
        for table in part.tables:
            for row in table.rows:
                for name, count in row.counts.items():
                    off = part.all_band if name == ALL else document.count_band
                    named = (" ".join(table.by), " ".join(row.category), name)
                    yield (*subject, "count", *named, count, max(0, count - off), count + off)
