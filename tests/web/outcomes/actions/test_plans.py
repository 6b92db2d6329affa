"""What is planned for new cases and for one case."""

import pytest
from django_scopes import scope

from attune.core.instruments.errors import UnknownMeasureError
from attune.web.audit.models import Event
from attune.web.cases.models import Case
from attune.web.outcomes.actions.plans import after_a_case_starts, plan_measure, set_default
from attune.web.outcomes.models import DefaultMeasure, PlannedMeasure
from tests.factories import make_actor, make_family, make_service


@pytest.fixture
def manager_scope(manager):
    with scope(service=manager.service):
        yield manager


def rows(case):
    return sorted(case.planned_measures.values_list("measure", "respondent", "when", "version"))


def test_new_case_is_planned_as_its_service_does_for_that_context(manager_scope, practitioner):
    for context, measure in (("", "core-10"), ("parent-infant", "gad-7"), ("school", "phq-9")):
        set_default(
            by=manager_scope, context=context, measure=measure, respondent="self", when=["start"]
        )
    family = make_family(practitioner)  # parent and baby
    assert rows(family.case) == [
        ("core-10", "self", "start", "1.0.0"),
        ("gad-7", "self", "start", "1.0.0"),
    ]


def test_measure_that_is_a_default_twice_is_planned_once(manager_scope, practitioner):
    for context in ("", "parent-infant"):
        set_default(
            by=manager_scope, context=context, measure="core-10", respondent="self", when=["start"]
        )
    assert len(rows(make_family(practitioner).case)) == 1


def test_defaults_of_another_service_are_not_used(manager_scope, stranger):
    set_default(by=manager_scope, context="", measure="core-10", respondent="self", when=["start"])
    with scope(service=stranger.service):
        assert rows(make_family(stranger).case) == []


def test_case_that_is_changed_or_loaded_from_a_file_is_not_planned_again(family):
    after_a_case_starts(instance=family.case, created=False)
    after_a_case_starts(instance=family.case, created=True, raw=True)
    assert rows(family.case) == []


def test_default_is_set_at_these_times_and_no_others(manager_scope):
    said = {"context": "", "measure": "core-10", "respondent": "self"}
    set_default(by=manager_scope, **said, when=["start", "end"])
    set_default(by=manager_scope, **said, when=["end", "follow-up-3"])
    assert sorted(row.when for row in DefaultMeasure.objects.all()) == ["end", "follow-up-3"]
    assert Event.objects.filter(object_type="people.Service").count() == 2


def test_plan_of_a_case_is_set_at_these_times_and_no_others(family):
    said = {"by": family.actor, "case": family.case, "measure": "core-10", "respondent": "self"}
    plan_measure(**said, when=["start", "end"])
    plan_measure(**said, when=["end"])
    assert rows(family.case) == [("core-10", "self", "end", "1.0.0")]
    plan_measure(**said, when=[])
    assert rows(family.case) == []


def test_measure_keeps_the_version_that_the_case_has(family):
    PlannedMeasure.objects.create(
        case=family.case, measure="core-10", respondent="self", when="start", version="0.9.0"
    )
    plan_measure(
        by=family.actor,
        case=family.case,
        measure="core-10",
        respondent="self",
        when=["start", "end"],
    )
    assert {row[3] for row in rows(family.case)} == {"0.9.0"}


def test_measure_that_is_not_shipped_is_refused_and_nothing_is_planned(family):
    with pytest.raises(UnknownMeasureError):
        plan_measure(
            by=family.actor, case=family.case, measure="no-such", respondent="self", when=["start"]
        )
    assert rows(family.case) == []


def test_service_without_defaults_plans_nothing(db):
    actor = make_actor(make_service())
    with scope(service=actor.service):
        make_family(actor)
        assert not PlannedMeasure.objects.exists()
        assert Case.objects.count() == 1
