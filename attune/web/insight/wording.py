"""What figures say, in plain words: titles, sentences and names of categories.

More is always said as better, whichever way the scale runs; nothing says what made it so.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from attune.core.figures.breakdowns import NOT_TOLD
from attune.core.figures.hiding import FEWEST
from attune.core.figures.said import Cannot, Figure
from attune.core.figures.tally import Tally
from attune.core.statistics.estimate import Estimate
from attune.web.cases.models import Case
from attune.web.insight.board import Board, Topic
from attune.web.insight.queries.records import NOT_SAID
from attune.web.outcomes.models import Respondent, When
from attune.web.people.models import Region, Role, Setting
from attune.web.ui.charts.scale import written

NO_CONTROL = gettext_lazy(
    "There is no control group: people also change without help, above all those who begin at their worst."
)
FEW = gettext_lazy("fewer than 8")
TOO_FEW = gettext_lazy("too few to show")

DIMENSIONS = {
    "context": gettext_lazy("whose relationship it is about"),
    "engagement": gettext_lazy("how the work came about"),
    "relation": gettext_lazy("who the client is"),
    "child_age": gettext_lazy("the other person’s age"),
    "ethnicity": gettext_lazy("the client’s ethnic group"),
    "stage": gettext_lazy("how far the practitioner was trained"),
    "mode": gettext_lazy("how they met"),
    "end": gettext_lazy("how the work ended"),
    "dose": gettext_lazy("how many cycles were done"),
    "year": gettext_lazy("the year"),
    "region": gettext_lazy("region"),
    "setting": gettext_lazy("kind of organisation"),
}
"""Completes "How much changed, by …"."""

DOSES = {
    "0": gettext_lazy("No cycle"),
    "1-2": gettext_lazy("1 or 2 cycles"),
    "3-4": gettext_lazy("3 or 4 cycles"),
    "5-6": gettext_lazy("5 or 6 cycles"),
    "7-or-more": gettext_lazy("7 cycles or more"),
}
STAGES = {
    Role.TRAINEE: gettext_lazy("In training"),
    Role.PRACTITIONER: gettext_lazy("Practitioner"),
    Role.SUPERVISOR: gettext_lazy("Supervisor"),
}
ENDS = {
    **dict(Case.Ending.choices),
    "open": gettext_lazy("The work goes on"),
    NOT_SAID: gettext_lazy("Nobody has said yet"),
}
CATEGORIES = {
    "context": dict(Case.Context.choices),
    "engagement": {
        Case.Engagement.CHOSEN: gettext_lazy("Chosen by the client"),
        Case.Engagement.ORDERED: gettext_lazy("Ordered"),
    },
    "relation": dict(Case.Relation.choices),
    "child_age": dict(Case.ChildAge.choices),
    "ethnicity": dict(Case.Ethnicity.choices),
    "mode": dict(Case.Mode.choices),
    "end": ENDS,
    "stage": STAGES,
    "dose": DOSES,
    "region": dict(Region.choices),
    "setting": dict(Setting.choices),
}
RESPONDENTS = {
    Respondent.SELF: gettext_lazy("filled in by the client"),
    Respondent.PARENT: gettext_lazy("filled in by the parent or carer"),
    Respondent.TEACHER: gettext_lazy("filled in by the teacher"),
    Respondent.PRACTITIONER: gettext_lazy("filled in by the practitioner"),
    Respondent.OBSERVER: gettext_lazy("rated from film"),
}


def category_said(dimension: str, category: str) -> str:
    """A year is its own name."""
    if category == NOT_TOLD:
        return _("Not told by services that give sums only")
    return str(CATEGORIES.get(dimension, {}).get(category, category))


def topic_said(topic: Topic) -> str:
    """As "CORE-10, filled in by the client"."""
    return titled(topic.measure.title, topic.respondent)


def titled(title: str, respondent: str) -> str:
    said = {"measure": title, "who": RESPONDENTS[Respondent(respondent)]}
    return _("%(measure)s, %(who)s") % said


def later_said(later: str) -> str:
    return str(When(later).label)


def complete_said(tally: Tally) -> str:
    """How many could have both ends, and how many have."""
    said = {"pairs": tally.paired, "due": tally.due}
    if not tally.due:
        return _("No work has ended yet in which this was asked at the start.")
    return (
        ngettext(
            "%(pairs)s of %(due)s first form has its last one, too.",
            "%(pairs)s of %(due)s first forms have their last one, too.",
            tally.due,
        )
        % said
    )


def few_said(tally: Tally) -> str:
    """Kindly, how far it is to a figure."""
    said = {"pairs": tally.paired, "fewest": FEWEST}
    return _("Too few to say anything yet: %(pairs)s of %(fewest)s pairs.") % said


def change_said(found: Figure, topic: Topic) -> str:
    """How much changed on average, with its interval; or why nobody can say."""
    if isinstance(found.change, Cannot):
        return cannot_said(found.change)
    return moved_said(
        found.change.estimate, found.change.ci_lb, found.change.ci_ub, topic.has_better
    )


def moved_said(value: float, low: float, high: float, has_better: bool = True) -> str:
    """As "On average 4.1 points better (2.9 to 5.3)." The interval is on the side of the sentence; one that holds
    nought says so."""
    backwards = round(value, 1) < 0
    if backwards:
        value, low, high = -value, -high, -low
    said = {"points": written(value), "low": written(low), "high": written(high)}
    if not has_better:
        text = (
            _("On average %(points)s points lower (%(low)s to %(high)s).")
            if backwards
            else _("On average %(points)s points higher (%(low)s to %(high)s).")
        )
    elif backwards:
        text = _("On average %(points)s points away from the hoped-for end (%(low)s to %(high)s).")
    else:
        text = _("On average %(points)s points better (%(low)s to %(high)s).")
    if low <= 0 <= high:
        text += " " + _("That may be chance alone.")
    return text % said


def effect_said(found: Figure) -> str:
    """The change in standard deviations of the scores before; empty where there is none."""
    if isinstance(found.effect, Cannot):
        return ""
    said = {
        "effect": written(found.effect.estimate, 2),
        "low": written(found.effect.ci_lb, 2),
        "high": written(found.effect.ci_ub, 2),
    }
    return (
        _(
            "In standard deviations of the first scores: %(effect)s (%(low)s to %(high)s), where more is better."
        )
        % said
    )


def improved_said(found: Figure) -> str:
    """How many changed for the better by more than error; empty where it can't be said."""
    if isinstance(found.improved, Cannot):
        return ""
    return share_said(found.improved)


