"""Reading cases: only one's own, and consents as they stand today."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions
from attune.web.cases.models import Case, Cycle
from attune.web.cases.queries import (
    case_cards,
    cases_of,
    colleagues_without,
    consent_for,
    consents_of,
    dyads_of,
    figures_of,
    helping_question,
    holders,
    open_case,
    open_cycle,
    open_goal,
    open_in_case,
    open_participant,
    require_worker,
    today,
)
from attune.web.people.models import Role
from tests.factories import give_consent, make_actor, make_family, start_cycle


# --- whose ---------------------------------------------------------------------------------------
def test_cases_of_are_those_the_actor_holds(family, colleague):
    make_family(colleague, label="Not mine")
    assert list(cases_of(family.actor)) == [family.case]


def test_case_cards_are_open_or_ended(family):
    over = make_family(family.actor, label="Over").case
    actions.end_case(by=family.actor, case=over, on=today(), note="Done.")
    assert case_cards(family.actor, ended=False) == [family.case]
    assert case_cards(family.actor, ended=True) == [over]


def test_casework_without_a_scope_raises(practitioner):
    with pytest.raises(ScopeError):
        list(cases_of(practitioner))


def test_open_case_of_a_colleague_is_refused_and_of_a_stranger_unknown(family, colleague, stranger):
    assert open_case(family.actor, family.case.pk) == family.case
    with pytest.raises(PermissionDenied):
        open_case(colleague, family.case.pk)
    with scope(service=stranger.service), pytest.raises(Http404):
        open_case(stranger, family.case.pk)
    with pytest.raises(Http404):
        open_case(family.actor, uuid4())


def test_require_worker_wants_the_role_as_well(family):
    family.actor.person.memberships.update(role=Role.MANAGER)
    manager = make_actor(family.actor.service, Role.MANAGER)
    family.case.practitioners.add(manager.person)
    with pytest.raises(PermissionDenied):
        require_worker(manager, family.case)


def test_what_belongs_to_a_case_opens_by_the_same_rule(family, colleague, stranger):
    cycle = start_cycle(family)
    goal = family.case.goals.get()
    assert open_cycle(family.actor, cycle.pk) == cycle
    assert open_goal(family.actor, goal.pk) == goal
    assert open_participant(family.actor, family.baby.pk) == family.baby
    with pytest.raises(PermissionDenied):
        open_in_case(colleague, Cycle, cycle.pk)
    with scope(service=stranger.service), pytest.raises(Http404):
        open_goal(stranger, goal.pk)


def test_colleagues_without_are_caseworkers_of_the_service_who_do_not_hold_it(
    family, colleague, manager, stranger
):
    assert list(colleagues_without(family.actor, family.case)) == [colleague.person]
    actions.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert list(colleagues_without(family.actor, family.case)) == []
    assert set(holders(family.case)) == {family.actor.person, colleague.person}


def test_dyads_of_a_case(family):
    assert list(dyads_of(family.case)) == [family.dyad]


def test_helping_question_is_the_newest(family):
    assert helping_question(family.case) is None
    for text in ("First", "Second"):
        actions.ask_helping_question(by=family.actor, case=family.case, text=text)
    assert helping_question(family.case).text == "Second"


# --- consent -------------------------------------------------------------------------------------
def test_consent_for_asks_everyone_and_names_those_missing(family):
    assert consent_for(family.people, Purpose.FILM).missing == (family.mother.pk, family.baby.pk)
    give_consent(family, Purpose.FILM)
    assert consent_for(family.people, Purpose.FILM).allowed
    assert not consent_for(family.people, Purpose.TEACHING).allowed


def test_consent_for_ends_the_moment_it_is_withdrawn(family):
    give_consent(family, Purpose.FILM)
    actions.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.FILM, answer=Answer.WITHDRAWN
    )
    decision = consent_for(family.people, Purpose.FILM)
    assert (decision.allowed, decision.missing) == (False, (family.baby.pk,))


def test_consents_of_say_how_each_purpose_stands(family):
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.record_answers(
        by=family.actor,
        participant=family.mother,
        answers={Purpose.FILM: Answer.GIVEN, Purpose.COPY: Answer.DECLINED},
        on=date(2026, 1, 5),
        until=yesterday,
        given_by="",
    )
    mother, baby = consents_of(family.people)
    stands = {standing.purpose: standing for standing in mother.standings}
    assert mother.film.has_run_out
    assert not mother.film.holds
    assert stands[Purpose.COPY].answer is Answer.DECLINED
    assert not stands[Purpose.COPY].has_run_out
    assert stands[Purpose.TEACHING].answer is None
    assert [row.purpose for row in mother.history] == ["copy", "film"]
    assert baby.history == []
    assert not baby.film.has_run_out


def test_consents_of_many_people_cost_as_much_as_of_one(family, django_assert_num_queries):
    give_consent(family)
    with django_assert_num_queries(2):
        consents_of([family.mother])
    with django_assert_num_queries(2):
        consents_of(family.people)


# --- figures -------------------------------------------------------------------------------------
def cases_about(by, **many):
    """So many cases about each relationship."""
    return [
        Case.objects.create(
            service=by.service, context=context.replace("_", "-"), engagement="chosen", label="L"
        )
        for context, number in many.items()
        for _one in range(number)
    ]


def test_figures_of_count_the_own_service_only(family, stranger, manager):
    start_cycle(family)
    cases_about(manager, parent_infant=19, foster=8)
    with scope(service=stranger.service):
        cases_about(stranger, parent_infant=9)
    figures = figures_of(manager)
    assert (figures.cases, figures.cycles) == (28, None)
    assert figures.contexts[0] == ("Parent and baby", 20)
    assert dict(figures.contexts)["Foster or adoptive family"] == 8
    assert figures.states == [("Open", 28), ("Ended", 0)]
    assert len(figures.contexts) == len(Case.Context.choices)


def test_figures_of_hide_what_is_few_and_what_would_tell_it(family, manager):
    """Three of a school: from the whole less the rest they could be worked out, so the next group goes with them."""
    ended = cases_about(manager, parent_infant=19, foster=9, school=3)[:4]
    for case in ended:
        case.ended_on = today()
        case.save()
    figures = figures_of(manager)
    told = {label: many for label, many in figures.contexts if many != 0}
    assert told == {
        "Parent and baby": 20,
        "Foster or adoptive family": None,
        "School or nursery": None,
    }
    assert (figures.cases, figures.states) == (32, [])


def test_figures_of_few_cases_say_nothing_but_that(family, manager):
    start_cycle(family)
    cases_about(manager, parent_infant=6)
    figures = figures_of(manager)
    assert (figures.cases, figures.cycles) == (None, None)
    assert (figures.contexts, figures.states) == ([], [])


def test_cycles_are_told_from_eight_on(family, manager):
    cases_about(manager, parent_infant=7)
    for number in range(1, 9):
        Cycle.objects.create(
            case=family.case, dyad=family.dyad, number=number, by=family.actor.person
        )
    assert figures_of(manager).cycles == 8
