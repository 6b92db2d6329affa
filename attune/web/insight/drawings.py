"""Charts of a board: each has a table, how many and how complete, and that there is no control group."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from attune.core.figures.breakdowns import LATER
from attune.core.figures.hiding import FEWEST, hidden
from attune.core.figures.said import Cannot, Figure, figure
from attune.core.figures.tally import Tally
from attune.core.statistics.effects import rate
from attune.core.statistics.estimate import Estimate
from attune.web.insight.board import Board, Group
from attune.web.insight.wording import (
    DIMENSIONS,
    FEW,
    NO_CONTROL,
    TOO_FEW,
    category_said,
    change_said,
    foot_of,
    improved_of,
    later_said,
    topic_said,
)
from attune.web.ui.charts import forest as forests
from attune.web.ui.charts.bars import Share, bars
from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.pairs import Pair, pairs
from attune.web.ui.charts.trend import Moment, trend


def completeness(boards: Sequence[Board]) -> Drawing:
    """Of each topic: how many of those that could have both ends have them."""
    rows = [_complete(topic_said(one.topic), one.overall, guards=one.guards) for one in boards]
    return bars(
        rows,
        title=_("How many have both the first and the last form"),
        says=_("Without both, nobody can see a change. Work that goes on is not counted yet."),
        whose=_("Measure"),
        what=_("Share"),
        foot=(str(NO_CONTROL),),
    )


def completeness_by_year(board: Board) -> Drawing:
    tallies = {key[0]: tally for key, tally in board.tallies("year").items()}
    few = hidden({year: tally.due for year, tally in tallies.items()}) if board.guards else ()
    rows = []
    for year in map(str, board.years):
        tally = tallies.get(year, Tally())
        rows.append(_complete(year, tally, guards=board.guards, is_hidden=year in few))
    return bars(
        rows,
        title=_("How complete, year by year"),
        says=topic_said(board.topic),
        whose=_("Year of the first form"),
        what=_("Share"),
        foot=foot_of(board),
    )


def _complete(label: str, tally: Tally, *, guards: bool, is_hidden: bool = False) -> Share:
    found = figure(tally)
    if is_hidden or (guards and 0 < tally.due < FEWEST):
        words = str(TOO_FEW if is_hidden else FEW)
        return Share(label, count=words, of=words, missing=words)
    if isinstance(found.pairs, Cannot):
        return Share(label, count=tally.paired, of=tally.due, missing=_("no work has ended yet"))
    rate = found.pairs
    return Share(label, rate.estimate, rate.ci_lb, rate.ci_ub, tally.paired, tally.due)


def before_and_after(board: Board) -> Drawing:
    """The means at the start and at each later occasion, each of those who have both: whether it lasts."""
    rows, foot = [], []
    for later in LATER:
        tally = board.at(later)
        if later == LATER[0] or tally.paired:
            rows.append(_pair(later_said(later), board.figure(tally), board))
    foot.append(
        _("Each line is of those who have both forms; they are not the same people at each.")
    )
    return pairs(
        rows,
        title=_("Before and after: %(what)s") % {"what": topic_said(board.topic)},
        says=change_said(board.figure(board.overall), board.topic),
        whose=_("Occasion"),
        ends=(board.topic.scale.low, board.topic.scale.high),
        foot=(*foot, *foot_of(board)),
    )


def _pair(label: str, found: Figure, board: Board) -> Pair:
    count: int | str = found.tally.paired
    if board.guards and found.tally.paired < FEWEST:
        count = str(FEW)
    if isinstance(found.change, Cannot) or found.before is None or found.after is None:
        return Pair(label, count=count, missing=str(TOO_FEW))
    ends = [
        found.before + board.topic.sign * end for end in (found.change.ci_lb, found.change.ci_ub)
    ]
    return Pair(label, found.before, found.after, min(ends), max(ends), count)


def reliably(board: Board) -> Drawing | None:
    """Shares that changed by more than error; None where no reliable change is published for the scale, or every share
    would tell of persons."""
    found = board.figure(board.overall)
    if isinstance(found.improved, Cannot) or isinstance(found.worsened, Cannot):
        return None
    tally, told = board.overall, board.standings
    if not any(told.values()):
        return None
    within = rate(tally.unchanged, tally.judged)
    rows = [
        _standing(_("Better by more than error"), found.improved, told["improved"], tally),
        _standing(_("Within measurement error"), within, told["unchanged"], tally),
        _standing(_("Further away by more than error"), found.worsened, told["worsened"], tally),
    ]
    return bars(
        rows,
        title=_("By more than measurement error"),
        says=improved_of(board),
        whose=_("Change from the first form to the last"),
        what=_("Share"),
        foot=foot_of(board),
    )


def _standing(label: str, found: Estimate, told: int | None, tally: Tally) -> Share:
    if told is None:
        return Share(label, of=tally.judged, missing=str(TOO_FEW))
    return Share(label, found.estimate, found.ci_lb, found.ci_ub, None, tally.judged)


def by_dimension(board: Board, dimension: str) -> Drawing:
    """How much changed, in each category and in all together; more is better."""
    rows = [_row(group, dimension, board) for group in board.groups(dimension)]
    everybody = board.figure(board.overall)
    if isinstance(everybody.change, Estimate):
        change = everybody.change
        rows.append(
            forests.Row(
                _("All together"),
                change.estimate,
                change.ci_lb,
                change.ci_ub,
                pooled=True,
                count=board.overall.paired,
            )
        )
    return forests.forest(
        rows,
        title=_("How much changed, by %(what)s") % {"what": DIMENSIONS[dimension]},
        says=_(
            "The groups differ in more than this, for instance in where they began: a difference between them is a "
            "question, not an answer."
        ),
        words=better_words(_("Group"), board.topic.has_better),
        foot=(topic_said(board.topic) + ".", *foot_of(board)),
    )


def better_words(whose: str, has_better: bool = True) -> forests.Words:
    what = _("Points better") if has_better else _("Points higher")
    left, right = (_("worse"), _("better")) if has_better else (_("lower"), _("higher"))
    return forests.Words(left, right, whose, what, _("Pairs"))


def _row(group: Group, dimension: str, board: Board) -> forests.Row:
    label = category_said(dimension, group.category)
    found = board.figure(group.tally)
    if group.is_hidden:  # which of them are few is not said: see core/figures/hiding.py
        return forests.Row(label, count=str(TOO_FEW), missing=str(TOO_FEW))
    if isinstance(found.change, Cannot):
        count: int | str = group.tally.paired
        return forests.Row(label, count=count, missing=str(TOO_FEW))
    change = found.change
    return forests.Row(
        label,
        change.estimate,
        change.ci_lb,
        change.ci_ub,
        weight=group.tally.paired,
        count=group.tally.paired,
    )


def years(board: Board) -> Drawing:
    """How much changed, by the year of the first form."""
    groups = {group.category: group for group in board.groups("year")}
    moments = []
    for year in map(str, board.years):
        row = _row(groups.get(year, Group(year, Tally())), "year", board)
        moments.append(Moment(year, row.value, row.low, row.high, row.count, row.missing))
    return trend(
        moments,
        title=_("How much changed, year by year"),
        says=_("By the year of the first form. The people of one year are not those of another."),
        what=_("Points better") if board.topic.has_better else _("Points higher"),
        none=0.0,
        foot=(topic_said(board.topic) + ".", *foot_of(board)),
    )


def mix(cases: Sequence[Mapping[str, str]], dimension: str) -> Drawing | None:
    """How many cases there are of each category: whom the work is with; None where every group is hidden."""
    counts: dict[str, int] = {}
    for case in cases:
        counts[case[dimension]] = counts.get(case[dimension], 0) + 1
    few = hidden(counts)
    if counts.keys() <= few:
        return None
    rows = []
    for name in sorted(counts, key=lambda name: (name in few, -counts[name], name)):
        label = category_said(dimension, name)
        if name in few:
            rows.append(Share(label, count=str(TOO_FEW), of=len(cases), missing=str(TOO_FEW)))
        else:
            rows.append(
                Share(label, counts[name] / len(cases), None, None, counts[name], len(cases))
            )
    what = str(DIMENSIONS[dimension])
    return bars(
        rows,
        title=what[:1].upper() + what[1:],
        says="",
        whose=_("Group"),
        what=_("Share"),
        foot=(_("%(cases)s cases.") % {"cases": len(cases)},),
    )
