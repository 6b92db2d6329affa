"""Who consented to what: asked, answered, withdrawn."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from attune.core.consent import Purpose
from attune.web.audit.models import Event
from attune.web.cases import actions, consequences
from attune.web.cases.models import Consent
from attune.web.cases.queries import consent_for
from tests.factories import give_consent
from tests.web.conftest import browser_of

TODAY = timezone.localdate().isoformat()


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def ask(person) -> str:
    return reverse("cases:ask_consent", args=[person.pk])


def withdraw(person, purpose: str = "film") -> str:
    return reverse("cases:withdraw_consent", args=[person.pk, purpose])


def test_answers_are_kept_with_who_said_so_and_can_be_read_back(family, browser):
    answers = {"film": "given", "teaching": "declined", "given_by": "Ana", "on": TODAY}
    answer = browser.post(ask(family.baby), answers, follow=True)
    text = answer.content.decode()
    assert "What Bo said" not in text  # a baby does not speak
    assert "The answer for Bo is written down." in text
    assert "<td>Ana, for Bo</td>" in text
    rows = [(row.purpose, row.answer, row.given_by) for row in family.baby.consents.all()]
    assert sorted(rows) == [("film", "given", "Ana"), ("teaching", "declined", "Ana")]
    assert "All that was said, newest first" in text
    assert Event.objects.filter(verb="create", object_type="cases.Consent").count() == 2


def test_page_shows_how_each_purpose_stands(family, browser):
    give_consent(family, Purpose.FILM)
    text = browser.get(reverse("cases:consent", args=[family.case.pk])).content.decode()
    assert text.count("attune-badge--done") == 2
    assert text.count("Not asked yet") == 2 * 8
    assert withdraw(family.mother) in text


def test_page_without_people_says_to_add_them(practitioner, family, browser):
    empty = actions.start_case(by=practitioner, label="New", context="school", engagement="chosen")
    text = browser.get(reverse("cases:consent", args=[empty.pk])).content.decode()
    assert "Nobody to ask yet" in text


def test_withdraw_says_what_follows_and_counts_at_once(family, browser):
    give_consent(family, Purpose.FILM)
    text = browser.get(withdraw(family.baby)).content.decode()
    assert "From this moment no film with Bo in the picture can be played" in text
    assert consent_for(family.people, Purpose.FILM).allowed
    answer = browser.post(withdraw(family.baby), {"given_by": "Ana"})
    assert answer["Location"] == reverse("cases:consent", args=[family.case.pk])
    assert consent_for(family.people, Purpose.FILM).missing == (family.baby.pk,)
    assert Event.objects.get(verb="withdraw").detail == {"purpose": "film", "answer": "withdrawn"}
    assert [row.answer for row in family.baby.consents.all()] == ["given", "withdrawn"]


def test_withdrawal_from_the_national_data_says_that_it_is_taken_out(family, browser):
    give_consent(family, Purpose.RESEARCH)
    text = browser.get(withdraw(family.mother, "research")).content.decode()
    assert "From this moment nothing more is given." in text
    assert "is taken out, at once or as soon as the association can be reached." in text


@pytest.mark.parametrize(
    ("then", "back"),
    [
        ("/exports/1/check/", "/exports/1/check/"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("exports/1/", None),
        ("", None),
    ],
)
def test_after_the_answer_one_is_where_one_came_from(family, browser, then, back):
    address = f"{ask(family.mother)}?{urlencode({'then': then})}"
    back = back or reverse("cases:consent", args=[family.case.pk])
    page = browser.get(address).content.decode()
    assert page.count(f'href="{back}"') == 2  # the link back, and Cancel
    answer = browser.post(address, {"film": "given", "on": TODAY})
    assert answer["Location"] == back


def test_what_goes_with_a_consent_is_said_before_and_after(family, browser, monkeypatch):
    give_consent(family, Purpose.COPY)
    asked = []

    def gifts(person, purpose):
        asked.append((person, purpose))
        return ["a film", "a clip"]

    monkeypatch.setattr(consequences, "DESCRIBERS", [gifts, lambda person, purpose: []])
    page = browser.get(withdraw(family.baby, "copy")).content.decode()
    assert "Erased at once: a film." in page
    assert "Erased at once: a clip." in page
    answer = browser.post(withdraw(family.baby, "copy"), {"given_by": "Ana"}, follow=True)
    assert "Erased with it: a film and a clip." in answer.content.decode()
    assert set(asked) == {(family.baby, Purpose.COPY)}


def test_withdraw_for_a_purpose_that_there_is_not_is_not_there(family, browser):
    assert browser.get(withdraw(family.mother, "moon")).status_code == 404
    assert browser.post(withdraw(family.mother, "moon"), {"given_by": "x"}).status_code == 404


def test_withdraw_of_what_was_not_given_says_so_and_writes_nothing(family, browser):
    answer = browser.post(withdraw(family.mother), {"given_by": "x"}, follow=True)
    assert "There is no yes to withdraw" in answer.content.decode()
    assert not Consent.objects.exists()


def test_withdraw_twice_is_one_withdrawal(family, browser):
    give_consent(family, Purpose.FILM)
    assert browser.post(withdraw(family.mother), {"given_by": "Ana"}).status_code == 302
    assert browser.post(withdraw(family.mother), {"given_by": "Ana"}).status_code == 302
    assert family.mother.consents.filter(answer="withdrawn").count() == 1


def test_answers_refused_keep_what_was_chosen(family, browser):
    text = browser.post(ask(family.baby), {"film": "given", "on": TODAY}).content.decode()
    assert 'value="given" id="id_film_0" checked' in " ".join(text.split())
    assert not Consent.objects.exists()
