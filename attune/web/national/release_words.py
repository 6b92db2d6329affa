"""A release in words: names of dimensions and categories, and each table as rows of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.released import (
    ALL,
    UNPAIRED,
    Interval,
    Model,
    Part,
    ReleaseDocument,
    Row,
    Table,
)
from attune.web.cases.models import Case
from attune.web.people.models import Region, Setting

if TYPE_CHECKING:  # slow to load
    from attune.core.figures.noisy import NoisyPart
    from attune.core.figures.tables import Topic

Reasons = Mapping[frozenset[tuple[str, str]], str]
"""Why a cell is hidden: its conditions, and the word of core's `Reason`."""

DIMENSIONS = {
    "region": gettext_lazy("Region"),
    "setting": gettext_lazy("Kind of organisation"),
    "context": gettext_lazy("Who it is about"),
    "engagement": gettext_lazy("How it came about"),
    "relation": gettext_lazy("Who the client is"),
    "child_age": gettext_lazy("Age of the child"),
    "ethnicity": gettext_lazy("Ethnic group of the client"),
    "stage": gettext_lazy("How far the practitioner was trained"),
    "mode": gettext_lazy("How they met"),
    "end": gettext_lazy("How the work ended"),
    "dose": gettext_lazy("Cycles done"),
    "year": gettext_lazy("Year of the first score"),
}

STAGES = {
    "trainee": gettext_lazy("In training"),
    "practitioner": gettext_lazy("Practitioner"),
    "supervisor": gettext_lazy("Supervisor"),
}
DOSES = {
    "0": gettext_lazy("None"),
    "1-2": gettext_lazy("1 or 2"),
    "3-4": gettext_lazy("3 or 4"),
    "5-6": gettext_lazy("5 or 6"),
    "7-or-more": gettext_lazy("7 or more"),
}

CATEGORIES = {
    "region": dict(Region.choices),
    "setting": dict(Setting.choices),
    "context": dict(Case.Context.choices),
    "engagement": dict(Case.Engagement.choices),
    "relation": dict(Case.Relation.choices),
    "child_age": dict(Case.ChildAge.choices),
    "ethnicity": dict(Case.Ethnicity.choices),
    "mode": dict(Case.Mode.choices),
    "end": dict(Case.Ending.choices),
    "stage": STAGES,
    "dose": DOSES,
}

RESPONDENTS = {
    "self": gettext_lazy("filled in by the client"),
    "parent": gettext_lazy("filled in by a parent"),
    "teacher": gettext_lazy("filled in by a teacher"),
    "practitioner": gettext_lazy("filled in by the practitioner"),
    "observer": gettext_lazy("filled in by somebody who watched"),
}

STANDINGS = {
    ALL: gettext_lazy("All"),
    UNPAIRED: gettext_lazy("Without a later score"),
    "worsened": gettext_lazy("Worse, by more than error"),
    "unchanged": gettext_lazy("Within measurement error"),
    "improved": gettext_lazy("Better, by more than error"),
    "unjudged": gettext_lazy("With both scores"),
}

OCCASIONS = {
    "end": gettext_lazy("At the end of the work"),
    "follow-up-3": gettext_lazy("3 months after"),
    "follow-up-6": gettext_lazy("6 months after"),
    "follow-up-12": gettext_lazy("12 months after"),
}

EFFECTS = {
    "ordered": gettext_lazy("Work that was ordered"),
    "remote": gettext_lazy("By video call"),
    "trainee": gettext_lazy("A practitioner in training"),
}
SPREAD = {
    "region": gettext_lazy("Between regions"),
    "service": gettext_lazy("Between services of a region"),
    "caseload": gettext_lazy("Between practitioners of a service"),
    "residual": gettext_lazy("Between families of a practitioner"),
}

HIDDEN = {
    "small": gettext_lazy("fewer than 8"),
    "few-services": gettext_lazy("fewer than three services"),
    "dominant": gettext_lazy("one service has nearly all"),
    "complementary": gettext_lazy("so that another can’t be worked out"),
}


def category_name(dimension: str, category: str) -> str:
    if category == NOT_TOLD:
        return _("Not told by services that give sums only")
    return str(CATEGORIES.get(dimension, {}).get(category, category))


def subject_name(part: "Part | NoisyPart | Topic") -> str:
    return f"{part.title}, {RESPONDENTS[part.respondent]}"


def table_title(table: Table) -> str:
    if not table.by:
        return str(OCCASIONS[table.later])
    return " × ".join(str(DIMENSIONS[name]) for name in table.by)


