"""The people in a case."""

from django.urls import reverse

from attune.web.cases.models import Participant
from tests.web.conftest import browser_of


def test_add_person_and_the_next_one_in_a_row(family):
    browser = browser_of(family.actor)
    address = reverse("cases:add_person", args=[family.case.pk])
    person = {"name": "Cleo", "relation": "sister", "is_client": "no"}
    answer = browser.post(address, {**person, "another": "1"}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "Cleo is part of this case now." in answer.content.decode()
    answer = browser.post(address, {**person, "name": "Dan"})
    assert answer["Location"] == reverse("cases:case", args=[family.case.pk])
    assert family.case.dyads.count() == 3  # of the mother with each child


def test_add_person_without_a_name_adds_nobody(family):
    address = reverse("cases:add_person", args=[family.case.pk])
    answer = browser_of(family.actor).post(
        address, {"name": "", "relation": "x", "is_client": "no"}
    )
    assert "This field is required." in answer.content.decode()
    assert Participant.objects.count() == 2


def test_edit_person_changes_the_name(family):
    address = reverse("cases:edit_person", args=[family.baby.pk])
    answer = browser_of(family.actor).post(address, {"name": "Bobo", "relation": "son"})
    assert answer["Location"] == reverse("cases:case", args=[family.case.pk])
    family.baby.refresh_from_db()
    assert (family.baby.name, family.baby.relation) == ("Bobo", "son")


def test_edit_person_refused_shows_what_was_typed_and_keeps_the_old(family):
    address = reverse("cases:edit_person", args=[family.baby.pk])
    answer = browser_of(family.actor).post(address, {"name": "x" * 61, "relation": "son"})
    assert "at most 60 characters" in answer.content.decode()
    family.baby.refresh_from_db()
    assert family.baby.name == "Bo"
