"""Who may open what: docs/access-matrix.yml against every address of the program.

Each address is asked by each kind of person, with objects of a case that the first of them holds.
An address that is missing in the matrix fails. Where somebody is turned away, no word of the case
is in the answer and nothing has changed.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

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


@lru_cache
def routes() -> dict[str, str]:
    return {name: route for name, route, _ in own_patterns(get_resolver())}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards, and nothing remembers it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="module")
def kept(
    django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[world.World, Path]]:
    """The world and its films, made once: that takes longer than to ask for one address. Each test stands on it in a
    transaction of its own, as any test does on an empty database."""
    films = tmp_path_factory.mktemp("world") / "films"
    with override_settings(FILMS=films), django_db_blocker.unblock(), undone():
        yield world.make(), films


@pytest.fixture
def made(kept, films_directory) -> world.World:
    """The world as it was made, whatever an earlier test did to its rows or its films."""
    shared, films = kept
    shutil.copytree(films, films_directory)
    return shared


def state() -> dict[str, list[tuple]]:
    """Every row of casework, of what is given to the national data, and of what came in there; and every event. Asked of the
    database itself: it is asked for often, and no scope has a say in it."""
    models = [
        model
        for label in KEPT
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    rows = {}
    with connection.cursor() as cursor:
        for meta in (model._meta for model in [*models, Event]):
            cursor.execute(f'SELECT * FROM "{meta.db_table}" ORDER BY "{meta.pk.column}"')
            rows[meta.label] = cursor.fetchall()
    return rows


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
