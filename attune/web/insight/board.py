"""Figures of records, subject by subject: what was counted, by what it is broken down, and what may be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from attune.core.figures.breakdowns import categories
from attune.core.figures.hiding import hidden
from attune.core.figures.judging import SIGN, thresholds_of
from attune.core.figures.model import CONDITIONS, Caseload
from attune.core.figures.said import Figure, figure
from attune.core.figures.tally import Subject, Tally, Thresholds, tallied, total
from attune.core.instruments.catalogue import find, newest
from attune.core.instruments.model import Better, Measure, Scale

Record = Mapping[str, Any]
FEWEST_CASELOADS = 3
"""Of people at one stage of training: fewer would make a figure of them a figure of a person."""


@dataclass(frozen=True)
class Topic:
    """The scale that decides of a measure, as one respondent fills it in."""

    measure: Measure
    scale: Scale
    respondent: str

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return f"{self.measure.id}~{self.respondent}"

    @property
    def sign(self) -> int:
        """−1 where lower is better; 1 where higher is, or neither end."""
        return SIGN.get(self.scale.better, 1)

    @property
    def has_better(self) -> bool:
        return self.scale.better is not Better.NEITHER

    def subject(self, later: str = "end") -> Subject:
        return Subject(self.measure.id, self.scale.id, self.respondent, later)


@dataclass(frozen=True)
class Group:
    """One category and its tally. is_hidden: too few, or it would give away one that is."""

    category: str
    tally: Tally
    is_hidden: bool = False


@dataclass(frozen=True)
class Board:
    """Everything that can be said of one topic. guards: whether small groups are hidden, as they are where the
    reader does not know the people."""

    topic: Topic
    records: tuple[Record, ...]
    guards: bool = True

    @cached_property
    def thresholds(self) -> Thresholds:
        versions = {record["version"] for record in self.records}
        return thresholds_of(find(self.topic.measure.id, version) for version in versions)

    def tallies(self, *by: str, later: str = "end") -> dict[tuple[str, ...], Tally]:
        found = tallied(self.records, by=by, thresholds=self.thresholds, later=later)
        return {key: tally for (_subject, key), tally in found.items()}

    @cached_property
    def overall(self) -> Tally:
        return total(self.tallies().values())

    def at(self, later: str) -> Tally:
        """Of everybody, at this later occasion."""
        return total(self.tallies(later=later).values())

    @cached_property
    def standings(self) -> Mapping[str, int | None]:
        """How many of all pairs changed by more than error, which way; None where a share would tell of persons."""
        whole = self.overall
        counts = {
            "improved": whole.improved,
            "unchanged": whole.unchanged,
            "worsened": whole.worsened,
        }
        few = hidden(counts) if self.guards else frozenset()
        return {name: None if name in few else count for name, count in counts.items()}

    def figure(self, tally: Tally) -> Figure:
        return figure(tally, sign=self.topic.sign)

    def groups(self, dimension: str) -> list[Group]:
        """By this dimension, in the contract's order, those of pairs that nobody is in left out."""
        tallies = {key[0]: tally for key, tally in self.tallies(dimension).items()}
        counts = {name: tally.paired for name, tally in tallies.items()}
        few = hidden(counts) if self.guards else frozenset()
        few |= self._told_of(dimension)
        order = [*categories(dimension, self.years), *sorted(tallies)]
        names = sorted(tallies, key=order.index)
        return [Group(name, tallies[name], name in few) for name in names]

    def _told_of(self, dimension: str) -> frozenset[str]:
        """Stages at which so few people are that a figure would be theirs."""
        if dimension != "stage":
            return frozenset()
        people: dict[str, set[str]] = {}
        for stage, caseload in self.tallies("stage", "caseload"):
            people.setdefault(stage, set()).add(caseload)
        few = {stage for stage, them in people.items() if len(them) < FEWEST_CASELOADS}
        return frozenset(people if few else few)

    def caseloads(self) -> list[Caseload]:
        """What the national model needs of each caseload: its pairs, and the totals of its columns."""
        found = []
        for (name,), tally in self.tallies("caseload").items():
            turned = {"start": tally.before, "change": tally.after - tally.before}
            totals = {column: self.topic.sign * whole for column, whole in turned.items()}
            totals |= {
                column: self.tallies("caseload", field).get((name, value), Tally()).paired
                for column, (field, value) in CONDITIONS.items()
            }
            found.append(Caseload(("", "", name), tally.paired, totals, {}))
        return found

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last."""
        known = sorted({record["year"] for record in self.records})
        return tuple(range(known[0], known[-1] + 1)) if known else ()

    def of_year(self, year: int) -> "Board":
        rows = tuple(record for record in self.records if record["year"] == year)
        return Board(self.topic, rows, self.guards)


def boards(records: tuple[Record, ...], *, guards: bool = True) -> list[Board]:
    """One for each topic of which there is a record, most pairs first."""
    order = {one.id: one for one in newest()}
    rows: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        measure = order.get(record["measure"])
        if measure is not None and record["scale"] == measure.decides:
            rows.setdefault((measure.id, record["respondent"]), []).append(record)
    found = [
        Board(Topic(order[name], order[name].scale(order[name].decides), who), tuple(some), guards)
        for (name, who), some in rows.items()
    ]
    return sorted(found, key=lambda one: (-one.overall.paired, one.topic.slug))
