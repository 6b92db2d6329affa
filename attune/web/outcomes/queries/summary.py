"""What may stand on a client's one-page summary, and the page of what was chosen.

The client's own words and goals come first. Of measures there is a sentence each, and only where the
practitioner ticks it. What has moved away from what was hoped for is never ticked beforehand.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from attune.web.cases.models import Case, HelpingQuestion
from attune.web.cases.queries import today
from attune.web.outcomes import wording
from attune.web.outcomes.models import Decision
from attune.web.outcomes.queries.change import Series, voices_of
from attune.web.outcomes.queries.goals import MeasuredGoal, decisions_of, goals_of

QUESTIONS, GOALS, WORDS, MEASURES = "questions", "goals", "words", "measures"
Chosen = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Said:
    """One thing on the page. quote: the client's own words. rated: the first and the newest rating."""

    quote: str = ""
    line: str = ""
    rated: tuple[int, int] | None = None


@dataclass(frozen=True)
class Part:
    heading: str
    said: list[Said]


@dataclass(frozen=True)
class Page:
    """What is shown and printed, word for word. No name of the family is on it."""

    title: str
    parts: list[Part]
    closing: str
    foot: str


@dataclass(frozen=True)
class Piece:
    """Something that can be chosen. label: how the practitioner knows it; ticked: beforehand."""

    key: str
    label: str
    said: Said
    ticked: bool


@dataclass(frozen=True)
class Offer:
    """All that can be chosen, by the names of the form's fields."""

    pieces: dict[str, list[Piece]]
    service: str

    def beforehand(self) -> dict[str, list[str]]:
        return {
            name: [piece.key for piece in pieces if piece.ticked]
            for name, pieces in self.pieces.items()
        }


def offer_of(case: Case) -> Offer:
    questions = list(case.helping_questions.all())
    decisions = [row for row in reversed(decisions_of(case)) if row.client_words]
    series = [
        one for voice in voices_of(case) for one in voice.series if one.change.last is not None
    ]
    return Offer(
        pieces={
            QUESTIONS: [_question(row, questions) for row in questions],
            GOALS: [_goal(goal) for goal in goals_of(case)],
            WORDS: [_words(row, decisions) for row in decisions],
            MEASURES: [_measure(one) for one in series if one.decides],
        },
        service=case.service.name,
    )


def page_of(offer: Offer, chosen: Chosen) -> Page:
    """The page of what was chosen, in the order of the work."""
    headings = {
        QUESTIONS: _("The question we looked at together"),
        GOALS: _("What you hoped for"),
        WORDS: _("What you said"),
        MEASURES: _("What your answers say"),
    }
    parts = [
        Part(headings[name], [piece.said for piece in pieces if piece.key in chosen[name]])
        for name, pieces in offer.pieces.items()
    ]
    made = {"service": offer.service, "day": _day(today())}
    return Page(
        title=_("What has changed"),
        parts=[part for part in parts if part.said],
        closing=_("Things also change by themselves. What made the difference, you know best."),
        foot=_("%(service)s, %(day)s") % made,
    )


def _question(row: HelpingQuestion, rows: list[HelpingQuestion]) -> Piece:
    day = _day(timezone.localdate(row.at))
    first_or_newest = row.version in (rows[0].version, rows[-1].version)
    return Piece(str(row.version), row.text, Said(row.text, day), first_or_newest)


def _goal(goal: MeasuredGoal) -> Piece:
    ratings = goal.ratings
    worse = len(ratings) > 1 and ratings[-1].rating < ratings[0].rating
    return Piece(
        goal.goal.pk.hex,
        f"{goal.goal.text} ({_rated(goal)})" if ratings else goal.goal.text,
        Said(
            goal.goal.text,
            " ".join(filter(None, [_rated_sentence(goal), _now(goal)])),
            (ratings[0].rating, ratings[-1].rating) if ratings else None,
        ),
        ticked=not worse,
    )


def _rated(goal: MeasuredGoal) -> str:
    return " → ".join(str(row.rating) for row in (goal.ratings[0], goal.ratings[-1]))


def _rated_sentence(goal: MeasuredGoal) -> str:
    """How close it felt at first and now, on a line from 0 to 10."""
    if not goal.ratings:
        return ""
    first, last = goal.ratings[0], goal.ratings[-1]
    said = {
        "first": first.rating,
        "began": _day(first.on),
        "last": last.rating,
        "now": _day(last.on),
    }
    if first is last:
        return _("You said how close it feels: %(first)d of 10 on %(began)s.") % said
    return (
        _(
            "You said how close it feels: %(first)d of 10 on %(began)s, and %(last)d of 10 on %(now)s."
        )
        % said
    )


def _now(goal: MeasuredGoal) -> str:
    """What it looks like now, in the client's words or in those that were agreed; never a level."""
    if goal.newest is None or goal.newest.level < goal.scaling.baseline:
        return ""
    words = goal.newest.words or goal.words_of(goal.newest.level)
    return _("It looks like this now: “%(words)s”") % {"words": words} if words else ""


def _words(row: Decision, rows: list[Decision]) -> Piece:
    day = _day(timezone.localdate(row.at))
    return Piece(str(row.pk), row.client_words, Said(row.client_words, day), row is rows[-1])


def _measure(series: Series) -> Piece:
    """Never ticked beforehand: an answer to a form is not yet a word for a page."""
    label = f"{series.measure.title}, {wording.who_said(series)}: {wording.verdict_said(series)}"
    return Piece(series.key, label, Said(line=wording.for_client(series)), ticked=False)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
