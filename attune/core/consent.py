"""Who may see what until when: facts in, decision out.

The filmed people own the film. A consent is one person's answer for one purpose. Answers are only
ever added; the newest one counts, so that a withdrawal is one more answer and history stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What a person may consent to, each on its own."""

    FILM = "film"
    REVIEW = "review"
    SUPERVISION = "supervision"
    INTERVISION = "intervision"
    COPY = "copy"
    TRAINING = "training"
    TEACHING = "teaching"
    RESEARCH = "research"
    RATING = "rating"


class Answer(StrEnum):
    """What the person said."""

    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ConsentFact:
    """One recorded answer.

    person: any hashable key of the person. on: the day they said it. recorded_at: when it was
    written down (aware), which orders answers of one day. until: the last day it holds, or None.
    """

    person: object
    purpose: Purpose
    answer: Answer
    on: date
    recorded_at: datetime
    until: date | None = None


@dataclass(frozen=True)
class ConsentDecision:
    """Whether something may happen, and the people for whom it may not (in the order asked)."""

    allowed: bool
    missing: tuple[object, ...]


def newest(
    facts: Iterable[ConsentFact], *, person: object, purpose: Purpose, today: date
) -> ConsentFact | None:
    """The newest answer of one person for one purpose, as heard by today; None without any.

    Of two answers of one day that were written down at the same instant, a refusal counts.
    """
    return max(
        (
            fact
            for fact in facts
            if fact.person == person and fact.purpose == purpose and fact.on <= today
        ),
        key=lambda fact: (fact.on, fact.recorded_at, fact.answer is not Answer.GIVEN),
        default=None,
    )


def standing(
    facts: Iterable[ConsentFact], *, person: object, purpose: Purpose, today: date
) -> Answer | None:
    """The answer that counts today for one person and purpose; None when they were never asked.

    A consent that has run out counts as withdrawn; an answer dated after today does not count yet.
    """
    last = newest(facts, person=person, purpose=purpose, today=today)
    if last is None:
        return None
    if last.answer is Answer.GIVEN and last.until is not None and last.until < today:
        return Answer.WITHDRAWN
    return last.answer


def decide(
    facts: Iterable[ConsentFact], *, people: Iterable[object], purpose: Purpose, today: date
) -> ConsentDecision:
    """May this happen today? Only when every one of `people`, and at least one, has said yes."""
    known = list(facts)
    asked = list(people)
    missing = tuple(
        person
        for person in asked
        if standing(known, person=person, purpose=purpose, today=today) is not Answer.GIVEN
    )
    return ConsentDecision(allowed=bool(asked) and not missing, missing=missing)
