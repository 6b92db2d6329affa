"""The people in a case."""

import pytest
from django.urls import reverse

from attune.core.consent import Answer, Purpose
from attune.web.audit.models import Event
from attune.web.cases import actions
from attune.web.cases.models import Dyad, Participant
from tests.factories import start_cycle
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
    assert "Write the first name." in answer.content.decode()
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


# --- added by mistake ----------------------------------------------------------------------------
@pytest.fixture
def sister(family) -> Participant:
    return actions.add_participant(
        by=family.actor, case=family.case, name="Cleo", relation="sister", is_client=False
    )


def remove(person) -> str:
    return reverse("cases:remove_person", args=[person.pk])


def consent_page(family) -> str:
    return (
        browser_of(family.actor)
        .get(reverse("cases:consent", args=[family.case.pk]))
        .content.decode()
    )


def test_one_who_was_added_by_mistake_is_removed_with_the_pairs_they_made(family, sister):
    start_cycle(family)
    assert remove(sister) in consent_page(family)
    answer = browser_of(family.actor).post(remove(sister), follow=True)
    assert "Cleo is no longer part of this case." in answer.content.decode()
    assert set(family.case.participants.all()) == set(family.people)
    assert Dyad.objects.get() == family.dyad
    event = Event.objects.get(verb="erase")
    assert (event.object_type, event.object_id) == ("cases.Participant", str(sister.pk))


def test_one_who_said_something_or_of_whom_a_cycle_is_stays_and_is_told_why(family, sister):
    actions.record_consent(
        by=family.actor, participant=sister, purpose=Purpose.FILM, answer=Answer.DECLINED
    )
    actions.start_cycle(by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="A game")
    for person, why in ((sister, "consents"), (family.baby, "cycles"), (family.mother, "cycles")):
        page = consent_page(family)
        assert remove(person) not in page
        assert f"something of theirs in this case: {why}." in page
        answer = browser_of(family.actor).post(remove(person), follow=True)
        assert f"{person.name} stays: there are {why} of theirs." in answer.content.decode()
    assert Participant.objects.count() == 3
    assert Dyad.objects.count() == 2
