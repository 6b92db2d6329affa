"""A subject's part of a release: counts through the rules of disclosure, then the figures that go with what is left.

All tables of a subject, of this release and of all before it, are tried by the attacker together. Subjects are tried
apart: no cell of one adds up to cells of another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.model import Caseload, model_sums
from attune.core.figures.modelled import modelled
from attune.core.figures.released import ALL, Model, Part, Row, Table
from attune.core.figures.showing import (
    FEW_SERVICES,
    is_alone,
    left_out,
    repeated,
    with_shares,
    with_values,
    without,
)
from attune.core.figures.tables import (
    BREAKDOWNS,
    END,
    OVERALL,
    TWO_WAY,
    By,
    Groups,
    Topic,
    counts_of,
    dimensions_of,
    of_dimension,
    standing_of,
)
from attune.core.figures.tally import Tally
from attune.core.statistics.disclosure.rules import Reason, Rules
from attune.core.statistics.disclosure.suppression import publish
from attune.core.statistics.disclosure.tables import (
    EVERYBODY,
    Cell,
    Count,
    Dimensions,
    Published,
    Release,
    cells,
)
from attune.core.statistics.mixed.sums import Sums

Reasons = Mapping[Cell, Reason]


@dataclass(frozen=True)
class Counted:
    """What is counted of a topic: courses whose work has ended, of each service.

    groups: at the end, by each of BREAKDOWNS. follow_ups: later → everybody. caseloads: for the model; shipped: of services
    that give sums only.
    """

    groups: Mapping[By, Groups]
    follow_ups: Mapping[str, Groups] = field(default_factory=dict)
    caseloads: Sequence[Caseload] = ()
    shipped: Sequence[Sums] = ()

    @property
    def untold(self) -> frozenset[str]:
        """The dimensions of which a service that gives sums only does not tell everything."""
        return frozenset(
            name
            for by, groups in self.groups.items()
            for category in groups
            for name, value in zip(by, category, strict=True)
            if value == NOT_TOLD
        )


@dataclass(frozen=True)
class Earlier:
    """What an earlier release said of the same subject, and why it hid what it hid, which never left."""

    name: str
    part: Part
    reasons: Reasons


@dataclass(frozen=True)
class Draft:
    """A part as it would leave, and why each cell that is hidden in it is."""

    part: Part
    reasons: Reasons


def draft(
    name: str,
    topic: Topic,
    counted: Counted,
    years: Sequence[int],
    earlier: Sequence[Earlier] = (),
    rules: Rules | None = None,
) -> Draft | None:
    """The part of this topic in the release of this name; None where even everybody together is hidden.

    Raises CannotComputeError where what was published before leaves no way to protect this one, or where courses are of a
    kind that the tables don't know.
    """
    making = _Making(name, topic, years, earlier, rules or Rules(), counted.untold)
    tables = [making.counted(each, groups) for each, groups in _asked(counted)]
    if making.rules.reason(tables[0][1][EVERYBODY]) is not None:
        return None
    before = [(published(one.part, one.name), one.reasons) for one in earlier]
    release, reasons = publish(name, tables, earlier=before, rules=making.rules)
    values = release.values
    made = [making.shown(each, groups, values) for each, groups in _asked(counted)]
    made = [_protected(table, made[0].rows[0], making.rules) for table in made]
    model, no_model = _model(topic, counted, made, earlier, name)
    part = Part(
        topic.measure,
        topic.scale,
        topic.respondent,
        topic.title,
        topic.scale_title,
        topic.better,
        topic.low,
        topic.high,
        tuple(made),
        model,
        no_model,
    )
    return Draft(part, reasons)


Place = tuple[By, str]
"""A table: by which dimensions, at which later occasion."""


def _asked(counted: Counted) -> list[tuple[Place, Groups]]:
    """All tables, everybody's at the end first."""
    at_end: list[tuple[Place, Groups]] = [
        ((by, END), counted.groups.get(by, {})) for by in BREAKDOWNS
    ]
    return at_end + [((OVERALL, later), one) for later, one in sorted(counted.follow_ups.items())]


