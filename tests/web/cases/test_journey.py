"""The journey: the next step, from what every floor knows, and the way in stretches."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState, ReviewState, Step
from attune.web.cases import actions, journey
from attune.web.cases.journey import (
    Contributor,
    Entry,
    contribute,
    journey_of,
    reviews_held,
    way_of,
)
from tests.factories import give_consent, make_family, start_cycle


@pytest.fixture(autouse=True)
def no_floors_above(monkeypatch):
    """Films and reviews bring their own knowledge; here each test brings its own."""
    monkeypatch.setattr(journey, "CONTRIBUTORS", [])


def step_of(family) -> Step:
    return journey_of(family.case).step


def test_step_follows_what_this_floor_knows(practitioner, family):
    empty = actions.start_case(by=practitioner, label="New", context="school", engagement="chosen")
    assert journey_of(empty).step is Step.ADD_PEOPLE
    assert step_of(family) is Step.HELPING_QUESTION
    actions.ask_helping_question(by=practitioner, case=family.case, text="When do we laugh?")
    assert step_of(family) is Step.GOAL
    actions.set_goal(by=practitioner, case=family.case, text="To feel calm")
    assert step_of(family) is Step.CONSENT
    give_consent(family, Purpose.FILM)
    assert step_of(family) is Step.START_CYCLE
    actions.start_cycle(by=practitioner, case=family.case, dyad_id=family.dyad.pk, plan="A game")
    assert step_of(family) is Step.FILM
    actions.end_case(by=practitioner, case=family.case, on=timezone.localdate(), note="Done.")
    assert step_of(family) is Step.ENDED


def test_before_the_first_cycle_any_pair_that_said_yes_can_begin(family):
    actions.ask_helping_question(by=family.actor, case=family.case, text="When do we laugh?")
    actions.set_goal(by=family.actor, case=family.case, text="To feel calm")
    give_consent(family)
    actions.add_participant(
        by=family.actor, case=family.case, name="Cleo", relation="sister", is_client=False
    )
    assert step_of(family) is Step.START_CYCLE


def test_consent_is_asked_for_those_of_the_newest_cycle(family):
    start_cycle(family)
    sister = actions.add_participant(
        by=family.actor, case=family.case, name="Cleo", relation="sister", is_client=False
    )
    assert step_of(family) is Step.FILM
    dyad = family.case.dyads.get(second=sister)
    actions.start_cycle(by=family.actor, case=family.case, dyad_id=dyad.pk, plan="A game")
    assert step_of(family) is Step.CONSENT


def test_withdrawn_consent_comes_before_the_film(family):
    start_cycle(family)
    actions.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    assert step_of(family) is Step.CONSENT


def test_floors_above_say_how_far_a_cycle_is_and_where_its_step_is_done(family):
    cycle = start_cycle(family)

    def know(known):
        known[cycle.pk].films.append(FilmState.READY)
        known[cycle.pk].clips = 2
        known[cycle.pk].links[Step.PREPARE_REVIEW] = "/prepare/"

    contribute(Contributor(entries=lambda case: [], know=know))
    way = journey_of(family.case).way
    assert (way.step, way.link, way.cycle) == (Step.PREPARE_REVIEW, "/prepare/", cycle)

    def finish(known):
        known[cycle.pk].review = ReviewState.FINISHED

    contribute(Contributor(entries=lambda case: [], know=finish))
    way = journey_of(family.case).way
    assert (way.step, way.link) == (Step.DECIDE, "")


def test_reviews_held_counts_cycles_that_came_as_far_as_watching_together(family):
    first = start_cycle(family)
    second, third = (
        actions.start_cycle(
            by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="A walk"
        )
        for _ in range(2)
    )
    other = make_family(family.actor, label="Oak")

    def know(known):
        known[first.pk].review = ReviewState.FINISHED
        known[second.pk].review = ReviewState.HELD
        known[third.pk].review = ReviewState.PLANNED

    contribute(Contributor(entries=lambda case: [], know=know))
    assert reviews_held([family.case, other.case]) == {family.case.pk: 2, other.case.pk: 0}


def test_film_that_broke_off_is_found_in_an_earlier_cycle(family):
    first = start_cycle(family)
    actions.start_cycle(by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="A snack")

    def know(known):
        known[first.pk].films.append(FilmState.BROKEN_OFF)
        known[first.pk].links[Step.FINISH_FILM] = "/finish/"

    contribute(Contributor(entries=lambda case: [], know=know))
    way = journey_of(family.case).way
    assert (way.step, way.link) == (Step.FINISH_FILM, "/finish/")


def test_entries_stand_in_their_cycle_or_in_the_one_that_was_open(family):
    first = start_cycle(family)
    second = actions.start_cycle(
        by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="A snack"
    )
    later = second.at + timedelta(hours=1)
    late_for_first = Entry(later, "film", "A film of the first cycle", cycle_id=first.pk)
    without = Entry(later, "note", "Something later")
    contribute(Contributor(entries=lambda case: [without, late_for_first], know=lambda known: None))
    found = journey_of(family.case)
    beginning, one, two = found.stretches
    assert beginning.cycle is None
    assert [entry.kind for entry in beginning.entries] == [
        "question",
        "goal",
        "consent",
        "consent",
    ]
    assert (one.cycle, [entry.title for entry in one.entries]) == (
        first,
        ["We planned what to film", "A film of the first cycle"],
    )
    assert (two.cycle, [entry.title for entry in two.entries]) == (
        second,
        ["We planned what to film", "Something later"],
    )
    assert found.entries[-1] == without


def test_way_of_three_cases_costs_as_much_as_of_one(family, django_assert_num_queries):
    others = [make_family(family.actor, label=label) for label in ("Oak", "Elm")]
    for each in (family, *others):
        start_cycle(each)
    with django_assert_num_queries(6):
        assert len(way_of([family.case])) == 1
    with django_assert_num_queries(6):
        ways = way_of([family.case, *(each.case for each in others)])
    assert {way.step for way in ways.values()} == {Step.FILM}
    assert ways[others[0].case.pk].cycle == others[0].case.cycles.get()


def test_way_of_no_cases_is_nothing(practitioner, family):
    assert way_of([]) == {}
