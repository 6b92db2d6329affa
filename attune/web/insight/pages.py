"""What each page of figures holds: sentences, charts by name, and what one may choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attune.core.figures.hiding import FEWEST, hidden
from attune.core.figures.released import ReleaseDocument
from attune.web.insight import beside, drawings
from attune.web.insight.board import Board, boards
from attune.web.insight.queries.records import Known
from attune.web.insight.wording import (
    DIMENSIONS,
    NO_CONTROL,
    change_said,
    counted_said,
    effect_said,
    few_said,
    improved_of,
    topic_said,
)
from attune.web.ui.charts.drawing import Drawing

TABS = {
    "change": gettext_lazy("Change"),
    "people": gettext_lazy("Who we work with"),
    "complete": gettext_lazy("How complete"),
    "years": gettext_lazy("Year by year"),
}
OF_CASES = ("context", "engagement", "relation", "child_age", "ethnicity", "mode", "end", "year")
"""By what cases are counted."""

WITHIN = tuple(name for name in DIMENSIONS if name not in ("region", "setting", "year"))
"""By what change is broken down inside a service."""


@dataclass(frozen=True)
class Choice:
    """One of several things to look at."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """said: sentences on top, the most important first. charts: by the name that their files have. query: what was
    chosen, for the addresses of files. has_many: small charts beside each other."""

    said: tuple[str, ...]
    charts: Mapping[str, Drawing] = field(default_factory=dict)
    topics: tuple[Choice, ...] = ()
    dimensions: tuple[Choice, ...] = ()
    query: str = ""
    has_many: bool = False

    def file_address(self, name: str) -> str:
        both = urlencode({"save": name})
        return f"?{self.query}&{both}" if self.query else f"?{both}"

    @property
    def shown(self) -> list[tuple[str, Drawing, str]]:
        """Each chart with its name and the address of its files."""
        return [(name, drawing, self.file_address(name)) for name, drawing in self.charts.items()]


NOTHING = gettext_lazy(
    "As soon as first forms are filled in, this says how many have their last one, too; and with 8 pairs, how much changed."
)


def of_own(known: Known, asked: Mapping[str, str]) -> Page:
    """A practitioner's own cases: how complete they are, and with enough pairs how much changed. Nobody else's
    are beside them."""
    found = boards(known.records, guards=False)
    if not found:
        return Page((str(NOTHING),))
    board, topics = _chosen(found, asked)
    said = [counted_said(board.overall, guards=False)]
    charts = {"complete": drawings.completeness(found)}
    if board.overall.paired < FEWEST:
        said.append(few_said(board.overall))
    else:
        said += _said(board)
        charts = {**_change(board), **charts}
    return Page(tuple(said), charts, topics, query=_query(board))


def of_service(
    known: Known,
    tab: str,
    asked: Mapping[str, str],
    release: ReleaseDocument | None = None,
    region: str = "",
) -> Page:
    """One page of a service's figures; `tab` is one of TABS. release: of the nation, that the service of this region
    is put beside."""
    if tab == "people":
        return _people(known)
    found = boards(known.records)
    if not found:
        return Page((str(NOTHING),))
    board, topics = _chosen(found, asked)
    if tab == "complete":
        charts = {
            "complete": drawings.completeness(found),
            "complete-years": drawings.completeness_by_year(board),
        }
        return Page(
            (counted_said(board.overall, guards=True),), charts, topics, query=_query(board)
        )
    if board.overall.paired < FEWEST:
        said = (counted_said(board.overall, guards=True), _too_few())
        return Page(said, topics=topics, query=_query(board))
    if tab == "years":
        return Page(
            tuple(_said(board)), {"years": drawings.years(board)}, topics, (), _query(board)
        )
    dimension = asked.get("by", "") if asked.get("by") in WITHIN else "context"
    choices = _dimensions(board, dimension)
    nation = beside.said_of(board, release, region)
    charts = {
        **_change(board),
        **beside.charts_of(board, release, region),
        "groups": drawings.by_dimension(board, dimension),
    }
    said = (*_said(board), *nation, str(NO_CONTROL))
    return Page(said, charts, topics, choices, _query(board, dimension))


def _people(known: Known) -> Page:
    over = [case for case in known.cases if case["end"] != "open"]
    asked = {name: over if name == "end" else known.cases for name in OF_CASES}
    made = {name: drawings.mix(cases, name) for name, cases in asked.items() if cases}
    if over and hidden({"open": len(known.cases) - len(over), "over": len(over)}):
        made["end"] = None  # how many have ended would tell how few go on
    said = [_whom(len(known.cases))]
    left_out = [str(DIMENSIONS[name]) for name, drawing in made.items() if drawing is None]
    if left_out and len(known.cases) >= FEWEST:
        said.append(
            _("Not shown, because the groups are too small: %(what)s.")
            % {"what": "; ".join(left_out)}
        )
    charts = {name: drawing for name, drawing in made.items() if drawing is not None}
    return Page(tuple(said), charts, has_many=True)


def _change(board: Board) -> dict[str, Drawing]:
    charts = {"before-and-after": drawings.before_and_after(board)}
    reliably = drawings.reliably(board)
    return {**charts, "reliably": reliably} if reliably is not None else charts


def _said(board: Board) -> list[str]:
    found = board.figure(board.overall)
    lines = [
        change_said(found, board.topic),
        improved_of(board),
        effect_said(found),
        counted_said(board.overall, guards=board.guards),
    ]
    return [line for line in lines if line]


def _whom(cases: int) -> str:
    if cases < FEWEST:
        return _(
            "There are fewer than 8 cases: as there are more, this says whom the work is with."
        )
    return _(
        "%(cases)s cases, open and ended. Groups that are too small to be shown are hidden."
    ) % {"cases": cases}


def _too_few() -> str:
    return _("Too few have both forms to say anything yet: that takes 8.")


def _chosen(found: list[Board], asked: Mapping[str, str]) -> tuple[Board, tuple[Choice, ...]]:
    """The board of the topic that was asked for, or the first; and all to choose from, if there are several."""
    chosen = next((one for one in found if one.topic.slug == asked.get("topic")), found[0])
    choices = tuple(
        Choice(topic_said(one.topic), urlencode({"topic": one.topic.slug}), one is chosen)
        for one in found
    )
    return chosen, choices if len(choices) > 1 else ()


def _dimensions(board: Board, dimension: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(DIMENSIONS[name]), _query(board, name), name == dimension) for name in WITHIN
    )


def _query(board: Board, dimension: str = "") -> str:
    said = {"topic": board.topic.slug, "by": dimension}
    return urlencode({name: value for name, value in said.items() if value})
