"""Records of cases: of scores that count, of nothing that tells who, and by the contract's own words."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from attune.core.records.contract import faults, values_of
from attune.core.records.errors import RecordError
from attune.web.cases import actions as cases
from attune.web.cases.models import Case
from attune.web.contribution.numbering import give_numbers
from attune.web.contribution.queries.records import (
    Sender,
    first_holders,
    records_of_case,
    records_of_cases,
)
from attune.web.outcomes.actions import forms
from attune.web.outcomes.models import Respondent, Response, Score, When
from attune.web.people.models import Membership, Region, Role, Setting
from attune.web.reviews.models import SharedReview
from tests.factories import make_actor, make_family, start_cycle
from tests.factories.outcomes import fill

HERE = Sender(UUID("0d3b6c1a-77d2-4f0e-8a55-3f1d2c4b5a66"), "wales", "charity")


def test_values_of_a_case_are_those_of_the_contract():
    """What a page lets somebody choose is what a record may say, in the same order."""
    choices = {
        "context": Case.Context,
        "engagement": Case.Engagement,
        "relation": Case.Relation,
        "child_age": Case.ChildAge,
        "ethnicity": Case.Ethnicity,
        "mode": Case.Mode,
        "region": Region,
        "setting": Setting,
        "occasion": When,
        "respondent": Respondent,
    }
    for field, model in choices.items():
        assert tuple(model.values) == values_of(field), field
    assert (*Case.Ending.values, "open") == values_of("end")
    assert {Role.SUPERVISOR, Role.PRACTITIONER, Role.TRAINEE} == set(values_of("stage"))


def test_record_says_what_is_known_of_the_case(family):
    facts = {"relation": "father", "child_age": "1-to-4", "ethnicity": "asian", "mode": "both"}
    cases.change_case(by=family.actor, case=family.case, **facts)
    fill(family, total=20, on=date(2026, 1, 31))
    fill(family, when="end", total=11, on=date(2026, 5, 30))
    give_numbers(family.actor.service)
    first, last = sorted(records_of_case(family.case, HERE), key=lambda one: one["months"])
    assert faults(first) == faults(last) == []
    assert {name: first[name] for name in facts} == facts
    assert (first["score"], first["months"], first["year"]) == (20, 0, 2026)
    assert (last["score"], last["months"], last["occasion"]) == (11, 3, "end")
    assert (first["service"], first["region"], first["setting"]) == (
        str(HERE.pseudonym),
        "wales",
        "charity",
    )
    assert (first["end"], first["stage"], first["cycles"]) == ("open", "practitioner", 0)
    assert first["episode"] == str(family.case.episode_number.number)


def test_case_that_ended_says_how(family):
    fill(family, total=20)
    day = date(2026, 1, 31)
    cases.end_case(by=family.actor, case=family.case, on=day, note="x", ending="unplanned")
    assert records_of_case(family.case, HERE)[0]["end"] == "unplanned"
    cases.reopen_case(by=family.actor, case=family.case)
    assert records_of_case(family.case, HERE)[0]["end"] == "open"


def test_only_forms_that_count_are_given(family):
    aside = fill(family, total=20)
    assert len(records_of_case(family.case, HERE)) == 1
    forms.set_aside(by=family.actor, response=aside, reason="Filled in twice.")
    assert records_of_case(family.case, HERE) == []
    fill(family, total=15)
    assert records_of_case(family.case, HERE)[0]["score"] == 15
    open_form = Response.objects.filter(set_aside_at=None).get()
    open_form.finished_at = None
    open_form.save()
    assert records_of_case(family.case, HERE) == []


def test_two_forms_for_one_occasion_wait_for_a_person(family):
    first = fill(family, total=20)
    first.pk, first._state.adding = uuid4(), True
    first.save()
    Score.objects.create(response=first, scale="total", value=9, sha256="x")
    assert records_of_case(family.case, HERE) == []


def test_newest_score_of_a_form_counts(family):
    form = fill(family, total=20)
    Score.objects.create(response=form, scale="total", value=21, sha256="x")
    assert records_of_case(family.case, HERE)[0]["score"] == 21
    Score.objects.create(response=form, scale="total", value=None, sha256="x")
    assert records_of_case(family.case, HERE) == []


def test_scale_of_answers_that_need_a_response_alone_is_never_given(family):
    fill(family, "core-om", answers={str(number): 1 for number in range(1, 35)})
    scales = {one["scale"] for one in records_of_case(family.case, HERE)}
    stored = set(Score.objects.filter(value__isnull=False).values_list("scale", flat=True))
    assert stored - scales == {"risk"}


def test_measure_that_the_catalogue_does_not_have_stays_here(family):
    fill(family, total=20)
    Response.objects.update(version="0.0.1")
    assert records_of_case(family.case, HERE) == []


def test_relationships_and_clients_are_kept_apart_by_number(family):
    cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    fill(family, total=20, about="Ana")
    fill(family, total=15, about="Cem")
    for about in ("Ana", "Cem"):
        fill(
            family,
            "mors-sf",
            totals={"warmth": 20, "invasion": 3},
            respondent="parent",
            about=about,
        )
    found = {
        (one["measure"], one["scale"], one["pair"]): one["score"]
        for one in records_of_case(family.case, HERE)
    }
    assert found["core-10", "total", 1] == 20
    assert found["core-10", "total", 2] == 15
    assert {pair for measure, _scale, pair in found if measure == "mors-sf"} == {1, 2}


def test_cycles_are_those_that_came_as_far_as_watching_together(family):
    fill(family, total=20)
    cycle = start_cycle(family)
    assert records_of_case(family.case, HERE)[0]["cycles"] == 0
    SharedReview.objects.create(cycle=cycle, state="held", by=family.actor.person)
    assert records_of_case(family.case, HERE)[0]["cycles"] == 1


@pytest.mark.parametrize(
    ("roles", "stage"),
    [
        ([Role.TRAINEE], "trainee"),
        ([Role.TRAINEE, Role.PRACTITIONER], "practitioner"),
        ([Role.PRACTITIONER, Role.SUPERVISOR, Role.MANAGER], "supervisor"),
        ([Role.MANAGER], "practitioner"),
        ([], "practitioner"),
    ],
)
def test_stage_is_the_furthest_that_somebody_has_come(family, roles, stage):
    fill(family, total=20)
    person, service = family.actor.person, family.actor.service
    Membership.objects.filter(person=person).delete()
    for role in roles:
        Membership.objects.create(person=person, service=service, role=role)
    assert records_of_case(family.case, HERE)[0]["stage"] == stage


def test_case_belongs_to_the_caseload_of_who_held_it_first(family, colleague):
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    other = make_family(colleague, label="Oak")
    for one in (family, other):
        fill(one, total=20)
    give_numbers(family.actor.service)
    holders = first_holders([family.case, other.case])
    assert holders == {family.case.pk: family.actor.person.pk, other.case.pk: colleague.person.pk}
    made = records_of_cases([family.case, other.case], HERE)
    mine, theirs = (made[one.case.pk][0]["caseload"] for one in (family, other))
    assert mine != theirs


def test_case_without_a_number_has_a_passing_one(family):
    fill(family, total=20)
    once, twice = (records_of_case(family.case, HERE)[0]["episode"] for _ in range(2))
    assert once != twice


def test_service_that_is_known_nowhere_has_a_passing_number(family):
    sender = Sender.of(family.actor.service)
    assert (sender.pseudonym.version, sender.is_placed) == (4, False)
    fill(family, total=20)
    with pytest.raises(RecordError, match="region"):
        records_of_case(family.case, sender)


def test_three_cases_cost_the_queries_of_one(family, django_assert_max_num_queries):
    families = [family, make_family(make_actor(family.actor.service), label="Oak")]
    for one in families:
        fill(one, total=20)
        start_cycle(one)
    records_of_case(family.case, HERE)  # what is read once for all
    with django_assert_max_num_queries(40) as of_one:
        records_of_case(family.case, HERE)
    with django_assert_max_num_queries(len(of_one)):
        made = records_of_cases([one.case for one in families], HERE)
    assert [len(records) for records in made.values()] == [1, 1]
