"""A service beside the newest national release: what the national model expects of pairs like its own, and where its
share of reliable change lies among the limits of chance. No other service is seen."""

from functools import partial

from django.utils.translation import gettext as _

from attune.core.figures.beside import Beside, beside
from attune.core.figures.released import Part, ReleaseDocument
from attune.core.figures.said import Cannot
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.funnel import exact_limits
from attune.web.insight.board import Board
from attune.web.insight.drawings import better_words
from attune.web.insight.wording import NO_CONTROL, foot_of
from attune.web.ui.charts import forest as forests
from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.funnel import Point, Words, by_size, limits_of
from attune.web.ui.charts.scale import shares, written


def said_of(board: Board, release: ReleaseDocument | None, region: str) -> list[str]:
    """The sentence about it; none where there is nothing to put it beside."""
    found = _compared(board, _part(board, release), region)
    if found is None:
        return []
    said = {
        "expected": written(found.expected),
        "drawn": written(found.drawn.estimate),
        "low": written(found.drawn.ci_lb),
        "high": written(found.drawn.ci_ub),
    }
    if not found.drawn.se:
        return [
            _(
                "With people like yours the national model expects %(expected)s points better; services differ from it by chance alone."
            )
            % said
        ]
    return [
        _(
            "With people like yours the national model expects %(expected)s points better. Yours, with chance taken out as far as "
            "can be: %(drawn)s (%(low)s to %(high)s)."
        )
        % said
    ]


def charts_of(board: Board, release: ReleaseDocument | None, region: str) -> dict[str, Drawing]:
    part = _part(board, release)
    if part is None or release is None:
        return {}
    made = {
        "nation": _change(board, part, release, region),
        "funnel": _funnel(board, part, release),
    }
    return {name: drawing for name, drawing in made.items() if drawing is not None}


def _part(board: Board, release: ReleaseDocument | None) -> Part | None:
    if release is None:
        return None
    return release.part(board.topic.measure.id, board.topic.scale.id, board.topic.respondent)


def _compared(board: Board, part: Part | None, region: str) -> Beside | None:
    if part is None or part.model is None:
        return None
    try:
        return beside(board.caseloads(), part.model, region)
    except CannotComputeError:
        return None


def _change(board: Board, part: Part, release: ReleaseDocument, region: str) -> Drawing | None:
    values, own = part.overall.values, board.figure(board.overall).change
    if values is None or isinstance(own, Cannot):
        return None
    pairs = board.overall.paired
    rows = [
        forests.Row(
            _("Your service, as it is"), own.estimate, own.ci_lb, own.ci_ub, pairs, count=pairs
        )
    ]
    found = _compared(board, part, region)
    if found is not None and found.drawn.se:
        drawn = found.drawn
        rows.append(
            forests.Row(
                _("Yours, with chance taken out as far as can be"),
                drawn.estimate,
                drawn.ci_lb,
                drawn.ci_ub,
                pairs,
                count=pairs,
            )
        )
    change = values.change
    rows.append(
        forests.Row(
            _("The nation"),
            change.estimate,
            change.low,
            change.high,
            pooled=True,
            count=values.pairs,
        )
    )
    return forests.forest(
        rows,
        title=_("Your service beside the nation"),
        says=_(
            "Services work with different people, in different places. Where they differ, it is worth asking why; it is no mark."
        ),
        words=better_words(_("Whose"), board.topic.has_better),
        foot=(_release_said(release), *foot_of(board)),
    )


def _funnel(board: Board, part: Part, release: ReleaseDocument) -> Drawing | None:
    own, nation = board.figure(board.overall).improved, part.overall.improved
    if isinstance(own, Cannot) or board.standings["improved"] is None:
        return None
    if nation is None or not 0 < nation.estimate < 1:
        return None
    points = [
        Point(board.overall.judged, own.estimate, _("Your service"), own=True),
    ]
    return by_size(
        points,
        limits_of(points, partial(exact_limits, nation.estimate)),
        middle=nation.estimate,
        title=_("Improved by more than error, within the limits of chance"),
        says=_(
            "Small services swing more by chance: between the lines lies what chance alone explains."
        ),
        words=Words(
            across=_("Pairs"),
            up=_("Improved by more than error"),
            middle=_("the nation: %(share)s") % {"share": shares(nation.estimate)},
            whose="",
        ),
        said=shares,
        foot=(_release_said(release), str(NO_CONTROL)),
    )


def _release_said(release: ReleaseDocument) -> str:
    return _("National release %(name)s; its counts are rounded to 5.") % {"name": release.name}
