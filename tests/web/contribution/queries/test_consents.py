"""A case gives only while every client in it stands at yes."""

from datetime import timedelta

import pytest

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.cases.queries import today
from attune.web.contribution.queries.consents import giving, willing
from tests.factories import make_family
from tests.factories.contribution import answer

pytestmark = pytest.mark.usefixtures("family")


def test_every_client_and_nobody_else_is_asked(family):
    assert giving([family.case]) == []
    answer(family)
    assert giving([family.case]) == [family.case]  # the baby is no client
    father = cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    (found,) = willing([family.case])
    assert (found.agree, found.missing) == (False, [father])
    cases.record_consent(
        by=family.actor, participant=father, purpose=Purpose.RESEARCH, answer=Answer.GIVEN
    )
    assert giving([family.case]) == [family.case]
    answer(family, Answer.WITHDRAWN)
    assert [one.missing for one in willing([family.case])] == [[family.mother]]


def test_case_without_a_client_gives_nothing(practitioner):
    empty = cases.start_case(by=practitioner, label="New", context="school", engagement="chosen")
    (found,) = willing([empty])
    assert (found.clients, found.agree, found.gives) == ([], False, False)


def test_yes_that_has_run_out_is_none(family):
    day = today() - timedelta(days=10)
    cases.record_consent(
        by=family.actor,
        participant=family.mother,
        purpose=Purpose.RESEARCH,
        answer=Answer.GIVEN,
        on=day,
        until=day + timedelta(days=5),
    )
    assert giving([family.case]) == []


def test_yes_to_something_else_is_none(family):
    cases.record_consent(
        by=family.actor, participant=family.mother, purpose=Purpose.FILM, answer=Answer.GIVEN
    )
    assert giving([family.case]) == []


def test_ended_case_gives_once_somebody_said_how_it_ended(family):
    answer(family)
    cases.end_case(by=family.actor, case=family.case, on=today(), note="Done.")
    (found,) = willing([family.case])
    assert (found.agree, found.ending_unsaid, found.gives) == (True, True, False)
    cases.end_case(by=family.actor, case=family.case, on=today(), note="x", ending="unplanned")
    assert giving([family.case]) == [family.case]


def test_three_cases_cost_the_queries_of_one(family, django_assert_max_num_queries):
    others = [make_family(family.actor, label=label) for label in ("Oak", "Elm")]
    for one in others:
        answer(one)
    with django_assert_max_num_queries(2):
        assert giving(one.case for one in [family, *others]) == [one.case for one in others]
