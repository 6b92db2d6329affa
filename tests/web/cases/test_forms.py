"""What people fill in: nothing is chosen for them, and bad input is told what to do."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attune.core.consent import Answer, Purpose
from attune.web.cases.forms import (
    FACTS,
    CaseForm,
    ConsentForm,
    CycleForm,
    EndForm,
    GoalForm,
    GoalRatingForm,
    PersonDetailsForm,
    PersonForm,
    QuestionForm,
    ShareForm,
    WithdrawForm,
)
from attune.web.cases.models import Case, Consent
from attune.web.cases.queries import colleagues_without, consents_of, dyads_of
from attune.web.people.models import Person
from tests.factories import give_consent

TODAY = timezone.localdate().isoformat()
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
CASE = {"label": "Oak", "context": "school", "engagement": "chosen", "started_on": TODAY}


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"label": "  "}, "label", "Give the case a short name."),
        ({"label": "x" * 81}, "label", "Ensure this value has at most 80 characters (it has 81)."),
        ({"context": "moon"}, "context", "Select a valid choice."),
        ({"engagement": ""}, "engagement", "Choose how it came about."),
        ({"started_on": TOMORROW}, "started_on", "This day is still to come."),
        ({"started_on": "31/31/2026"}, "started_on", "Enter a valid date."),
    ],
)
def test_case_form_says_what_is_wrong(wrong, field, says):
    form = CaseForm({**CASE, **wrong})
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(says)


def test_case_form_keeps_who_ordered_it_only_if_it_was_ordered():
    ordered = {**CASE, "engagement": "ordered", "ordered_note": "The court"}
    assert CaseForm(ordered).is_valid()
    form = CaseForm({**ordered, "engagement": "chosen"})
    assert form.is_valid()
    assert form.cleaned_data["ordered_note"] == ""


def test_case_form_keeps_what_nobody_says_as_not_recorded():
    form = CaseForm(CASE)
    assert form.is_valid()
    assert {name: form.cleaned_data[name] for name in FACTS} == {
        "relation": "not-recorded",
        "child_age": "not-recorded",
        "ethnicity": "not-stated",
        "mode": "not-recorded",
    }
    assert list(CaseForm({**CASE, "ethnicity": "Ana"}).errors) == ["ethnicity"]


def test_case_form_has_nothing_ticked_beforehand():
    form = CaseForm()
    assert "checked" not in str(form["context"]) + str(form["engagement"])
    assert [key for key, _label in form.fields["engagement"].choices] == ["chosen", "ordered"]


def test_person_form_wants_to_know_who_the_client_is():
    assert "checked" not in str(PersonForm()["is_client"])
    assert list(PersonForm({"name": "Bo", "relation": "baby"}).errors) == ["is_client"]
    for word, is_client in (("yes", True), ("no", False)):
        form = PersonForm({"name": "Bo", "relation": "baby", "is_client": word})
        assert form.is_valid()
        assert form.cleaned_data["is_client"] is is_client
    assert PersonDetailsForm({"name": "Bo", "relation": "son"}).is_valid()


def test_field_that_is_left_empty_says_what_is_needed_there(family):
    family.case.dyads.create(first=family.baby, second=family.mother)
    forms = [
        CaseForm({}),
        PersonForm({}),
        PersonDetailsForm({}),
        ConsentForm({}, participant=family.baby, standings=[]),
        QuestionForm({}),
        GoalForm({}),
        GoalRatingForm({}),
        CycleForm({}, dyads=dyads_of(family.case)),
        ShareForm({}, people=Person.objects.none()),
        EndForm({}),
    ]
    for form in forms:
        assert {name for name, field in form.fields.items() if field.required} == set(form.errors)
        assert "This field is required." not in str(form.errors), form


# --- consent -------------------------------------------------------------------------------------
def consent_form(person, **data) -> ConsentForm:
    standings = consents_of([person])[0].standings
    return ConsentForm(data or None, participant=person, standings=standings)


def test_consent_form_asks_every_purpose_and_ticks_none_even_after_a_yes(family):
    give_consent(family)
    form = consent_form(family.mother)
    assert [field.name for field in form.purposes] == [key for key, _label in Consent.PURPOSES]
    assert "checked" not in "".join(str(field) for field in form.purposes)


def test_consent_form_gives_only_what_was_answered(family):
    form = consent_form(
        family.mother, film="given", teaching="declined", rating="not-asked", on=TODAY
    )
    assert form.is_valid()
    assert form.cleaned_data["answers"] == {
        Purpose.FILM: Answer.GIVEN,
        Purpose.TEACHING: Answer.DECLINED,
    }


def test_consent_form_without_an_answer_is_refused(family):
    form = consent_form(family.mother, film="not-asked", on=TODAY)
    assert form.non_field_errors() == ["Choose yes or no for at least one of these."]


def test_consent_form_can_not_withdraw_or_invent_an_answer(family):
    for answer in ("withdrawn", "perhaps"):
        assert "film" in consent_form(family.mother, film=answer, on=TODAY).errors


def test_consent_of_one_who_is_not_the_client_names_who_said_so(family):
    form = consent_form(family.baby, film="given", on=TODAY)
    assert list(form.errors) == ["given_by"]
    assert consent_form(family.baby, film="given", on=TODAY, given_by="Ana").is_valid()


def test_consent_form_keeps_days_in_order(family):
    assert "on" in consent_form(family.mother, film="given", on=TOMORROW).errors
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    form = consent_form(family.mother, film="given", on=TODAY, until=yesterday)
    assert form.errors["until"] == ["This is before the day on which it was said."]
    assert [field.name for field in form.circumstances] == ["given_by", "on", "until"]


def test_withdrawing_needs_no_reason_and_no_name():
    assert WithdrawForm({"given_by": ""}).is_valid()


# --- words, ratings, cycles ----------------------------------------------------------------------
def test_words_are_kept_as_they_are_but_not_empty():
    assert not QuestionForm({"text": " \n "}).is_valid()
    assert not QuestionForm({"text": "x" * 1001}).is_valid()
    assert not GoalForm({"text": "x" * 301}).is_valid()
    form = QuestionForm({"text": "<b>Why</b> does he\nlaugh?"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "<b>Why</b> does he\nlaugh?"


@pytest.mark.parametrize(("rating", "kept"), [("0", 0), ("10", 10)])
def test_goal_rating_is_a_whole_number_from_0_to_10(rating, kept):
    form = GoalRatingForm({"rating": rating, "on": TODAY})
    assert form.is_valid()
    assert form.cleaned_data["rating"] == kept


@pytest.mark.parametrize("rating", ["11", "-1", "4.5", "", "four"])
def test_goal_rating_outside_the_scale_is_refused(rating):
    assert "rating" in GoalRatingForm({"rating": rating, "on": TODAY}).errors


def test_cycle_form_chooses_beforehand_only_when_there_is_one_pair(family):
    assert "checked" in str(CycleForm(dyads=dyads_of(family.case))["dyad"])
    family.case.dyads.create(first=family.baby, second=family.mother)
    assert "checked" not in str(CycleForm(dyads=dyads_of(family.case))["dyad"])


def test_cycle_form_knows_no_pair_of_other_cases(family):
    form = CycleForm({"dyad": str(family.case.pk), "plan": "x"}, dyads=dyads_of(family.case))
    assert list(form.errors) == ["dyad"]


def test_share_form_offers_only_colleagues(family, colleague, manager, stranger):
    people = colleagues_without(family.actor, family.case)
    assert ShareForm({"person": str(colleague.person.pk)}, people=people).is_valid()
    for person in (manager.person, stranger.person):
        assert not ShareForm({"person": str(person.pk)}, people=people).is_valid()
    assert not ShareForm({"person": "nobody"}, people=people).is_valid()


def test_end_form_wants_a_day_that_has_come_and_words():
    assert list(EndForm({"on": TOMORROW, "note": ""}).errors) == ["on", "ending", "note"]
    assert EndForm({"on": TODAY, "ending": "unplanned", "note": "We laugh more."}).is_valid()


def test_end_form_has_no_ending_ticked_beforehand():
    form = EndForm()
    assert "checked" not in str(form["ending"])
    assert [key for key, _label in form.fields["ending"].choices] == ["planned", "unplanned"]


def sent_twice(browser: Client, address: str, data: dict) -> None:
    """Load the page, and send its form two times as a double click does."""
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', browser.get(address).content.decode())
    answers = [browser.post(address, {**data, "key": key[1]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_forms_that_make_something_make_it_once(family):
    browser = Client()
    browser.force_login(family.actor.person)
    case = family.case.pk
    new = {"label": "Ash", "context": "school", "engagement": "chosen", "started_on": "2026-01-05"}
    sent_twice(browser, reverse("cases:new"), new)
    person = {"name": "Cy", "relation": "aunt", "is_client": "no"}
    sent_twice(browser, reverse("cases:add_person", args=[case]), person)
    sent_twice(browser, reverse("cases:add_goal", args=[case]), {"text": "Calm"})
    plan = {"dyad": str(family.dyad.pk), "plan": "A meal"}
    sent_twice(browser, reverse("cases:start_cycle", args=[case]), plan)
    assert Case.objects.count() == 2
    assert family.case.participants.count() == 3
    assert family.case.goals.count() == family.case.cycles.count() == 1
