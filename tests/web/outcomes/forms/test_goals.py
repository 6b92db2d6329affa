"""The forms of a goal's scale: what the core refuses is said as an error of the form."""

import pytest
from django.utils import timezone

from attune.web.cases import actions as cases
from attune.web.outcomes.actions.goals import scale_goal
from attune.web.outcomes.forms.goals import AttainmentForm, LevelsForm, TargetForm, initial_of
from attune.web.outcomes.queries.goals import measured

LEVELS = {
    "level_0": "We play",
    "level__1": "Some days",
    "baseline": "-1",
    "weight": "1",
}


def test_target_keeps_the_words_of_both_ends():
    form = TargetForm(
        {"baseline": "3", "expected": "7", "start_words": "We rush", "hope_words": "We linger"}
    )
    assert form.is_valid(), form.errors
    assert form.said() == {
        "method": "tme",
        "baseline": 3,
        "expected": 7,
        "words": {"3": "We rush", "7": "We linger"},
    }


def test_target_that_hopes_for_no_more_is_told_in_the_cores_words():
    form = TargetForm({"baseline": "7", "expected": "7"})
    assert form.non_field_errors() == ["What is hoped for must be more than where it starts."]


def test_target_outside_the_scale_is_told():
    assert set(TargetForm({"baseline": "0", "expected": "11"}).errors) == {"baseline", "expected"}


def test_levels_keep_the_words_of_each():
    form = LevelsForm(LEVELS)
    assert form.is_valid(), form.errors
    assert form.said() == {
        "method": "gas",
        "baseline": -1,
        "expected": 0,
        "weight": 1,
        "words": {"0": "We play", "-1": "Some days"},
    }


@pytest.mark.parametrize("name", ["level_0", "baseline", "weight"])
def test_levels_need_the_middle_the_start_and_a_weight(name):
    assert set(LevelsForm(LEVELS | {name: ""}).errors) == {name}


def test_agreed_scales_are_shown_as_they_were_filled_in(family):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    for data, form in (
        (LEVELS, LevelsForm),
        ({"baseline": "3", "expected": "7", "start_words": "a", "hope_words": "b"}, TargetForm),
    ):
        filled = form(data)
        assert filled.is_valid()
        scaling = scale_goal(by=family.actor, goal=goal, **filled.said())
        again = {name: str(value) for name, value in initial_of(scaling).items() if value != ""}
        assert again.items() >= data.items()


def test_attainment_offers_the_levels_with_their_words(family):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    filled = LevelsForm(LEVELS)
    assert filled.is_valid()
    scale_goal(by=family.actor, goal=goal, **filled.said())
    form = AttainmentForm({"level": "2", "on": timezone.localdate()}, goal=measured(goal))
    labels = dict(form.fields["level"].choices)
    assert labels["0"] == "As hoped for: We play"
    assert labels["2"] == "Much more than hoped for"
    assert form.is_valid(), form.errors
    assert form.cleaned_data["level"] == 2
    wrong = AttainmentForm({"level": "3", "on": timezone.localdate()}, goal=measured(goal))
    assert set(wrong.errors) == {"level"}
