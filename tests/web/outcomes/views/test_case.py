"""The measures of a case: what is asked, and how each form stands."""

from django.urls import reverse

from attune.web.cases import actions as cases
from tests.factories.outcomes import fill, plan
from tests.web.conftest import browser_of


def page(family):
    address = reverse("outcomes:case", args=[family.case.pk])
    return browser_of(family.actor).get(address).content.decode()


def test_empty_plan_teaches(family):
    assert "Nothing is planned yet" in page(family)


def test_forms_stand_by_occasion_and_what_is_due_is_the_next_step(family):
    plan(family, "core-10", "start", "end")
    shown = page(family)
    assert shown.index("At the start") < shown.index("At the end")
    assert "Hand the tablet over" in shown
    fill(family, total=12)
    shown = page(family)
    assert "Filled in" in shown
    assert "Hand the tablet over" not in shown


def test_measure_without_words_is_copied_from_paper(family):
    plan(family, "epds", "start")
    shown = page(family)
    assert "Copy from paper" in shown
    assert "Hand the tablet over" not in shown


def test_two_forms_for_one_are_for_a_person_to_decide(family):
    fill(family, total=12)
    fill(family, total=14)
    assert "Filled in twice: choose which counts" in page(family)


def test_answer_that_nobody_has_seen_comes_first(family):
    fill(family, answers={"6": 2})
    shown = page(family)
    assert shown.index("An answer needs you") < shown.index("At the start")


def test_front_pages_show_what_is_due(family, manager):
    plan(family, "core-10", "start")
    browser = browser_of(family.actor)
    assert "Forms due this week" in browser.get(reverse("cases:list")).content.decode()
    assert "Forms due this week" not in browser.get("/cases/?show=ended").content.decode()
    shown = browser_of(manager).get(reverse("cases:service")).content.decode()
    assert "Fewer than 8 forms are due this week." in shown
    cases.end_case(by=family.actor, case=family.case, on=family.case.started_on, note="x")
    plan(family, "core-10", "end")
    shown = browser_of(manager).get(reverse("cases:service")).content.decode()
    assert "Fewer than 8 measures could be compared by now." in shown
    assert family.case.label not in shown