# --- tables ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """One count on a page. why: of a hidden one, where it is told."""

    text: str
    why: str = ""

    @property
    def is_hidden(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Line:
    """One row of a page: its name, counts, and figures in words ("" where there are none)."""

    name: str
    counts: tuple[Shown, ...]
    pairs: str
    complete: str
    improved: str
    change: str
    effect: str
    note: str


@dataclass(frozen=True)
class Said:
    """A table of a page. columns: what its counts are."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    has_figures: bool
    is_judged: bool


def said(part: Part, table: Table, name: str, reasons: Reasons | None = None) -> Said:
    """A table in words. name: of the release, so that older figures say so. reasons: told to those who prepare it."""
    names = (ALL, *table.standings)
    return Said(
        table_title(table),
        tuple(str(STANDINGS[one]) for one in names),
        tuple(_line(table, row, names, name, reasons) for row in table.rows),
        bool(table.standings),
        "improved" in part.overall.counts,
    )


def _line(
    table: Table, row: Row, names: tuple[str, ...], release: str, reasons: Reasons | None
) -> Line:
    values = row.values
    title = " · ".join(
        category_name(*one) for one in zip(table.by, row.category, strict=True)
    ) or _("Everybody")
    older = values is not None and values.since != release
    return Line(
        title,
        tuple(_count(table, row, one, reasons) for one in names),
        "" if row.pairs is None else str(row.pairs),
        share(row.complete),
        share(row.improved),
        "" if values is None else points(values.change),
        "" if values is None else points(values.effect),
        _("as counted in %(name)s") % {"name": values.since} if older and values else row.reason,
    )


def _count(table: Table, row: Row, name: str, reasons: Reasons | None) -> Shown:
    number = row.counts[name]
    if number is not None:
        return Shown(f"{number:,}")
    if reasons is None:
        return Shown("")
    standing = "standing" if table.later == "end" else f"standing-{table.later}"
    own = zip(table.by, row.category, strict=True)
    cell = frozenset([*own, *([] if name == ALL else [(standing, name)])])
    return Shown("", str(HIDDEN[reasons[cell]]))


def share(found: Interval | None) -> str:
    """A share as whole per cents with its interval."""
    if found is None:
        return ""
    ends = {"low": round(found.low * 100), "high": round(found.high * 100)}
    return _("%(share)s %% (%(low)s to %(high)s)") % {"share": round(found.estimate * 100), **ends}


def points(found: Interval) -> str:
    """A change with its interval; a real minus sign."""
    ends = {name: number(getattr(found, name)) for name in ("estimate", "low", "high")}
    return _("%(estimate)s (%(low)s to %(high)s)") % ends


def number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


# --- the first page, and the model ------------------------------------------------------------------
@dataclass(frozen=True)
class Headline:
    """One subject in a list."""

    slug: str
    name: str
    all: str
    pairs: str
    complete: str
    sentence: str


def headlines(document: ReleaseDocument) -> list[Headline]:
    return [_headline(part) for part in document.parts]


def _headline(part: Part) -> Headline:
    row = part.overall
    return Headline(
        part.slug,
        subject_name(part),
        f"{row.counts[ALL]:,}",
        "" if row.pairs is None else f"{row.pairs:,}",
        share(row.complete),
        sentence(part, row),
    )


def sentence(part: Part, row: Row) -> str:
    """The change of everybody in one plain sentence."""
    if row.values is None:
        return _("Too few have both scores to say how much changed.")
    found = row.values.change
    words = {
        "points": number(abs(found.estimate)),
        "low": number(found.low),
        "high": number(found.high),
    }
    if part.better == "neither":
        return _("On average the score changed by %(points)s points.") % words
    if found.estimate >= 0:
        return _("On average %(points)s points better (%(low)s to %(high)s).") % words
    return _("On average %(points)s points worse (%(low)s to %(high)s).") % words


@dataclass(frozen=True)
class Modelled:
    """The model's figures in words: how much a condition goes with, how far groups differ, and each region."""

    effects: tuple[tuple[str, str], ...]
    spread: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]


def modelled(model: Model) -> Modelled:
    named = {one.name: one.value for one in model.fixed}
    return Modelled(
        tuple((str(EFFECTS[key]), points(named[key])) for key in EFFECTS if key in named),
        tuple((str(SPREAD[key]), number(model.spread[key])) for key in SPREAD),
        tuple((category_name("region", one.name), points(one.value)) for one in model.regions),
    )
