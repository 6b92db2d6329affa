"""What the tests of films to give away start with."""

import pytest
from django.core.cache import cache

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.cases.models import Participant
from attune.web.films.models import Film
from attune.web.reviews.models import Moment
from tests.factories import Family, give_consent, start_cycle
from tests.factories.reviews import keep_frames, make_film, make_moment


@pytest.fixture(autouse=True)
def own_place(films_directory):
    """Every test has a store of its own, and nobody has looked at anything yet."""
    cache.clear()


@pytest.fixture
def film(family: Family) -> Film:
    """A film of ten seconds with its times, to a copy of which everyone has agreed."""
    cycle = start_cycle(family)
    give_consent(family, Purpose.COPY)
    film = make_film(family, cycle)
    keep_frames(film)
    return film


@pytest.fixture
def moments(film: Film) -> list[Moment]:
    """A clip of two seconds, one of one second, and a still."""
    return [
        make_moment(film, first=10, last=59, title="She waits"),
        make_moment(film, first=100, last=124, title="He looks up"),
        make_moment(film, kind=Moment.Kind.STILL, first=60, last=60, title="Their smile"),
    ]


def withdraw(family: Family, person: Participant, purpose: Purpose = Purpose.COPY) -> None:
    cases.record_consent(
        by=family.actor, participant=person, purpose=purpose, answer=Answer.WITHDRAWN
    )
