"""People and cases for the tests of the web wing."""

import pytest
from django.test import Client
from django_scopes import scope

from attune.web.people.models import Role
from attune.web.people.queries import Actor
from tests.factories import Family, make_actor, make_family, make_service


def browser_of(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(actor.person)
    return client


@pytest.fixture
def practitioner(db) -> Actor:
    return make_actor(make_service("Harbour"))


@pytest.fixture
def family(practitioner) -> Family:
    """A family of the practitioner; the scope of their service stays open during the test."""
    with scope(service=practitioner.service):
        yield make_family(practitioner)


@pytest.fixture
def manager(practitioner) -> Actor:
    return make_actor(practitioner.service, Role.MANAGER)


@pytest.fixture
def colleague(practitioner) -> Actor:
    """A practitioner of the same service, to whom nothing is shared yet."""
    return make_actor(practitioner.service)


@pytest.fixture
def stranger(db) -> Actor:
    """A practitioner of another service."""
    return make_actor(make_service("Elsewhere"))
