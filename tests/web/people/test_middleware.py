"""The actor of a request, and the scope of their service and of no other."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_scopes.exceptions import ScopeError

from attune.web.cases.models import Case
from attune.web.people.middleware import CHOSEN_SERVICE, ActorMiddleware
from attune.web.people.models import Role
from tests.factories import make_actor, make_officer, make_person, make_service

pytestmark = pytest.mark.django_db


def passed_through(person, chosen: str | None = None):
    """What a view behind the middleware sees: the actor, and the cases or the refusal."""
    seen = {}

    def view(request):
        seen["actor"] = request.actor
        try:
            seen["cases"] = list(Case.objects.all())
        except ScopeError:
            seen["cases"] = "refused"
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = person
    request.session = {CHOSEN_SERVICE: chosen}
    ActorMiddleware(view)(request)
    return seen["actor"], seen["cases"]


def test_actor_opens_the_scope_of_their_service():
    actor = make_actor()
    assert passed_through(actor.person) == (actor, [])


def test_without_a_membership_no_scope_is_open():
    assert passed_through(make_person()) == (None, "refused")


def test_without_sign_in_no_scope_is_open():
    nobody = type("Nobody", (), {"is_authenticated": False})
    assert passed_through(nobody) == (None, "refused")


def test_chosen_service_of_others_is_not_entered():
    actor, other = make_actor(), make_service("Other")
    assert passed_through(actor.person, str(other.pk))[0].service == actor.service
    other.memberships.create(person=actor.person, role=Role.MANAGER)
    seen, _cases = passed_through(actor.person, str(other.pk))
    assert (seen.service, seen.roles) == (other, {Role.MANAGER})


def test_officer_without_a_service_is_known_on_every_page_and_opens_no_scope():
    seen = {}

    def view(request):
        seen["officer"] = request.officer
        return HttpResponse()

    officer = make_officer()
    for person in (officer.person, make_person()):
        request = RequestFactory().get("/")
        request.user, request.session = person, {}
        ActorMiddleware(view)(request)
        assert seen["officer"] == (officer if person == officer.person else None)
    assert passed_through(officer.person) == (None, "refused")
