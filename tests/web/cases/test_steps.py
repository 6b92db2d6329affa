"""The next step in words."""

from uuid import uuid4

import pytest
from django.urls import reverse

from attune.core.journey import Step
from attune.web.cases.journey import Way
from attune.web.cases.steps import WORDS, address_of, next_of

CASE = uuid4()


@pytest.mark.parametrize("step", Step)
def test_every_step_has_one_title_one_sentence_and_one_action(step):
    words = WORDS[step]
    assert all(str(part).strip() for part in (words.title, words.sentence, words.action))


def test_steps_of_this_floor_know_their_pages():
    assert address_of(Way(Step.GOAL, "", None), CASE) == reverse("cases:add_goal", args=[CASE])
    assert address_of(Way(Step.DECIDE, "/x/", None), CASE).endswith("/cycles/new/")
    assert address_of(Way(Step.ENDED, "", None), CASE) == f"/cases/{CASE}/#journey"


def test_steps_of_floors_above_are_where_those_say():
    assert address_of(Way(Step.FILM, "/films/new/", None), CASE) == "/films/new/"


def test_next_step_of_a_case_is_that_of_its_journey(family):
    found = next_of(family.case)
    assert (found.step, found.words) == (Step.HELPING_QUESTION, WORDS[Step.HELPING_QUESTION])
    assert found.url == reverse("cases:question", args=[family.case.pk])
