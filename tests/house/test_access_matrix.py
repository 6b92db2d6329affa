"""Who may open what: docs/access-matrix.yml against every address of the program.

Each address is asked by each kind of person, with objects of a case that the first of them holds.
An address that is missing in the matrix fails. Where somebody is turned away, no word of the case
is in the answer and nothing has changed.
"""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse
from django_scopes import scopes_disabled

from attune.web.audit.models import Event
from attune.web.config.checks import own_patterns
from tests.factories import world

ROOT = Path(__file__).parents[2]
CASEWORK = ("cases", "films", "reviews")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
REFUSED = {"403": 403, "404": 404}


@cache
def matrix() -> dict:
    return yaml.safe_load((ROOT / "docs/access-matrix.yml").read_text(encoding="utf-8"))


@cache
def named_addresses() -> dict[str, str]:
    """Every address of ours: its full name and its route."""
    found = {}
    resolver = get_resolver()
    spaces = [
        ("", resolver),
        *((f"{key}:", sub) for key, (_, sub) in resolver.namespace_dict.items()),
    ]
    names = {
        pattern.callback: f"{space}{pattern.name}"
        for space, each in spaces
        for pattern in each.url_patterns
        if getattr(pattern, "callback", None)
    }
    for route, pattern in own_patterns(resolver):
        found[names.get(pattern.callback, f"{pattern.name}")] = route
    return found


def cells() -> list[tuple[str, str, str, str]]:
    """(address, method, actor, what happens) for every cell of the matrix."""
    return [
        (name, method, actor, outcome)
        for name, row in matrix()["addresses"].items()
        for method in row["methods"]
        for actor, outcome in matrix()["profiles"][row["profile"]].items()
    ]


def counts() -> dict[str, int]:
    with scopes_disabled():
        return {
            model._meta.label: model._default_manager.count()
            for label in CASEWORK
            for model in apps.get_app_config(label).get_models()
        }


def address(name: str, made: world.World) -> str:
    parts = re.findall(r"<\w+:(\w+)>", named_addresses()[name])
    return reverse(name, kwargs={part: made.keys[part] for part in parts})


def ask(made: world.World, name: str, method: str, actor: str):
    client = Client()
    person = made.actors[actor]
    if person is not None:
        client.force_login(person)
    response = client.generic(method, address(name, made))
    if response.streaming:
        response._body = b"".join(response.streaming_content)
    return response, getattr(response, "_body", None) or (
        b"" if response.streaming else response.content
    )


def test_every_address_is_in_the_matrix_and_no_other():
    assert set(matrix()["addresses"]) == set(named_addresses())


@pytest.fixture
def made(films_directory, db) -> world.World:
    return world.make(films_directory)


@pytest.mark.parametrize(("name", "method", "actor", "outcome"), cells())
def test_access(made, name, method, actor, outcome):
    before = counts()
    events = Event.objects.count()
    response, body = ask(made, name, method, actor)
    if outcome == "works":
        assert response.status_code not in {401, 403, 404, 405, 500}, response
        assert "/accounts/login/" not in response.get("Location", "")
        audited = matrix()["addresses"][name].get("event", True)
        if method == "GET" and matrix()["addresses"][name]["profile"] == "of-a-case" and audited:
            assert Event.objects.count() > events, "a read that is not in the event log"
        return
    if outcome == "sign-in":
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
    else:
        assert response.status_code == REFUSED[str(outcome)]
    assert world.CANARY.encode() not in body
    assert counts() == before
    assert Event.objects.count() == events


@pytest.mark.parametrize("name", sorted(matrix()["addresses"]))
def test_a_method_that_is_not_listed_is_not_allowed(made, name):
    row = matrix()["addresses"][name]
    listed = {*row["methods"], *({"HEAD"} if "GET" in row["methods"] else ())}
    before = counts()
    for method in METHODS:
        if method not in listed:
            response, _ = ask(made, name, method, "holder")
            assert response.status_code == 405, (method, response)
    assert counts() == before
