"""The page of national figures: the newest release, drawn. Nothing here is computed but places of shapes."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from attune.core.figures.breakdowns import LATER, NOT_TOLD
from attune.core.figures.released import ALL, Interval, Part, ReleaseDocument, Row
from attune.core.instruments.model import Better
from attune.core.statistics.estimate import Estimate
from attune.web.insight.drawings import better_words
from attune.web.insight.pages import Choice, Page
from attune.web.insight.wording import (
    DIMENSIONS,
    NO_CONTROL,
    TOO_FEW,
    category_said,
    later_said,
    moved_said,
    share_said,
    titled,
)
from attune.web.people.models import Region
from attune.web.ui.charts import forest as forests
from attune.web.ui.charts.bars import Share, bars
from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.scale import written
from attune.web.ui.charts.tiles import Tile, tiles
from attune.web.ui.charts.trend import Moment, trend

BY = tuple(name for name in DIMENSIONS if name not in ("region", "year"))


def of_release(document: ReleaseDocument, asked: Mapping[str, str]) -> Page:
    """What the release says of the topic that was asked for, or of its first one."""
    if not document.parts:
        return Page((_("This release has too few of everything to say anything yet."),))
    part = next(
        (one for one in document.parts if one.slug == asked.get("topic")), document.parts[0]
    )
    topics = tuple(
        Choice(part_said(one), urlencode({"topic": one.slug}), one is part)
        for one in document.parts
    )
    dimension = asked.get("by", "") if asked.get("by") in BY else "context"
    choices = tuple(
        Choice(str(DIMENSIONS[name]), _query(part, name), name == dimension) for name in BY
    )
    return Page(
        tuple(said(part)),
        charts_of(document, part, dimension),
        topics if len(topics) > 1 else (),
        choices,
        _query(part, dimension),
    )


def charts_of(document: ReleaseDocument, part: Part, dimension: str) -> dict[str, Drawing]:
    charts = {
        "map": on_map(document, part),
        "regions": beside(document, part, "region"),
        "reliably": reliably(document, part),
        "years": by_year(document, part),
        "lasting": lasting(document, part),
        "complete": completeness(document, part),
        "groups": beside(document, part, dimension),
    }
    return {name: drawing for name, drawing in charts.items() if drawing is not None}


def part_said(part: Part) -> str:
    return titled(part.title, part.respondent)


def said(part: Part) -> list[str]:
    """Sentences about everybody."""
    row, lines = part.overall, []
    if row.values is not None:
        change, effect = row.values.change, row.values.effect
        lines.append(moved_said(change.estimate, change.low, change.high, _has_better(part)))
        lines.append(
            _(
                "In standard deviations of the first scores: %(effect)s (%(low)s to %(high)s), where more is better."
            )
            % {
                "effect": written(effect.estimate, 2),
                "low": written(effect.low, 2),
                "high": written(effect.high, 2),
            }
        )
    if row.improved is not None:
        lines.append(share_said(_estimate(row.improved)))
    lines.append(counted(row))
    return [*lines, *_spread(part), str(NO_CONTROL)]


def counted(row: Row) -> str:
    """How many and how complete, in rounded counts."""
    everybody = row.counts.get(ALL)
    if row.pairs is None or everybody is None:
        return _("Too few to say how complete it is.")
    numbers = {"pairs": written(row.pairs, 0), "all": written(everybody, 0)}
    return (
        _("About %(pairs)s of %(all)s first forms of work that has ended have their last one, too.")
        % numbers
    )


def _spread(part: Part) -> list[str]:
    if part.model is None or "service" not in part.model.spread:
        return []
    if not part.model.spread["service"]:
        return [_("Services differ from each other no more than chance alone would make them.")]
    points = written(part.model.spread["service"])
    return [
        _(
            "Services differ from each other by about %(points)s points more than chance alone would make them (one standard deviation)."
        )
        % {"points": points}
    ]


def _foot(document: ReleaseDocument, part: Part) -> tuple[str, ...]:
    name = {"name": document.name, "what": part_said(part)}
    return (
        _("%(what)s. National release %(name)s; counts are rounded to 5, small ones are hidden.")
        % name,
        counted(part.overall),
        str(NO_CONTROL),
    )


def _rows(part: Part, dimension: str) -> Sequence[Row]:
    table = part.table((dimension,))
    return table.rows if table is not None else ()


def on_map(document: ReleaseDocument, part: Part) -> Drawing:
    found = {}
    for row in _rows(part, "region"):
        region, values = row.category[0], row.values
        label = str(Region(region).label)
        if values is None:
            found[region] = Tile(region, label, count=str(TOO_FEW))
        else:
            change = values.change.estimate
            found[region] = Tile(region, label, change, written(change), values.pairs)
    return tiles(
        found,
        title=_("How much changed, on the map"),
        says=_("Points better on average; each region with its interval is in the next chart."),
        what=_("Points better"),
        foot=_foot(document, part),
    )


def beside(document: ReleaseDocument, part: Part, dimension: str) -> Drawing:
    """Categories beside each other, and everybody."""
    known = [row for row in _rows(part, dimension) if row.values is not None]
    rows = [_row(category_said(dimension, row.category[0]), row) for row in known]
    rows.append(_row(_("All together"), part.overall, pooled=True))
    return forests.forest(
        rows,
        title=_("How much changed, by %(what)s") % {"what": DIMENSIONS[dimension]},
        says=_(
            "The groups differ in more than this, for instance in where they began: a difference between them is a "
            "question, not an answer."
        ),
        words=better_words(_("Group"), _has_better(part)),
        foot=(*_missing(part, dimension, known), *_foot(document, part)),
    )


def _missing(part: Part, dimension: str, known: Sequence[Row]) -> list[str]:
    """A sentence that names the categories that are not shown; none where all are."""
    names = [
        category_said(dimension, row.category[0])
        for row in _rows(part, dimension)
        if row not in known
    ]
    return [
        _("Not shown, to protect the people in it: %(names)s.") % {"names": "; ".join(names)}
    ] * bool(names)


def _row(label: str, row: Row, *, pooled: bool = False) -> forests.Row:
    if row.values is None:
        return forests.Row(label, count=str(TOO_FEW), missing=str(TOO_FEW))
    change, pairs = row.values.change, row.values.pairs
    return forests.Row(
        label, change.estimate, change.low, change.high, pairs, pooled=pooled, count=pairs
    )


def reliably(document: ReleaseDocument, part: Part) -> Drawing | None:
    """Shares that changed by more than error, region by region; None without any."""
    known = [row for row in _rows(part, "region") if row.improved is not None]
    rows = [_share(_("All together"), part.overall, part.overall.improved)]
    rows += [_share(category_said("region", row.category[0]), row, row.improved) for row in known]
    if part.overall.improved is None:
        return None
    return bars(
        rows,
        title=_("Better by more than measurement error"),
        says=share_said(_estimate(part.overall.improved)),
        whose=_("Region"),
        what=_("Share"),
        foot=(*_missing(part, "region", known), *_foot(document, part)),
    )


def completeness(document: ReleaseDocument, part: Part) -> Drawing:
    known = [row for row in _rows(part, "region") if row.complete is not None]
    rows = [_share(_("All together"), part.overall, part.overall.complete)]
    rows += [_share(category_said("region", row.category[0]), row, row.complete) for row in known]
    return bars(
        rows,
        title=_("How many have both the first and the last form"),
        says=counted(part.overall),
        whose=_("Region"),
        what=_("Share"),
        foot=(*_missing(part, "region", known), *_foot(document, part)),
    )


def _share(label: str, row: Row, found: Interval | None) -> Share:
    if found is None:
        return Share(label, count=str(TOO_FEW), of=str(TOO_FEW), missing=str(TOO_FEW))
    return Share(label, found.estimate, found.low, found.high, None, row.pairs)


def by_year(document: ReleaseDocument, part: Part) -> Drawing:
    moments = []
    for row in _rows(part, "year"):
        if row.category[0] == NOT_TOLD:
            continue  # it is no year
        one = _row(row.category[0], row)
        moments.append(Moment(one.label, one.value, one.low, one.high, one.count, one.missing))
    return trend(
        moments,
        title=_("How much changed, year by year"),
        says=_("By the year of the first form. The people of one year are not those of another."),
        what=_("Points better"),
        none=0.0,
        foot=_foot(document, part),
    )


def lasting(document: ReleaseDocument, part: Part) -> Drawing:
    """From the start to the end and to each follow-up that the release has."""
    rows = []
    for later in LATER:
        table = part.table((), later)
        if table is not None:
            rows.append(_row(later_said(later), table.rows[0]))
    return forests.forest(
        rows,
        title=_("Does it last?"),
        says=_(
            "From the first form to each later one, of those who have both: not the same people each time."
        ),
        words=better_words(_("Occasion"), _has_better(part)),
        foot=_foot(document, part),
    )


def _has_better(part: Part) -> bool:
    return part.better != Better.NEITHER


def _estimate(found: Interval) -> Estimate:
    return Estimate(found.estimate, 0.0, found.low, found.high)


def _query(part: Part, dimension: str) -> str:
    return urlencode({"topic": part.slug, "by": dimension})
