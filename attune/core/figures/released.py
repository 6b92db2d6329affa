"""A release as a document: what everybody may read, in the same bytes for ever.

It holds, for each subject, tables of rounded counts and the figures that go with them, and nothing that was hidden. Counts are
whole numbers, rounded; None is a hidden one. Figures are rounded, too (`showing.py`). The bytes of a document are canonical: the
same content gives the same bytes, and so the same checksum, by which the next release names it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

FORMAT = "attune-release-1"
ALL, UNPAIRED = "all", "unpaired"
"""Names of counts of a row besides the standings of pairs: everybody, and those without a later score."""

SubjectKey = tuple[str, str, str, str]
"""measure, scale, respondent, later: a `tally.Subject` is one."""


@dataclass(frozen=True)
class Interval:
    """A figure and its 95 % interval, rounded; in points, standard deviations, or a share from 0 to 1."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Values:
    """What sums of scores say of a row's pairs; change and effect are turned so that more is better.

    pairs: how many there were, worked out of the published counts. before, after: means in points, as scored (None at a
    follow-up). change: in points. effect: in standard deviations of the scores before (SMCR). since: the release that counted them;
    until enough pairs have come or gone, later releases repeat them.
    """

    pairs: int
    before: float | None
    after: float | None
    change: Interval
    effect: Interval
    since: str


@dataclass(frozen=True)
class Row:
    """One category, or one of each of several dimensions; of nobody in particular where `category` is empty.

    counts: by "all", "unpaired" and the standings of pairs ("worsened", "unchanged", "improved", "unjudged"); None is hidden.
    pairs: how many have both ends, worked out of the published counts. complete, improved, worsened: shares, worked out
    of the rounded counts. values: None where `reason` says why.
    """

    category: tuple[str, ...]
    counts: Mapping[str, int | None]
    pairs: int | None = None
    complete: Interval | None = None
    improved: Interval | None = None
    worsened: Interval | None = None
    values: Values | None = None
    reason: str = ""


@dataclass(frozen=True)
class Table:
    """Rows by these dimensions, for one later occasion. standings: what the counts of a row are, "all" aside."""

    by: tuple[str, ...]
    later: str
    standings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """Its name in addresses and files, by what it is, and by the occasion if that is not the end."""
        return "-by-".join(self.by) or ("all" if self.later == "end" else self.later)


@dataclass(frozen=True)
class Effect:
    """A fixed effect of the model: how much more (in points, more is better) where its condition is met."""

    name: str
    value: Interval


@dataclass(frozen=True)
class Model:
    """The national model of change (`model.py`), in points, more is better.

    spread: standard deviations between regions, services, caseloads, and dyads ("residual"). regions: how each differs from all,
    shrunk. A fixed effect that few pairs carry is left out, and so is a region with too few. since: as of `Values`.
    """

    pairs: int
    fixed: tuple[Effect, ...]
    spread: Mapping[str, float]
    regions: tuple[Effect, ...]
    since: str


@dataclass(frozen=True)
class Part:
    """All that a release says of one subject. low, high: the range of its scale. model: None where `no_model` says why."""

    measure: str
    scale: str
    respondent: str
    title: str
    scale_title: str
    better: str
    low: float
    high: float
    tables: tuple[Table, ...]
    model: Model | None = None
    no_model: str = ""

    @property
    def slug(self) -> str:
        """Its name in addresses and folders."""
        return f"{self.measure}-{self.scale}-{self.respondent}"

    def table(self, by: Sequence[str] = (), later: str = "end") -> Table | None:
        """The table by these dimensions, in whichever order they are named; None where there is none."""
        wanted = sorted(by)
        found = [one for one in self.tables if sorted(one.by) == wanted and one.later == later]
        return found[0] if found else None

    @property
    def overall(self) -> Row:
        """The row of everybody, at the end."""
        table = self.table()
        assert table is not None  # noqa: S101 -- every part has it: see releasing.py
        return table.rows[0]


@dataclass(frozen=True)
class ReleaseDocument:
    """A release. previous: the sha256 of the release before it, empty for the first. rules: the numbers of the disclosure rules.

    years: the years of a first score that its tables have. left_out: subjects with too few to say anything, by title.
    """

    name: str
    previous: str
    years: tuple[int, ...]
    rules: Mapping[str, float]
    parts: tuple[Part, ...]
    left_out: tuple[str, ...] = field(default=())

    def body(self) -> bytes:
        """The bytes that are served, signed for by their checksum."""
        said = {"format": FORMAT, **asdict(self)}
        text = json.dumps(said, separators=(",", ":"), sort_keys=True, allow_nan=False)
        return text.encode() + b"\n"

    @property
    def digest(self) -> str:
        """The sha256 of the bytes, in hexadecimal."""
        return sha256(self.body()).hexdigest()

    @property
    def subjects(self) -> tuple[SubjectKey, ...]:
        """Every subject, with each later occasion that has a table."""
        return tuple(
            (part.measure, part.scale, part.respondent, table.later)
            for part in self.parts
            for table in part.tables
            if not table.by
        )

    def part(self, measure: str, scale: str, respondent: str) -> Part | None:
        """What is said of a subject; None where it is not in this release."""
        wanted = (measure, scale, respondent)
        found = [one for one in self.parts if (one.measure, one.scale, one.respondent) == wanted]
        return found[0] if found else None

    def figures(self, subject: SubjectKey, by: Sequence[str] = ()) -> tuple[Row, ...]:
        """The rows of the table of this subject by these dimensions; none where there is no such table."""
        measure, scale, respondent, later = subject
        part = self.part(measure, scale, respondent)
        table = part.table(by, later) if part is not None else None
        return table.rows if table is not None else ()


def read(body: bytes) -> ReleaseDocument:
    """The document that these bytes are. Raises ValueError where they are none."""
    said = json.loads(body)
    if not isinstance(said, dict) or said.pop("format", None) != FORMAT:
        raise ValueError("This is not a release.")
    try:
        return ReleaseDocument(
            said["name"],
            said["previous"],
            tuple(said["years"]),
            said["rules"],
            tuple(_part(one) for one in said["parts"]),
            tuple(said["left_out"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("This release lacks something.") from error


def _part(said: dict[str, Any]) -> Part:
    tables = tuple(_table(one) for one in said["tables"])
    model = None if said["model"] is None else _model(said["model"])
    return Part(**{**said, "tables": tables, "model": model})


def _table(said: dict[str, Any]) -> Table:
    rows = tuple(_row(one) for one in said["rows"])
    return Table(tuple(said["by"]), said["later"], tuple(said["standings"]), rows)


def _row(said: dict[str, Any]) -> Row:
    values = said["values"]
    return Row(
        tuple(said["category"]),
        said["counts"],
        said["pairs"],
        _interval(said["complete"]),
        _interval(said["improved"]),
        _interval(said["worsened"]),
        None if values is None else _values(values),
        said["reason"],
    )


def _values(said: dict[str, Any]) -> Values:
    both = {"change": Interval(**said["change"]), "effect": Interval(**said["effect"])}
    return Values(**{**said, **both})


def _interval(said: dict[str, float] | None) -> Interval | None:
    return None if said is None else Interval(**said)


def _model(said: dict[str, Any]) -> Model:
    fixed, regions = (
        tuple(Effect(one["name"], Interval(**one["value"])) for one in said[name])
        for name in ("fixed", "regions")
    )
    return Model(said["pairs"], fixed, said["spread"], regions, said["since"])
