"""Beginning a cycle."""

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.web.cases import actions
from tests.factories import make_family
from tests.web.conftest import browser_of


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def start(case) -> str:
    return reverse("cases:start_cycle", args=[case.pk])


def test_start_plans_the_film_of_the_chosen_pair(family, browser):
    answer = browser.post(start(family.case), {"dyad": str(family.dyad.pk), "plan": "A snack"})
    assert answer["Location"] == reverse("cases:case", args=[family.case.pk])
    cycle = family.case.cycles.get()
    assert (cycle.number, cycle.dyad, cycle.plan) == (1, family.dyad, "A snack")


def test_start_with_a_pair_of_another_case_is_refused(family, browser):
    other = make_family(family.actor, label="Oak")
    answer = browser.post(start(family.case), {"dyad": str(other.dyad.pk), "plan": "A snack"})
    assert "Select a valid choice." in answer.content.decode()
    assert not family.case.cycles.exists()


def test_start_without_a_plan_is_told(family, browser):
    answer = browser.post(start(family.case), {"dyad": str(family.dyad.pk), "plan": ""})
    assert "Write what you will film, in a few words." in answer.content.decode()


def test_start_in_an_ended_case_or_one_without_people_leads_back(family, browser):
    empty = actions.start_case(by=family.actor, label="New", context="school", engagement="chosen")
    actions.end_case(by=family.actor, case=family.case, on=timezone.localdate(), note="Done.")
    for case in (family.case, empty):
        answer = browser.post(start(case), {"dyad": str(family.dyad.pk), "plan": "x"})
        assert answer["Location"] == reverse("cases:case", args=[case.pk])
        assert not case.cycles.exists()
