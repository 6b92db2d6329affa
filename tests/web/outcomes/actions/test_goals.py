"""Goals measured beyond their ratings: agreed once, then rated."""

import pytest
from django.core.exceptions import ValidationError

from attune.core.instruments.errors import AnswerError
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.outcomes.actions.goals import attain, scale_goal

TARGET = {"method": "tme", "baseline": 3, "expected": 7, "words": {"3": "We rush"}}
LEVELS = {"method": "gas", "baseline": -1, "expected": 0, "words": {"0": "We play"}}


@pytest.fixture
def goal(family):
    return cases.set_goal(by=family.actor, case=family.case, text="To feel calm")


def test_scale_is_agreed_with_its_words_and_logged(family, goal):
    scaling = scale_goal(by=family.actor, goal=goal, **TARGET)
    assert (scaling.baseline, scaling.expected, scaling.words) == (3, 7, {"3": "We rush"})
    event = Event.objects.latest("pk")
    assert (event.verb, event.case_id) == ("create", family.case.pk)


def test_scale_can_be_agreed_anew_until_it_is_rated(family, goal):
    scale_goal(by=family.actor, goal=goal, **TARGET)
    scaling = scale_goal(by=family.actor, goal=goal, **LEVELS)
    assert scaling.method == "gas"
    attain(by=family.actor, scaling=scaling, level=0)
    with pytest.raises(ValidationError, match="stays as it was agreed"):
        scale_goal(by=family.actor, goal=goal, **TARGET)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (TARGET | {"expected": 3}, "more than where it starts"),
        (TARGET | {"baseline": 0}, "from 1 to 10"),
        (LEVELS | {"baseline": -3}, "from -2 to 2"),
        (LEVELS | {"weight": 0}, "above zero"),
    ],
)
def test_what_the_method_does_not_know_is_refused(family, goal, said, complaint):
    with pytest.raises(AnswerError, match=complaint):
        scale_goal(by=family.actor, goal=goal, **said)


def test_level_is_kept_once_though_it_is_sent_twice(family, goal):
    scaling = scale_goal(by=family.actor, goal=goal, **LEVELS)
    for _twice in range(2):
        attain(by=family.actor, scaling=scaling, level=1, words="We sing")
    attain(by=family.actor, scaling=scaling, level=0)
    assert [(row.level, row.words) for row in scaling.attainments.all()] == [
        (1, "We sing"),
        (0, ""),
    ]


@pytest.mark.parametrize(("said", "level"), [(TARGET, 0), (TARGET, 11), (LEVELS, 3), (LEVELS, -3)])
def test_level_outside_the_scale_is_refused(family, goal, said, level):
    scaling = scale_goal(by=family.actor, goal=goal, **said)
    with pytest.raises(AnswerError):
        attain(by=family.actor, scaling=scaling, level=level)
    assert not scaling.attainments.exists()
