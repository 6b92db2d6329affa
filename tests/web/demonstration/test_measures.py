"""The invented forms are ones that a person could have filled in."""

from django_scopes import scopes_disabled

from attune.web.demonstration import actions, measures
from attune.web.demonstration.families import day, invented
from attune.web.outcomes.models import DefaultMeasure, Response, RiskText, Score
from attune.web.people.models import Service
from tests.factories.outcomes import plan


def test_each_service_has_a_plan_and_its_words_for_risk(db):
    actions.make_people(invented()["service"])
    with scopes_disabled():
        for service in Service.objects.all():
            assert DefaultMeasure.objects.filter(service=service, when="start").exists()
            assert RiskText.objects.filter(service=service).exists()


def test_forms_are_finished_and_scored_on_their_days(db):
    world = invented()
    actions.make_people(world["service"])
    rows = 0
    for family in world["family"]:
        with actions.working_as(family["worker"]) as by:
            case = actions.make_case(family, by)
            for row in family.get("form", []):
                rows += 1
                response = Response.objects.get(case=case, measure=row["measure"], when=row["when"])
                assert response.is_finished
                assert response.taken_on == day(row["days_ago"])
                assert response.scores.get(scale="total").value is not None
                assert not response.alerts.exists()
    with scopes_disabled():
        assert (Response.objects.count(), Score.objects.count()) == (rows, rows)


def test_blank_answers_stay_blank(family, manager):
    measures.set_up(
        {"measure": [{"id": "gad-7", "respondent": "self", "when": ["start"]}]}, manager
    )
    from_file = {
        "measure": "gad-7",
        "when": "start",
        "days_ago": 1,
        "answers": [1, "", 1, 1, 1, 1, 1],
    }

    plan(family, "gad-7", "start")
    measures.fill_in([from_file], family.case, family.actor)
    response = Response.objects.get()
    assert "2" not in response.answers
    assert response.scores.get().value is None
