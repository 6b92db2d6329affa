"""What changes, goals and gaps are, in plain words: for the change screen and for what a client is given.

Nothing here says what made something change, and nothing on a client's page holds a score.
"""

from math import floor

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from attune.core.instruments.change import Basis, Crossing, ScaleChange, Threshold, Verdict
from attune.core.instruments.goals import Progress
from attune.core.instruments.model import Better, CutOff, Measure, Scale
from attune.web.outcomes.models import Respondent, When
from attune.web.outcomes.queries.change import Gap, Reading, Series, Voice

LEVELS = {
    2: gettext_lazy("Much more than hoped for"),
    1: gettext_lazy("More than hoped for"),
    0: gettext_lazy("As hoped for"),
    -1: gettext_lazy("A little less than hoped for"),
    -2: gettext_lazy("Much less than hoped for"),
}
"""Of goal attainment scaling, from the best to the least."""

PROGRESS = {
    Progress.BEYOND: gettext_lazy("further than hoped for"),
    Progress.AS_EXPECTED: gettext_lazy("as hoped for"),
    Progress.SOME: gettext_lazy("some of the way"),
    Progress.NONE_YET: gettext_lazy("where it was at the start"),
    Progress.FURTHER_AWAY: gettext_lazy("further away than at the start, for now"),
}

VERDICTS = {
    Verdict.IMPROVED: gettext_lazy("More than measurement error, in the hoped-for direction"),
    Verdict.DETERIORATED: gettext_lazy("More than measurement error, away from it"),
    Verdict.WITHIN_ERROR: gettext_lazy("Within measurement error"),
    Verdict.MOVED: gettext_lazy("More than measurement error; neither direction is the better one"),
    Verdict.CANNOT_TELL: gettext_lazy("Cannot tell yet"),
    Verdict.NOT_PUBLISHED: gettext_lazy("No reliable-change value published"),
}

TOGETHER = {
    Verdict.IMPROVED: gettext_lazy(
        "At least one of these measures moved in the hoped-for direction by more than measurement "
        "error, and none moved away from it."
    ),
    Verdict.DETERIORATED: gettext_lazy(
        "At least one of these measures moved away from the hoped-for direction by more than "
        "measurement error. By the rule that counts first."
    ),
    Verdict.WITHIN_ERROR: gettext_lazy(
        "None of these measures moved by more than measurement error."
    ),
    Verdict.CANNOT_TELL: gettext_lazy("These measures together cannot tell yet."),
}


def number(value: float) -> str:
    """A score or a number of points: whole where it is, else to two places at most."""
    places = next(places for places in (0, 1, 2, 2) if places == 2 or round(value, places) == value)
    return number_format(value, places)


def points_said(points: float) -> str:
    count = 1 if points == 1 else 2  # one point, and anything else is points
    return ngettext("%(n)s point", "%(n)s points", count) % {"n": number(points)}


def direction(scale: Scale) -> str:
    if scale.better is Better.HIGHER:
        return _("Higher is the hoped-for direction on this scale.")
    if scale.better is Better.LOWER:
        return _("Lower is the hoped-for direction on this scale.")
    return _("Neither end of this scale is the better one.")


def moved(change: ScaleChange) -> str:
    """From where to where; only the one score where there is one."""
    if change.first is None:
        return _("No valid score yet.")
    if change.last is None or change.change is None:
        return _("One score so far: %(score)s.") % {"score": number(change.first)}
    said = {"first": number(change.first), "last": number(change.last)}
    if change.change == 0:
        return _("%(first)s at first, %(last)s now: no difference.") % said
    said["points"] = points_said(abs(change.change))
    if change.change > 0:
        return _("%(first)s at first, %(last)s now: %(points)s higher.") % said
    return _("%(first)s at first, %(last)s now: %(points)s lower.") % said


def would_decide(change: ScaleChange) -> str:
    """Which change would be more than error; empty where nothing is published."""
    if (threshold := change.threshold) is None:
        return ""
    sentence = _("A change of %(points)s would be more than measurement error.")
    sentences = [sentence % {"points": least(change.scale, threshold)}]
    if change.needed is not None and change.verdict is Verdict.WITHIN_ERROR:
        more = _(
            "So would a change of this size in the mean of %(number)d ratings on each occasion, of "
            "several raters or clips."
        )
        sentences.append(more % {"number": change.needed})
    return " ".join(sentences)


def least(scale: Scale, threshold: Threshold) -> str:
    """The least change that counts: in whole points where a scale is wide and made of whole points."""
    if threshold.reached_at:
        return _("%(points)s or more") % {"points": points_said(threshold.points)}
    if scale.mean or scale.times != 1 or scale.high - scale.low <= 10:
        return _("more than %(points)s") % {"points": points_said(round(threshold.points, 2))}
    return _("%(points)s or more") % {"points": points_said(floor(threshold.points) + 1)}


def band_said(change: ScaleChange) -> str:
    """What the band around the first score is; empty where nothing is published."""
    if (threshold := change.threshold) is None:
        return ""
    said = {"points": points_said(round(threshold.points, 2))}
    if threshold.reached_at:
        return _("Around the first score: less than %(points)s may be measurement error") % said
    return _("Around the first score: up to %(points)s may be measurement error") % said


