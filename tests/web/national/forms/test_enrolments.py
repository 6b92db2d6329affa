"""What is asked of an analyst, and what is refused."""

import pytest

from attune.core.records.contract import values_of
from attune.web.national.forms.enrolments import InviteForm, RevokeForm

PLACE = {"name": "  Eastfield   team ", "region": "wales", "setting": "charity"}


@pytest.mark.django_db
def test_an_invitation_says_who_and_where():
    form = InviteForm(PLACE)
    assert form.is_valid()
    assert form.said == {"name": "Eastfield team", "region": "wales", "setting": "charity"}


def test_region_and_kind_are_those_of_the_outcome_record():
    fields = InviteForm().fields
    assert tuple(value for value, _ in fields["region"].choices)[1:] == values_of("region")
    assert tuple(value for value, _ in fields["setting"].choices) == values_of("setting")


def test_a_name_that_is_here_already_is_invited_again_on_its_own_page(sender):
    form = InviteForm(PLACE | {"name": "harbour"})
    assert "here already" in form.errors["name"][0]
    assert InviteForm(PLACE | {"name": "harbour"}, again=True).is_valid()


@pytest.mark.parametrize("missing", PLACE)
def test_nothing_of_an_invitation_may_be_missing(db, missing):
    form = InviteForm(PLACE | {missing: ""})
    assert set(form.errors) == {missing}


def test_a_place_that_the_contract_does_not_know_is_refused(db):
    assert set(InviteForm(PLACE | {"region": "mars", "setting": "x"}).errors) == {
        "region",
        "setting",
    }


def test_whether_records_stay_is_asked_and_why():
    assert set(RevokeForm({}).errors) == {"records", "reason"}
    stays = RevokeForm({"records": "stop", "reason": "They asked."})
    goes = RevokeForm({"records": "take-out", "reason": "They asked."})
    assert (stays.is_valid(), stays.take_out) == (True, False)
    assert (goes.is_valid(), goes.take_out) == (True, True)
