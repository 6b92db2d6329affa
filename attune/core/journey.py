"""The one next step of a case: facts in, step out.

The order is that of the work itself (docs/method): people, helping question, goals, consent,
film, microanalysis, shared review, the client's words, the next step, and round again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What the practitioner does next. The names are keys; the pages say it in words."""

    ADD_PEOPLE = "add-people"
    HELPING_QUESTION = "helping-question"
    GOAL = "goal"
    CONSENT = "consent"
    START_CYCLE = "start-cycle"
    FILM = "film"
    WAIT_FOR_FILM = "wait-for-film"
    FINISH_FILM = "finish-film"
    PREPARE_FILM = "prepare-film"
    FILM_REFUSED = "film-refused"
    FIND_MOMENTS = "find-moments"
    PREPARE_REVIEW = "prepare-review"
    HOLD_REVIEW = "hold-review"
    FINISH_REVIEW = "finish-review"
    DECIDE = "decide"
    ENDED = "ended"


class FilmState(StrEnum):
    """How far a film has come. BROKEN_OFF: it stopped on its way and is kept for some days only, until
    somebody finishes it. STOPPED: it has arrived, and somebody stopped preparing it."""

    UPLOADING = "uploading"
    BROKEN_OFF = "broken-off"
    PREPARING = "preparing"
    STOPPED = "stopped"
    READY = "ready"
    REFUSED = "refused"


class ReviewState(StrEnum):
    """How far a shared review has come."""

    PLANNED = "planned"
    HELD = "held"
    FINISHED = "finished"


@dataclass(frozen=True)
class CycleFacts:
    """What is known of one cycle. films: the state of each of its interaction films, and of every
    other that is broken off.
    clips: how many clips and stills were kept. review: the state of its shared review, if any."""

    number: int
    films: Sequence[FilmState] = ()
    clips: int = 0
    review: ReviewState | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What is known of a case. consent_to_film: both people of the relationship in focus have said
    yes to being filmed; before the first cycle, both people of any relationship in the case."""

    people: int
    dyads: int
    has_question: bool
    goals: int
    consent_to_film: bool
    cycles: Sequence[CycleFacts] = ()
    ended: bool = False


def next_step(case: CaseFacts) -> Step:
    """The one next step of the case."""
    if case.ended:
        return Step.ENDED
    if case.people < 2 or not case.dyads:
        return Step.ADD_PEOPLE
    if not case.has_question:
        return Step.HELPING_QUESTION
    if not case.goals:
        return Step.GOAL
    if not case.cycles:
        return Step.START_CYCLE if case.consent_to_film else Step.CONSENT
    return _in_cycles(case)


def _in_cycles(case: CaseFacts) -> Step:
    cycle = max(case.cycles, key=lambda each: each.number)
    if case.consent_to_film and any(FilmState.BROKEN_OFF in each.films for each in case.cycles):
        return Step.FINISH_FILM  # first of all: what arrived of it is kept for some days only
    if cycle.review in _AFTER_WATCHING:
        return _AFTER_WATCHING[cycle.review]
    if not case.consent_to_film:
        return Step.CONSENT  # also when it was withdrawn: without it no film may be watched
    return Step.HOLD_REVIEW if cycle.review is ReviewState.PLANNED else _before_review(cycle)


_AFTER_WATCHING: dict[ReviewState | None, Step] = {
    ReviewState.HELD: Step.FINISH_REVIEW,
    ReviewState.FINISHED: Step.DECIDE,
}


def _before_review(cycle: CycleFacts) -> Step:
    states = set(cycle.films)
    if FilmState.READY in states:
        return Step.PREPARE_REVIEW if cycle.clips else Step.FIND_MOMENTS
    if states & {FilmState.PREPARING, FilmState.UPLOADING}:
        return Step.WAIT_FOR_FILM
    if FilmState.STOPPED in states:
        return Step.PREPARE_FILM
    return Step.FILM_REFUSED if states else Step.FILM
