"""The administration: services, people and roles, and not one word of a case."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django_scopes import scope

from attune.web.people.admin import administration
from attune.web.people.models import Membership, Person, Role, Service
from tests.factories import make_actor, make_family, make_person, start_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client):
    person = make_person()
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person)
    return client


def test_administration_knows_services_and_people_only():
    assert set(administration._registry) == {Person, Service}
    assert Person not in admin.site._registry


def test_administration_is_for_those_who_run_the_server(client):
    address = reverse("admin:index")
    assert client.get(address)["Location"].startswith("/administration/login/")
    client.force_login(make_actor().person)
    assert client.get(address, follow=True).status_code == 403


def test_administrator_adds_a_person_with_a_role(browser):
    service = Service.objects.create(name="Harbour")
    answer = browser.post(
        reverse("admin:people_person_add"),
        {
            "email": "Ruth@Example.org",
            "name": "Ruth",
            "password1": "four-quiet-red-boats",
            "password2": "four-quiet-red-boats",
            "posts-TOTAL_FORMS": "0",
            "posts-INITIAL_FORMS": "0",
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-service": str(service.pk),
            "memberships-0-role": "practitioner",
        },
    )
    assert answer.status_code == 302
    person = Person.objects.get(email="ruth@example.org")
    assert person.check_password("four-quiet-red-boats")
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert Membership.objects.get(person=person).role == Role.PRACTITIONER


def test_no_page_makes_an_administrator(browser):
    person = make_person()
    browser.post(
        reverse("admin:people_person_change", args=[person.pk]),
        {"email": person.email, "name": person.name, "is_active": "on", "is_staff": "on",
         "posts-TOTAL_FORMS": "0",
         "posts-INITIAL_FORMS": "0",
         "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"},
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)


def test_administration_shows_no_word_of_a_case_and_removes_nobody(browser):
    actor = make_actor()
    with scope(service=actor.service):
        start_cycle(make_family(actor, words=" Zaunkönig"), words=" Zaunkönig")
    for model, thing in (("person", actor.person), ("service", actor.service)):
        pages = [
            reverse(f"admin:people_{model}_changelist"),
            reverse(f"admin:people_{model}_change", args=[thing.pk]),
            reverse(f"admin:people_{model}_history", args=[thing.pk]),
        ]
        for page in pages:
            answer = browser.get(page)
            assert answer.status_code == 200
            assert "Zaunkönig" not in answer.content.decode()
        delete = reverse(f"admin:people_{model}_delete", args=[thing.pk])
        assert browser.get(delete).status_code == 403
        assert browser.post(delete, {"post": "yes"}).status_code == 403
        every = {"action": "delete_selected", "_selected_action": str(thing.pk), "post": "yes"}
        answer = browser.post(pages[0], every, follow=True)
        assert "Zaunkönig" not in answer.content.decode()
    with pytest.raises(NoReverseMatch):
        reverse("admin:cases_case_changelist")
    assert Person.objects.filter(pk=actor.person.pk).exists()