@dataclass(frozen=True)
class _Making:
    """A part in the making."""

    name: str
    topic: Topic
    years: Sequence[int]
    earlier: Sequence[Earlier]
    rules: Rules
    untold: frozenset[str] = frozenset()

    def counted(self, place: Place, groups: Groups) -> tuple[Dimensions, Mapping[Cell, Count]]:
        """A table of true counts."""
        by, later = place
        dimensions = dimensions_of(by, self.topic, self.years, later, self.untold)
        return dimensions, counts_of(dimensions, groups, by)

    def shown(self, place: Place, groups: Groups, values: Mapping[Cell, int | None]) -> Table:
        """The table as it leaves, but for values that others make it leave out."""
        by, later = place
        standings = () if by in TWO_WAY else self.topic.standings
        rows = []
        for category in self._categories(by):
            row = Row(category, _counts(place, category, standings, values))
            if standings:
                row = self._with_figures(row, place, groups.get(category, {}))
            rows.append(row)
        return Table(by, later, standings, tuple(rows))

    def _categories(self, by: By) -> list[tuple[str, ...]]:
        named = [of_dimension(name, self.years, untold=name in self.untold) for name in by]
        return list(product(*named))

    def _with_figures(self, row: Row, place: Place, services: Mapping[str, Tally]) -> Row:
        row = with_shares(row, self.rules, services)
        if row.pairs is None:
            return row
        if is_alone(services, self.rules):
            return without(row, FEW_SERVICES)
        row = with_values(row, self.topic, services, self.name, is_end=place[1] == END)
        return repeated(row, _before(self.earlier, place, row.category), self.rules)


# --- rows of what is published --------------------------------------------------------------------
def _counts(
    place: Place,
    category: tuple[str, ...],
    standings: Sequence[str],
    values: Mapping[Cell, int | None],
) -> dict[str, int | None]:
    by, later = place
    cell = frozenset(zip(by, category, strict=True))
    whole = {ALL: values[cell]}
    return whole | {one: values[cell | {(standing_of(later), one)}] for one in standings}


def _before(earlier: Sequence[Earlier], place: Place, category: tuple[str, ...]) -> Row | None:
    """The row of the release that counted the values that were last given for it."""
    rows = {one.name: _row(one.part, place, category) for one in earlier}
    for row in reversed(list(rows.values())):
        if row is not None and row.values is not None:
            return rows[row.values.since]
    return None


def _row(part: Part, place: Place, category: tuple[str, ...]) -> Row | None:
    table = part.table(*place)
    rows = table.rows if table is not None else ()
    return next((row for row in rows if row.category == category), None)


def _protected(table: Table, whole: Row, rules: Rules) -> Table:
    if len(table.by) != 1:
        return table
    rows = left_out(whole, table.rows, rules)
    return Table(table.by, table.later, table.standings, tuple(rows))


def _model(
    topic: Topic,
    counted: Counted,
    tables: Sequence[Table],
    earlier: Sequence[Earlier],
    name: str,
) -> tuple[Model | None, str]:
    """The model: counted anew exactly when the figures of everybody are."""
    values = tables[0].rows[0].values
    if values is not None and values.since != name:
        for one in reversed(earlier):
            if one.name == values.since:
                return one.part.model, one.part.no_model
    return modelled(topic, model_sums(counted.caseloads, counted.shipped), tables, name)


# --- back to what the attacker reads --------------------------------------------------------------
def published(part: Part, name: str) -> Release:
    """The tables of counts of a part: what leaves of them, as the attacker reads it."""
    return Release(name, tuple(table_of(part, table) for table in part.tables))


def table_of(part: Part, table: Table) -> Published:
    """One table of counts with its margins, which are the rows of others."""
    named: dict[str, tuple[str, ...]] = {
        name: tuple(dict.fromkeys(row.category[place] for row in table.rows))
        for place, name in enumerate(table.by)
    }
    standing = standing_of(table.later)
    dimensions = {standing: table.standings, **named} if table.standings else named
    return Published(
        dimensions, {cell: _value(part, table, cell, standing) for cell in cells(dimensions)}
    )


def _value(part: Part, table: Table, cell: Cell, standing: str) -> int | None:
    said = dict(cell)
    count = said.pop(standing, ALL)
    by = tuple(name for name in table.by if name in said)
    later = table.later if by == table.by else END
    row = _row(part, (by, later), tuple(said[name] for name in by))
    if row is None:
        raise ValueError(f"The part {part.slug} lacks {by}.")
    return row.counts[count]
