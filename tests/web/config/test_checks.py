"""A view that does not say who may use it stops the program."""

from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import get_resolver, path

from attune.web.config.checks import every_view_says_who_may_use_it, own_patterns
from attune.web.people.access import public


def undeclared(request):
    return HttpResponse()


undeclared.__module__ = "attune.web.cases.views"


def test_view_without_a_declaration_is_an_error(settings):
    settings.ROOT_URLCONF = (path("open/", undeclared),)
    found = every_view_says_who_may_use_it(None)
    assert [(each.id, "open/" in each.msg) for each in found] == [("attune.E001", True)]


def test_view_with_a_declaration_is_fine(settings):
    settings.ROOT_URLCONF = (path("open/", public(undeclared)),)
    assert every_view_says_who_may_use_it(None) == []


def test_own_patterns_reach_into_every_app_with_their_full_names():
    found = {name: route for name, route, _ in own_patterns(get_resolver())}
    assert found["cases:case"] == "cases/<uuid:case_id>/"
    assert found["home"] == ""
    assert found["ui:gallery"] == "gallery/"
    assert not any(route.startswith("administration/") for route in found.values())


def test_all_system_checks_are_silent():
    assert [each for each in run_checks() if each.level >= 30] == []
