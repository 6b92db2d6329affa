"""Invented cases are made as a person would make them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from attune.core.clock import FrameTable, TimeBase
from attune.core.journey import Step
from attune.core.timeline.model import Clip, Still
from attune.web.audit.models import Event
from attune.web.cases.journey import journey_of
from attune.web.cases.models import Case, GoalRating
from attune.web.demonstration import actions
from attune.web.demonstration.families import PASSWORD, invented
from attune.web.people.models import Person, Post
from attune.web.people.queries import actor_for, officer_for

TABLE = FrameTable(TimeBase(1, 10), tuple(range(100, 200)), 200)  # ten seconds, from tick 100
WORDS = {"title": "A look", "note": "", "principles": []}


@pytest.fixture
def people(db):
    actions.make_people(invented()["service"])


def family(label: str) -> dict:
    return next(each for each in invented()["family"] if each["label"] == label)


def test_people_can_sign_in_with_the_password_that_is_printed(people):
    assert Person.objects.get(email="maya@harbour.example").check_password(PASSWORD)


def test_nora_works_for_the_association_and_in_no_service(people):
    actions.make_officers(invented()["association"])
    nora = Person.objects.get(email="nora@association.example")
    assert nora.check_password(PASSWORD)
    assert officer_for(nora).posts == set(Post)
    assert actor_for(nora) is None


def test_working_as_somebody_without_a_service_is_refused(people):
    Person.objects.create_user("nobody@harbour.example", None, name="Nobody")
    with (
        pytest.raises(LookupError, match="works in no service"),
        actions.working_as("nobody@harbour.example"),
    ):
        pass


def test_case_without_consent_asks_for_consent_next(people):
    with actions.working_as("maya@harbour.example") as by:
        case = actions.make_case(family("Hazel"), by)
        assert journey_of(case).step == Step.CONSENT


def test_case_that_waits_for_its_film_is_shared_dated_and_logged(people):
    with actions.working_as("maya@harbour.example") as by:
        case = actions.make_case(family("Rowan"), by)
        assert journey_of(case).step == Step.FILM
        assert [str(worker) for worker in case.workers.all()] == ["Maya Okafor", "Tom Lindqvist"]
        assert case.started_on == timezone.localdate() - timedelta(days=14)
        assert GoalRating.objects.get().on == case.started_on
        assert Event.objects.filter(case_id=case.pk, verb="create").count() >= 8
    with scopes_disabled():
        assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"kind": "clip", "from_second": 2.0, "to_second": 3.0}, (120, 130)),
        ({"kind": "still", "from_second": 9.94}, (199,)),
    ],
)
def test_moment_lies_on_the_frame_that_shows_at_its_second(row, expected):
    moment = actions.as_moment({**WORDS, **row}, TABLE)
    found = (moment.first, moment.last) if isinstance(moment, Clip) else (moment.at,)
    assert found == expected
    assert isinstance(moment, Still if len(expected) == 1 else Clip)


def test_letter_carries_its_id_and_change():
    key = uuid4()
    assert actions.Letter(key, {"op": "remove"}).id == key
