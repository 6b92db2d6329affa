"""What is due this week, what needs somebody, and how many measures have both ends."""

from datetime import timedelta

from django.utils import timezone

from attune.web.cases import actions as cases
from attune.web.outcomes.actions import forms
from attune.web.outcomes.queries.front import Pairs, of_practitioner, of_service
from tests.factories import make_family
from tests.factories.outcomes import fill, plan

TODAY = timezone.localdate()


def due(actor):
    panel = of_practitioner(actor)
    if panel is None:
        return None
    return [(one.case, [asked.measure.id for asked in one.asked]) for one in panel.holds.due]


def begins(family, days):
    family.case.started_on = TODAY + timedelta(days=days)
    family.case.save()


def test_forms_of_this_week_are_named(family):
    plan(family, "core-10", "start", "end")
    assert due(family.actor) == [(family.case, ["core-10"])]
    begins(family, 7)
    assert due(family.actor) == [(family.case, ["core-10"])]
    begins(family, 8)
    assert due(family.actor) is None


def test_old_gap_stops_asking(family):
    plan(family, "core-10", "start")
    begins(family, -28)
    assert due(family.actor) == [(family.case, ["core-10"])]
    begins(family, -29)
    assert due(family.actor) is None


def test_filled_form_is_not_due_and_its_alert_waits(family):
    response = fill(family, answers={"6": 1})
    panel = of_practitioner(family.actor)
    assert (panel.holds.due, panel.holds.alerts) == ([], [response.alerts.get()])
    forms.acknowledge(by=family.actor, alert=response.alerts.get(), did="We talked.")
    assert of_practitioner(family.actor) is None


def test_cases_of_a_colleague_are_not_shown(family, colleague, manager):
    plan(family, "core-10", "start")
    fill(family, "gad-7", answers={})
    assert of_practitioner(colleague) is None
    assert of_practitioner(manager) is None
    assert of_service(family.actor) is None


def test_pairs_are_counted_in_work_that_has_ended(family, manager):
    open_one = make_family(family.actor)
    fill(open_one, total=9)
    plan(open_one, "core-10", "end")
    assert of_service(manager).holds == Pairs(complete=0, possible=0, due=0, cases=0)
    for measure in ("core-10", "gad-7", "phq-9"):
        fill(family, measure, total=9)
        plan(family, measure, "end")
    fill(family, "core-10", "end", total=4)
    aside = fill(family, "gad-7", "end", total=4)
    forms.set_aside(by=family.actor, response=aside, reason="Not hers.")
    plan(family, "csq-8", "end")  # asked once, so it is no pair
    cases.end_case(by=family.actor, case=family.case, on=TODAY, note="Well.")
    found = of_service(manager).holds
    assert (found.complete, found.possible, found.percent) == (1, 3, 33)
    assert (found.due, found.cases) == (3, 1)  # phq-9, gad-7 and csq-8 at the end


def test_share_of_no_pair_is_not_said():
    assert Pairs(0, 0, 0, 0).percent is None
    found = [Pairs(0, possible, due, 1) for possible, due in [(0, 0), (1, 7), (7, 1), (8, 8)]]
    assert [one.are_few for one in found] == [False, True, True, False]
    assert [one.few_are_due for one in found] == [False, True, True, False]