def improved_of(board: Board) -> str:
    """The same of everybody on a board; that it is not shown, where a share would tell of persons."""
    found = board.figure(board.overall)
    if isinstance(found.improved, Cannot) or board.standings["improved"] is not None:
        return improved_said(found)
    return _(
        "How many improved by more than measurement error is not shown: it would tell of fewer than %(fewest)s people."
    ) % {"fewest": FEWEST}


def share_said(found: Estimate) -> str:
    return _("%(share)s %% improved by more than measurement error (%(low)s to %(high)s %%).") % {
        "share": round(100 * found.estimate),
        "low": round(100 * found.ci_lb),
        "high": round(100 * found.ci_ub),
    }


def cannot_said(why: Cannot) -> str:
    return _("Cannot be computed, because %(reason)s.") % {"reason": why.reason}


def foot_of(board: Board, tally: Tally | None = None) -> tuple[str, ...]:
    """What goes with every chart of a board: how many, how complete, that there is no control group."""
    of = board.overall if tally is None else tally
    return (counted_said(of, guards=board.guards), str(NO_CONTROL))


def counted_said(tally: Tally, *, guards: bool) -> str:
    if guards and 0 < tally.due < FEWEST:
        return _("Fewer than %(fewest)s pairs could be complete by now.") % {"fewest": FEWEST}
    said = complete_said(tally)
    if tally.open:
        said += " " + pgettext(
            "first forms", "For others the work goes on; they are not counted yet."
        )
    return said
