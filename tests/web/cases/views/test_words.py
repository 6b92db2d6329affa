"""The client's own words: the helping question, the goals and how close they feel."""

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.web.cases import actions
from tests.web.conftest import browser_of

TODAY = timezone.localdate().isoformat()


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def test_question_is_kept_in_versions(family, browser):
    address = reverse("cases:question", args=[family.case.pk])
    for text in ("Does he like me?", "When does he look for me?"):
        assert browser.post(address, {"text": text}).status_code == 302
    page = browser.get(address).content.decode()
    assert page.index("When does he look for me?") < page.index("Does he like me?")


def test_question_saved_unchanged_is_no_new_version(family, browser):
    address = reverse("cases:question", args=[family.case.pk])
    for _twice in range(2):
        browser.post(address, {"text": "Does he like me?"})
    assert family.case.helping_questions.count() == 1


def test_question_left_empty_is_told(family, browser):
    address = reverse("cases:question", args=[family.case.pk])
    assert (
        "Write the question as they say it."
        in browser.post(address, {"text": " "}).content.decode()
    )


def test_goal_leads_to_its_first_rating(family, browser):
    answer = browser.post(
        reverse("cases:add_goal", args=[family.case.pk]), {"text": "To feel calm"}
    )
    goal = family.case.goals.get()
    assert goal.text == "To feel calm"
    assert answer["Location"] == reverse("cases:rate_goal", args=[goal.pk])


def test_goal_left_empty_is_not_kept(family, browser):
    browser.post(reverse("cases:add_goal", args=[family.case.pk]), {"text": " "})
    assert not family.case.goals.exists()


def test_rating_is_kept_with_its_day_and_seen_beside_the_next(family, browser):
    goal = actions.set_goal(by=family.actor, case=family.case, text="To feel calm")
    address = reverse("cases:rate_goal", args=[goal.pk])
    assert browser.post(address, {"rating": "7", "on": "2026-01-05"}).status_code == 302
    assert [(row.rating, str(row.on)) for row in goal.ratings.all()] == [(7, "2026-01-05")]
    assert "5 January 2026" in browser.get(address).content.decode()


def test_rating_outside_the_scale_is_not_kept(family, browser):
    goal = actions.set_goal(by=family.actor, case=family.case, text="To feel calm")
    address = reverse("cases:rate_goal", args=[goal.pk])
    answer = browser.post(address, {"rating": "11", "on": TODAY})
    assert "Select a valid choice." in answer.content.decode()
    assert not goal.ratings.exists()
