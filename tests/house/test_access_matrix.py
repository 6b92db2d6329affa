"""Who may open what: docs/access-matrix.yml against every address of the program.

Each address is asked by each kind of person, with objects of a case that the first of them holds.
An address that is missing in the matrix fails. Where somebody is turned away, no word of the case
is in the answer and nothing has changed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse
from django_scopes import scopes_disabled

from attune.web.audit.models import Event
from attune.web.config.checks import own_patterns
from tests.factories import world

ROOT = Path(__file__).parents[2]
KEPT = ("cases", "films", "outcomes", "reviews", "exports", "contribution", "national", "evidence")
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
MATRIX = yaml.safe_load((ROOT / "docs/access-matrix.yml").read_text(encoding="utf-8"))
ADDRESSES = MATRIX["addresses"]
ASKED = [(name, method) for name, row in ADDRESSES.items() for method in row["methods"]]

pytestmark = pytest.mark.django_db


@cache
def routes() -> dict[str, str]:
    return {name: route for name, route, _ in own_patterns(get_resolver())}


@pytest.fixture
def made(films_directory) -> world.World:
    return world.make()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def state() -> dict[str, list[dict]]:
    """Every row of casework, of what is given to the national data, and of what came in there; and every event."""
    models = [model for label in KEPT for model in apps.get_app_config(label).get_models()]
    with scopes_disabled():
        return {
            model._meta.label: list(model._default_manager.order_by("pk").values())
            for model in [*models, Event]
        }


def ask(made: world.World, name: str, method: str, actor: str) -> tuple[HttpResponseBase, bytes]:
    parts = re.findall(r"<\w+:(\w+)>", routes()[name])
    client = Client()
    if person := made.actors[actor]:
        client.force_login(person)
    address = reverse(name, kwargs={part: made.keys[part] for part in parts})
    response = client.generic(method, address)
    body = b"".join(response) if response.streaming else response.content
    return response, body


def test_every_address_is_in_the_matrix_and_no_other():
    assert set(ADDRESSES) == set(routes())


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_each_person_gets_what_the_matrix_says(made, name, method):
    row = ADDRESSES[name]
    before, events = state(), Event.objects.count()
    for actor, outcome in MATRIX["profiles"][row["profile"]].items():
        with undone():
            response, body = ask(made, name, method, actor)
            happened = Event.objects.count()
            after = state() if outcome != "works" else {}
        found = (name, method, actor, response.status_code, response.get("Location"))
        if outcome == "works":
            assert response.status_code not in {401, 403, 404, 405, 500}, found
            assert "/accounts/login/" not in response.get("Location", ""), found
            if method == "GET" and row["profile"] == "of-a-case" and row.get("event", True):
                assert happened > events, found
            continue
        if outcome == "sign-in":
            assert response.status_code == 302, found
            assert response["Location"].startswith("/accounts/login/"), found
        else:
            assert response.status_code == outcome, found
        assert world.CANARY.encode() not in body, found
        assert after == before, found


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_method_that_is_not_listed_is_not_allowed(made, name):
    before = state()
    for method in sorted(METHODS - set(ADDRESSES[name]["methods"])):
        response, _ = ask(made, name, method, "holder")
        assert response.status_code == 405, (method, response)
    assert state() == before