def basis(measure: Measure, change: ScaleChange) -> str:
    """What the threshold was made of, and its source."""
    if (threshold := change.threshold) is None:
        return _("Nobody has published how large a change has to be, or we have not found it.")
    source = measure.sources[threshold.source].text
    if threshold.basis is Basis.PUBLISHED or (given := change.scale.reliability) is None:
        said = {"points": points_said(threshold.points), "source": source}
        return (
            _("A change of at least %(points)s is published as reliable. Source: %(source)s") % said
        )
    sentence = _(
        "Jacobson and Truax: a change of more than %(points)s, from a standard deviation of %(sd)s and a "
        "reliability of %(reliability)s (%(kind)s) at %(confidence)d %%. Sample: %(sample)s. "
        "Source: %(source)s"
    )
    return sentence % {
        "points": points_said(round(threshold.points, 2)),
        "sd": number(given.sd),
        "reliability": number(given.reliability),
        "kind": given.kind,
        "confidence": round(given.confidence * 100),
        "sample": given.sample,
        "source": source,
    }


def cut_off_said(cut_off: CutOff) -> str:
    return f"{number(cut_off.at)}: {cut_off.says}"


def crossing_said(crossing: Crossing) -> str:
    """On which side of a published threshold the first and the last score lie."""
    said = {"cut_off": cut_off_said(crossing.cut_off)}
    high = crossing.cut_off.from_above
    beyond = _("at or above it") if high else _("at or below it")
    within = _("below it") if high else _("above it")
    said["first"] = beyond if crossing.first_beyond else within
    said["last"] = beyond if crossing.last_beyond else within
    return _("%(cut_off)s. The first score is %(first)s, the newest %(last)s.") % said


def occasion_said(reading: Reading) -> str:
    return str(reading.cycle) if reading.cycle else str(When(reading.when).label)


def gap_said(reading: Reading) -> str:
    """Why an occasion has no score."""
    return {
        None: "",
        Gap.NOT_FILLED_IN: _("not filled in"),
        Gap.BEGUN: _("begun and not finished"),
        Gap.TWICE: _("filled in twice; you decide which form counts"),
        Gap.TOO_FEW: _("too few answers for a score"),
    }[reading.gap]


def missing(series: Series) -> str:
    """What is missing before anything can be said, in a sentence; empty where there is a pair."""
    if series.change.verdict is not Verdict.CANNOT_TELL:
        return ""
    lacks = _("a second score is missing") if series.valid else _("two scores are missing")
    if series.next is None:
        return lacks
    said = {"lacks": lacks, "when": occasion_said(series.next)}
    return _("%(lacks)s; the next is planned: %(when)s") % said


def verdict_said(series: Series) -> str:
    """The verdict, and where it can't be told what is missing."""
    words = str(VERDICTS[series.change.verdict])
    lacks = missing(series)
    return f"{words}: {lacks}" if lacks else words


def who_said(voice: Voice | Series) -> str:
    """Whose answers these are, and about what."""
    who = voice.participant.name if voice.participant else str(_plain(voice.respondent))
    if voice.dyad and voice.participant:
        first, second = voice.dyad.first, voice.dyad.second
        other = second if voice.participant == first else first
        return _("%(who)s, about being with %(other)s") % {"who": who, "other": other}
    if voice.dyad:
        return _("%(who)s, about %(dyad)s") % {"who": who, "dyad": voice.dyad}
    return _("%(who)s, about themselves") % {"who": who}


def _plain(respondent: Respondent) -> str:
    return {
        Respondent.SELF: _("The client"),
        Respondent.PARENT: _("The parent or carer"),
        Respondent.TEACHER: _("The teacher"),
        Respondent.PRACTITIONER: _("The practitioner"),
        Respondent.OBSERVER: _("Someone who rates the film"),
    }[respondent]


# --- for the client -------------------------------------------------------------------------------
def for_client(series: Series) -> str:
    """One sentence about a measure for the client's own page: no score, no name, strengths first."""
    own = series.respondent in (Respondent.SELF, Respondent.PARENT)
    title = series.measure.title
    if not series.decides:
        title = f"{title} ({series.scale.title})"
    said = {"title": title, "who": _plain(series.respondent)}
    opening = _("Your answers on %(title)s") if own else _("%(who)s’s answers on %(title)s")
    return f"{opening % said} {_ENDINGS[series.change.verdict]}"


_ENDINGS = {
    Verdict.IMPROVED: gettext_lazy(
        "have changed in the direction you hoped for, by more than such answers vary by themselves."
    ),
    Verdict.WITHIN_ERROR: gettext_lazy("are about where they were at the start."),
    Verdict.MOVED: gettext_lazy("have changed since the start."),
    Verdict.NOT_PUBLISHED: gettext_lazy(
        "were given at the start and again. Nobody has published how much such answers vary by "
        "themselves, so we look at them together."
    ),
    Verdict.DETERIORATED: gettext_lazy(
        "show that some things feel harder now than at the start. You said so, and it is worth "
        "talking about."
    ),
    Verdict.CANNOT_TELL: gettext_lazy("were given once so far."),
}
