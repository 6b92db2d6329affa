"""Every view says who may use it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django_scopes import scope

from attune.web.people.access import access, association, public, signed_in
from attune.web.people.models import Post, Role
from tests.factories import make_actor, make_family, make_officer, make_person

pytestmark = pytest.mark.django_db


def request_of(actor=None, person=None):
    request = RequestFactory().get("/somewhere/?page=2")
    request.actor, request.officer = actor, None
    request.user = person or (
        actor.person if actor else type("No", (), {"is_authenticated": False})
    )
    return request


def transaction_or_not(request, **parts):
    return HttpResponse(f"inside: {connection.in_atomic_block}")


casework = access(Role.PRACTITIONER)(transaction_or_not)


@signed_in
def home(request):
    return HttpResponse("home")


@public
def open_to_all(request):
    return HttpResponse("open")


def test_access_says_who_may_use_a_view():
    assert casework.access == {Role.PRACTITIONER}
    assert home.access == "signed in"
    assert open_to_all.access == "public"


def test_access_without_sign_in_leads_there_and_back():
    for view in (casework, home):
        answer = view(request_of())
        assert answer.status_code == 302
        assert answer["Location"] == "/accounts/login/?next=/somewhere/%3Fpage%3D2"
    assert open_to_all(request_of()).content == b"open"


def test_access_without_a_service_is_refused():
    with pytest.raises(PermissionDenied):
        casework(request_of(person=make_person()))
    assert home(request_of(person=make_person())).content == b"home"


def test_access_with_the_role_opens_and_is_never_kept_by_the_browser():
    answer = casework(request_of(make_actor()))
    assert answer.content == b"inside: True"
    assert "no-store" in answer["Cache-Control"]
    assert "no-store" in home(request_of(make_actor()))["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_access_opens_a_transaction_unless_a_stream_says_not():
    stream = access(Role.PRACTITIONER, atomic=False)(transaction_or_not)
    actor = make_actor()
    assert stream(request_of(actor)).content == b"inside: False"
    assert casework(request_of(actor)).content == b"inside: True"


def test_access_without_the_role_is_403_inside_the_service_and_404_outside():
    family = make_family_of(make_actor())
    manager = make_actor(family.actor.service, Role.MANAGER)
    with scope(service=manager.service), pytest.raises(PermissionDenied):
        casework(request_of(manager), case_id=family.case.pk, purpose="film")
    foreigner = make_actor(None, Role.MANAGER)
    with scope(service=foreigner.service), pytest.raises(Http404):
        casework(request_of(foreigner), case_id=family.case.pk, purpose="film")


def make_family_of(actor):
    with scope(service=actor.service):
        return make_family(actor)


def officer_of(request):
    return HttpResponse(f"{request.officer.person}, inside: {connection.in_atomic_block}")


for_analysts = association(Post.ANALYST)(officer_of)


def test_association_opens_for_the_post_and_for_no_role_of_a_service():
    assert for_analysts.access == {Post.ANALYST}
    analyst = make_officer(Post.ANALYST, name="Nora").person
    answer = for_analysts(request_of(person=analyst))
    assert answer.content == b"Nora, inside: True"
    assert "no-store" in answer["Cache-Control"]
    for other in (make_officer(Post.EDITOR).person, make_actor(None, *Role).person, make_person()):
        with pytest.raises(PermissionDenied):
            for_analysts(request_of(person=other))
    assert for_analysts(request_of())["Location"].startswith("/accounts/login/?next=")


@pytest.mark.django_db(transaction=True)
def test_association_opens_a_transaction_unless_a_stream_says_not():
    stream = association(Post.ANALYST, atomic=False)(officer_of)
    analyst = make_officer(name="Nora").person
    assert stream(request_of(person=analyst)).content == b"Nora, inside: False"
