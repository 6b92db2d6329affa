"""What a report holds: of a service in a year, and of the nation as the newest release has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from attune.core.figures.hiding import FEWEST
from attune.core.figures.released import Part, ReleaseDocument
from attune.web.cases.queries import today
from attune.web.insight import drawings, national
from attune.web.insight.board import Board, boards
from attune.web.insight.queries.records import Known
from attune.web.insight.wording import (
    NO_CONTROL,
    change_said,
    counted_said,
    effect_said,
    improved_of,
    topic_said,
)
from attune.web.people.models import Service
from attune.web.ui.charts.drawing import Drawing

WHOM = ("context", "engagement", "child_age", "mode")
"""By what a report counts cases."""


@dataclass(frozen=True)
class Section:
    """A part of a report: sentences, then charts."""

    heading: str
    said: tuple[str, ...]
    charts: tuple[Drawing, ...] = ()


@dataclass(frozen=True)
class Report:
    """method: how the figures are made, and what they can't tell."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    foot: str = field(default="")


def years_of(known: Known) -> list[int]:
    """The years that a report can be of, newest first: of a first form, or a case that began."""
    found = {record["year"] for record in known.records} | {
        int(case["year"]) for case in known.cases
    }
    return sorted(found, reverse=True)


def of_service(service: Service, known: Known, year: int) -> Report:
    """Of the cases that began in that year, and the first forms of that year with what followed."""
    begun = tuple(case for case in known.cases if case["year"] == str(year))
    all_years = boards(known.records)
    of_year = [one for one in (board.of_year(year) for board in all_years) if one.records]
    sections = [_glance(of_year)]
    sections += [_topic(board) for board in of_year if board.overall.paired >= FEWEST]
    sections.append(_whom(begun))
    sections += [
        Section(
            _("Year by year: %(what)s") % {"what": topic_said(board.topic)},
            (),
            (drawings.years(board),),
        )
        for board in all_years
        if board.overall.paired >= FEWEST
    ]
    return Report(
        title=_("What has changed, %(year)s") % {"year": year},
        subtitle=service.name,
        sections=tuple(sections),
        method=_method(),
        foot=_foot(service.name),
    )


def _glance(found: list[Board]) -> Section:
    lines = [
        f"{topic_said(board.topic)}: {line}"
        for board in found
        for line in (
            change_said(board.figure(board.overall), board.topic),
            counted_said(board.overall, guards=True),
        )
    ]
    if not lines:
        lines = [_("No first form was filled in in this year.")]
    charts = (drawings.completeness(found),) if found else ()
    return Section(_("At a glance"), (*lines, str(NO_CONTROL)), charts)


def _topic(board: Board) -> Section:
    found = board.figure(board.overall)
    said = (change_said(found, board.topic), improved_of(board), effect_said(found))
    charts = [
        drawings.before_and_after(board),
        drawings.reliably(board),
        drawings.by_dimension(board, "context"),
    ]
    return Section(
        topic_said(board.topic),
        tuple(line for line in said if line),
        tuple(chart for chart in charts if chart is not None),
    )


def _whom(begun: tuple[Mapping[str, str], ...]) -> Section:
    heading = _("Whom the work was with")
    if len(begun) < FEWEST:
        return Section(
            heading, (_("Fewer than %(fewest)s cases began in this year.") % {"fewest": FEWEST},)
        )
    said = _("%(cases)s cases began in this year.") % {"cases": len(begun)}
    charts = [drawings.mix(begun, name) for name in WHOM]
    return Section(heading, (said,), tuple(chart for chart in charts if chart is not None))


def of_nation(document: ReleaseDocument) -> Report:
    """The newest release, subject by subject."""
    return Report(
        title=_("National figures, release %(name)s") % {"name": document.name},
        subtitle=_("What changed for people in Video Interaction Guidance"),
        sections=tuple(_part(document, part) for part in document.parts),
        method=(
            *_method(),
            _("Only what clients agreed to give is counted, and only of work that has ended."),
            _(
                "Counts below 8 are hidden and others rounded to 5; figures of fewer than three services are hidden."
            ),
            _("The checksum of this release is %(digest)s.") % {"digest": document.digest},
        ),
        foot=_foot(_("National release %(name)s") % {"name": document.name}),
    )


def _part(document: ReleaseDocument, part: Part) -> Section:
    charts = national.charts_of(document, part, "context")
    return Section(
        national.part_said(part),
        tuple(national.said(part)),
        tuple(replace(one, foot=one.foot[:1]) for one in charts.values()),
    )


def _method() -> tuple[str, ...]:
    return (
        str(NO_CONTROL),
        _(
            "A change is the last score less the first, of those who have both forms; it is turned so that more is better where "
            "lower scores are the hoped-for ones. Those whose last form is missing may have fared otherwise."
        ),
        _(
            "An interval in brackets is a 95 % interval: of 100 such intervals about 95 hold the true figure. Of a mean change it is "
            "by the normal distribution, of a share by Wilson’s formula."
        ),
        _(
            "Better by more than measurement error is meant as Jacobson and Truax define it, with the standard deviation and the "
            "reliability that the measure’s package names; where none is published, nothing is said."
        ),
        _(
            "Figures of fewer than 8 pairs are not shown, nor those from which one of these could be worked out."
        ),
    )


def _foot(whose: str) -> str:
    return f"{whose} · {date_format(today(), 'j F Y')} · {NO_CONTROL}"
