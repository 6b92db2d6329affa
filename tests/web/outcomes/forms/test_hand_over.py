"""Handing over: which forms, and the PIN."""

import pytest

from attune.web.cases import actions as cases
from attune.web.outcomes.forms.hand_over import HandOverForm, PinForm, TakeBackForm, said
from attune.web.outcomes.queries.plans import asked_of
from tests.factories.outcomes import plan


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "\N{FULLWIDTH DIGIT ONE}234", ""])
def test_pin_is_four_to_eight_digits(pin):
    assert list(PinForm({"pin": pin, "again": pin}).errors) == ["pin", "again"]
    assert not TakeBackForm({"pin": pin}).is_valid()


def test_pin_is_typed_twice_alike():
    assert PinForm({"pin": "1234", "again": "1234"}).is_valid()
    assert "not the same" in PinForm({"pin": "1234", "again": "1243"}).errors["again"][0]


def test_forms_of_one_person_are_chosen_beforehand(family):
    cases.add_participant(
        by=family.actor, case=family.case, name="Cem", relation="father", is_client=True
    )
    plan(family, "core-10", "start")
    plan(family, "gad-7", "start")
    asked = asked_of(family.case)
    form = HandOverForm(asked=asked)
    assert [asked[0].who, asked[2].who] == ["Ana", "Ana"]
    assert form.fields["forms"].initial == [asked[0].key, asked[2].key]
    chosen = HandOverForm({"forms": [asked[1].key]}, asked=asked)
    assert chosen.is_valid()
    assert chosen.chosen == [asked[1]]
    assert "Choose at least one form." in HandOverForm({}, asked=asked).errors["forms"]
    assert not HandOverForm({"forms": ["start~x~self~~"]}, asked=asked).is_valid()


def test_form_is_said_with_whom_it_is_about(family):
    plan(family, "core-10", "start")
    plan(family, "pbq", "end", respondent="parent")
    assert [said(one) for one in asked_of(family.case)] == [
        "CORE-10 for Ana, at the start",
        "PBQ for Ana, about Bo, at the end",
    ]
