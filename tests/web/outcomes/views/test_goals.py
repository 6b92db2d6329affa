"""Choosing how a goal is measured, and rating it there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.web.cases import actions as cases
from attune.web.outcomes.models import Attainment, Scaling
from tests.web.conftest import browser_of

TODAY = timezone.localdate().isoformat()
TARGET = {"baseline": "3", "expected": "7", "hope_words": "We linger"}


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


@pytest.fixture
def goal(family):
    return cases.set_goal(by=family.actor, case=family.case, text="To feel calm")


def test_both_methods_are_offered_before_one_is_chosen(browser, goal):
    page = browser.get(reverse("outcomes:scale", args=[goal.pk])).content.decode()
    assert 'href="?method=tme"' in page
    assert 'href="?method=gas"' in page


def test_target_is_agreed_then_rated_and_seen_on_the_change_screen(family, browser, goal):
    address = reverse("outcomes:scale", args=[goal.pk])
    screen = reverse("outcomes:change", args=[family.case.pk])
    assert browser.post(f"{address}?method=tme", TARGET)["Location"] == screen
    rate = reverse("outcomes:attain", args=[goal.pk])
    said = {"level": "5", "on": TODAY, "words": "Bath time is slow"}
    assert browser.post(rate, said)["Location"] == screen
    page = browser.get(screen).content.decode()
    for words in ("Now: some of the way", "“Bath time is slow”", "“We linger”"):
        assert words in page


def test_what_the_core_refuses_is_an_error_of_the_form(browser, goal):
    address = reverse("outcomes:scale", args=[goal.pk])
    answer = browser.post(f"{address}?method=tme", TARGET | {"expected": "2"})
    assert "What is hoped for must be more than where it starts." in answer.content.decode()
    assert not Scaling.objects.exists()


def test_scale_that_was_rated_stays_as_it_was_agreed(browser, goal):
    address = reverse("outcomes:scale", args=[goal.pk])
    browser.post(f"{address}?method=tme", TARGET)
    rate = reverse("outcomes:attain", args=[goal.pk])
    browser.post(rate, {"level": "5", "on": TODAY})
    assert browser.get(address)["Location"] == rate
    answer = browser.post(f"{address}?method=tme", TARGET | {"expected": "9"}, follow=True)
    assert "its scale stays as it was agreed" in answer.content.decode()
    assert Scaling.objects.get().expected == 7


def test_rating_without_a_scale_leads_to_choosing_one(browser, goal):
    answer = browser.get(reverse("outcomes:attain", args=[goal.pk]))
    assert answer["Location"] == reverse("outcomes:scale", args=[goal.pk])


def test_rating_left_empty_is_told(browser, goal):
    browser.post(reverse("outcomes:scale", args=[goal.pk]) + "?method=tme", TARGET)
    answer = browser.post(reverse("outcomes:attain", args=[goal.pk]), {"on": TODAY})
    assert "Choose a number from 1 to 10." in answer.content.decode()
    assert not Attainment.objects.exists()


def test_card_of_a_goal_leads_here(family, browser, goal):
    page = browser.get(reverse("cases:case", args=[family.case.pk])).content.decode()
    assert reverse("outcomes:scale", args=[goal.pk]) in page
    assert reverse("outcomes:change", args=[family.case.pk]) in page
