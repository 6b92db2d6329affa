"""The one next step, at every point of the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.journey import (
    CaseFacts,
    CycleFacts,
    FilmState,
    ReviewState,
    Step,
    next_step,
)


def case(*cycles: CycleFacts, **facts) -> CaseFacts:
    """A case that is ready to film, but for what `facts` say."""
    ready = {"people": 2, "dyads": 1, "has_question": True, "goals": 1, "consent_to_film": True}
    return CaseFacts(**{**ready, **facts}, cycles=cycles)


def cycle(*films: FilmState, number: int = 1, clips: int = 0, review=None) -> CycleFacts:
    return CycleFacts(number=number, films=films, clips=clips, review=review)


READY, PREPARING = FilmState.READY, FilmState.PREPARING
UPLOADING, REFUSED = FilmState.UPLOADING, FilmState.REFUSED
BROKEN_OFF, STOPPED = FilmState.BROKEN_OFF, FilmState.STOPPED

THE_WAY = [
    (case(people=0, dyads=0, has_question=False, goals=0, consent_to_film=False), Step.ADD_PEOPLE),
    (case(people=1, dyads=0), Step.ADD_PEOPLE),
    (case(people=2, dyads=0), Step.ADD_PEOPLE),
    (case(has_question=False, goals=0, consent_to_film=False), Step.HELPING_QUESTION),
    (case(goals=0, consent_to_film=False), Step.GOAL),
    (case(consent_to_film=False), Step.CONSENT),
    (case(), Step.START_CYCLE),
    (case(cycle()), Step.FILM),
    (case(cycle(UPLOADING)), Step.WAIT_FOR_FILM),
    (case(cycle(PREPARING, REFUSED)), Step.WAIT_FOR_FILM),
    (case(cycle(STOPPED, PREPARING)), Step.WAIT_FOR_FILM),
    (case(cycle(STOPPED, REFUSED)), Step.PREPARE_FILM),
    (case(cycle(STOPPED, READY)), Step.FIND_MOMENTS),
    (case(cycle(BROKEN_OFF)), Step.FINISH_FILM),
    (case(cycle(REFUSED)), Step.FILM_REFUSED),
    (case(cycle(READY, REFUSED, UPLOADING)), Step.FIND_MOMENTS),
    (case(cycle(READY, clips=1)), Step.PREPARE_REVIEW),
    (case(cycle(READY, clips=1, review=ReviewState.PLANNED)), Step.HOLD_REVIEW),
    (case(cycle(READY, clips=1, review=ReviewState.HELD)), Step.FINISH_REVIEW),
    (case(cycle(READY, clips=1, review=ReviewState.FINISHED)), Step.DECIDE),
    (case(ended=True), Step.ENDED),
]


@pytest.mark.parametrize(("facts", "step"), THE_WAY)
def test_next_step_along_the_way(facts, step):
    assert next_step(facts) is step


def test_next_step_looks_at_the_newest_cycle_whatever_the_order():
    finished = cycle(READY, clips=2, review=ReviewState.FINISHED)
    assert next_step(case(finished, cycle(number=2))) is Step.FILM
    assert next_step(case(cycle(number=2), finished)) is Step.FILM


@pytest.mark.parametrize(
    "newest",
    [
        cycle(),
        cycle(REFUSED),
        cycle(UPLOADING),
        cycle(READY),
        cycle(READY, clips=1),
        cycle(READY, clips=1, review=ReviewState.PLANNED),
    ],
)
def test_next_step_after_consent_was_withdrawn_is_to_talk_about_consent(newest):
    assert next_step(case(newest, consent_to_film=False)) is Step.CONSENT


@pytest.mark.parametrize(
    ("review", "step"),
    [(ReviewState.HELD, Step.FINISH_REVIEW), (ReviewState.FINISHED, Step.DECIDE)],
)
def test_next_step_after_watching_needs_no_consent_to_film(review, step):
    watched = cycle(READY, clips=1, review=review)
    assert next_step(case(watched, consent_to_film=False)) is step


@pytest.mark.parametrize("review", [None, *ReviewState])
def test_film_that_broke_off_comes_first_as_it_is_not_kept_for_long(review):
    broken = cycle(BROKEN_OFF, READY, clips=1, review=review)
    assert next_step(case(broken)) is Step.FINISH_FILM
    assert next_step(case(broken, cycle(number=2))) is Step.FINISH_FILM
    assert next_step(case(broken, consent_to_film=False)) is not Step.FINISH_FILM


cycles = st.lists(
    st.builds(
        CycleFacts,
        number=st.integers(1, 14),
        films=st.lists(st.sampled_from(FilmState), max_size=3),
        clips=st.integers(0, 9),
        review=st.none() | st.sampled_from(ReviewState),
    ),
    max_size=4,
)
any_case = st.builds(
    CaseFacts,
    people=st.integers(0, 4),
    dyads=st.integers(0, 3),
    has_question=st.booleans(),
    goals=st.integers(0, 3),
    consent_to_film=st.booleans(),
    cycles=cycles,
    ended=st.booleans(),
)


@given(any_case)
def test_every_case_has_one_next_step(facts):
    assert next_step(facts) in Step


@given(any_case)
def test_no_step_with_a_film_is_offered_without_consent(facts):
    needs_film = {
        Step.START_CYCLE,
        Step.FILM,
        Step.WAIT_FOR_FILM,
        Step.FINISH_FILM,
        Step.PREPARE_FILM,
        Step.FILM_REFUSED,
        Step.FIND_MOMENTS,
        Step.PREPARE_REVIEW,
        Step.HOLD_REVIEW,
    }
    assert facts.consent_to_film or next_step(facts) not in needs_film
