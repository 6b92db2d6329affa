"""The drawings of an analysis: a forest, a funnel, and the effect without each study."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attune.web.evidence.ours import Ours
from attune.web.evidence.together import Cannot, Together
from attune.web.evidence.wording import OUTCOMES
from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.forest import Row, forest, interval_said
from attune.web.ui.charts.forest import Words as Sides
from attune.web.ui.charts.funnel import Study, by_error
from attune.web.ui.charts.funnel import Words as Axes

DECIMALS = 2


def drawn(kind: str, outcome: str, of: Together, ours: Sequence[Ours] = ()) -> Drawing | None:
    """One of the drawings by its name; None where there is nothing to draw, or no such name."""
    if not of.effects:
        return None
    if kind == "forest":
        return forest_of(outcome, of, ours)
    if kind == "funnel":
        return funnel_of(outcome, of)
    return without_each(outcome, of) if kind == "without" else None


def forest_of(outcome: str, of: Together, ours: Sequence[Ours]) -> Drawing:
    """Each study, all together, and our own services apart."""
    pooled = of.pooled
    weights = (
        (1 / one.variance for one in of.effects) if isinstance(pooled, Cannot) else pooled.weights
    )
    rows = [
        Row(one.label, one.effect, *one.interval, weight=weight, count=one.families)
        for one, weight in zip(of.effects, weights, strict=True)
    ]
    if not isinstance(pooled, Cannot):
        prediction = pooled.prediction
        rows.append(
            Row(
                _("All studies together"),
                pooled.effect,
                pooled.low,
                pooled.high,
                pooled=True,
                prediction=None if isinstance(prediction, Cannot) else prediction,
            )
        )
    for one in ours:
        label = _("Apart, not pooled: our services, %(measure)s") % {"measure": one.title}
        rows.append(Row(label, one.effect, one.low, one.high, weight=0, count=one.pairs))
    return forest(
        rows,
        title=_("Each study, and all together: %(outcome)s") % {"outcome": OUTCOMES[outcome]},
        says=_said(of),
        words=Sides(
            left=_("better without"),
            right=_("better with video feedback"),
            whose=_("Study"),
            what=_("Difference, in standard deviations"),
            count=_("Families"),
        ),
        decimals=DECIMALS,
        foot=_feet(ours),
    )


def _feet(ours: Sequence[Ours]) -> tuple[str, ...]:
    trials = _(
        "Differences between families with video feedback and families without it, in standard "
        "deviations. Studies of several kinds of video feedback are together here."
    )
    if not ours:
        return (trials,)
    own = _(
        "Our services: before and after, without a control group, from the national release "
        "%(release)s. People also change without help, so that this row can't be read as the others."
    ) % {"release": ours[0].release}
    return trials, own


def _said(of: Together) -> str:
    """What the drawing shows, in one sentence."""
    if isinstance(of.pooled, Cannot):
        return ngettext(
            "%(number)s study, and no figure of all together.",
            "%(number)s studies, and no figure of all together.",
            len(of.effects),
        ) % {"number": len(of.effects)}
    said = interval_said(of.pooled.effect, of.pooled.low, of.pooled.high, DECIMALS)
    return _("%(number)s studies; all together %(said)s standard deviations.") % {
        "number": len(of.effects),
        "said": said,
    }


def funnel_of(outcome: str, of: Together) -> Drawing | None:
    """The studies by their standard error; None without a pooled effect to stand around."""
    if isinstance(of.pooled, Cannot):
        return None
    return by_error(
        [Study(one.label, one.effect, one.se) for one in of.effects],
        middle=of.pooled.effect,
        title=_("Small and large studies beside each other"),
        says=_(
            "Each study by its difference and its standard error. If small studies without an effect "
            "stayed unpublished, the lower left would be empty."
        ),
        words=Axes(
            across=_("Difference, in standard deviations"),
            up=_("Standard error"),
            middle=_("all studies together"),
            whose=_("Study"),
        ),
        foot=(str(OUTCOMES[outcome]),),
    )


def without_each(outcome: str, of: Together) -> Drawing | None:
    """The effect of all but one, for each one; None where there are too few."""
    if isinstance(of.without, Cannot):
        return None
    return forest(
        [
            Row(_("Without %(study)s") % {"study": one.study.label}, one.effect, one.low, one.high)
            for one in of.without
        ],
        title=_("What hangs on a single study"),
        says=_("The effect of all studies together but for one."),
        words=Sides(whose=_("Left out"), what=_("Difference, in standard deviations")),
        decimals=DECIMALS,
        foot=(str(OUTCOMES[outcome]),),
    )
