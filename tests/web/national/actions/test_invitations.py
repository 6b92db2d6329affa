"""Inviting, withdrawing, enrolling: what is kept of each, and what a program is answered."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from attune.web.national.actions import invitations
from attune.web.national.actions.receiving import revoke
from attune.web.national.letters import Enrol
from attune.web.national.models import Enrolment, Invitation, LogEntry
from attune.web.national.queries.enrolments import hashed
from tests.factories import make_officer
from tests.factories.national import API, Sender, invited, row_of, through_django

pytestmark = pytest.mark.django_db
PLACE = {"name": "Harbour", "region": "london", "setting": "nhs"}


def test_a_token_is_known_only_once_and_kept_nowhere():
    officer, key = make_officer(), uuid4()
    made, token = invitations.invite(by=officer, key=key, **PLACE)
    assert len(token) == 32  # 24 bytes in base64
    assert made.token_hash == hashed(token)
    assert token not in str(Invitation.objects.values())
    assert made.expires_at - made.made_at > timedelta(days=13, hours=23)
    again, none = invitations.invite(by=officer, key=key, **PLACE)
    assert (again, none) == (made, None)
    assert LogEntry.objects.get().detail == {"days": 14}


def test_a_withdrawn_invitation_stays_withdrawn_and_a_used_one_can_not_be_withdrawn(national):
    officer = make_officer()
    token = invited(officer)
    open_one = Invitation.objects.get()
    assert invitations.withdraw(by=officer, invitation=open_one)
    assert not invitations.withdraw(by=officer, invitation=open_one)
    assert Sender().enrol(token)[0] == 410
    Sender().enrol(invited(officer))
    used = Invitation.objects.exclude(used_at=None).get()
    assert not invitations.withdraw(by=officer, invitation=used)
    assert LogEntry.objects.filter(verb="withdraw").count() == 1


def test_that_the_time_is_over_is_kept_when_it_is_found():
    token, sender = invited(), Sender()
    letter = Enrol(token, sender.public, "")
    with (
        time_machine.travel(timezone.now() + timedelta(days=15), tick=False),
        pytest.raises(invitations.InvitationOverError),
    ):
        invitations.enrol(letter=letter)
    assert Invitation.objects.get().closed_at is not None


def test_a_service_that_is_asked_back_keeps_its_number_and_gets_the_new_place(sender):
    officer, row = make_officer(), row_of(sender)
    revoke(by=officer, service=row, reason="Asked.", take_out=False)
    token = invited(officer, enrolment=row, name="Harbour North", region="wales", setting="charity")
    again = Sender()
    again.enrol(token)
    assert again.service == sender.service
    now = Enrolment.objects.get()
    assert (now.name, now.region, now.setting) == ("Harbour North", "wales", "charity")
    assert (now.revoked_at, now.reason) == (None, "")
    assert now.keys.get(until=None).public_key == again.public
    assert now.keys.exclude(until=None).get().public_key == sender.public


def test_a_newer_invitation_of_a_service_ends_the_earlier_one(sender):
    officer, row = make_officer(), row_of(sender)
    first, second = (invited(officer, enrolment=row) for _ in range(2))
    assert Sender().enrol(first)[0] == 410
    assert Sender().enrol(second)[0] == 201


def test_a_key_that_was_given_up_does_not_come_back_by_an_invitation(sender):
    officer, row = make_officer(), row_of(sender)
    Sender().enrol(invited(officer, enrolment=row))
    token = invited(officer, enrolment=row)
    status, said, _headers = sender.enrol(token)
    assert (status, said["error"]) == (410, "old-key")
    assert Sender().enrol(token)[0] == 201  # the invitation was not used up by that


def test_a_service_that_still_has_its_key_may_keep_it(sender):
    row = row_of(sender)
    revoke(by=make_officer(), service=row, reason="Asked.", take_out=False)
    assert sender.enrol(invited(enrolment=row))[0] == 201
    assert row.keys.get().until is None
    assert sender.push(sender.records())[0] == 201


# --- what a program is answered that enrols ---------------------------------------------------------
def test_a_service_enrols_once_and_is_told_the_same_again(national):
    sender, token = Sender(), invited()
    status, said, headers = sender.enrol(token)
    assert (status, set(said)) == (201, {"service", "name", "region", "setting"})
    assert (said["name"], said["region"], said["setting"]) == ("Harbour", "london", "nhs")
    assert "no-store" in headers["Cache-Control"]
    assert sender.enrol(token)[:2] == (200, said)
    assert row_of(sender).keys.get().public_key == sender.public
    assert Sender().enrol(token)[:2] == (
        410,
        {
            "error": "over",
            "says": "This invitation was used, withdrawn, or its time is over. Please ask for a new one.",
        },
    )
    assert Enrolment.objects.count() == 1


def test_an_unknown_invitation_is_not_found():
    status, said, _headers = Sender().enrol("x" * 32)
    assert (status, said["error"]) == (404, "unknown")


def test_an_invitation_that_was_withdrawn_is_over():
    officer = make_officer()
    token = invited(officer)
    invitations.withdraw(by=officer, invitation=Invitation.objects.get())
    assert Sender().enrol(token)[0] == 410


def test_an_invitation_is_over_after_its_days_and_stays_so_when_the_clock_is_put_back():
    token = invited()
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1), tick=False):
        assert Sender().enrol(token)[0] == 410
    assert Sender().enrol(token)[0] == 410
    assert Enrolment.objects.count() == 0


def test_a_key_that_did_not_sign_the_invitation_does_not_enrol():
    token, other = invited(), Sender()
    for signature in (other.sign("attune-enrol-1", token.encode()), "no base64!", ""):
        status, said, _headers = Sender().enrol(token, signature=signature)
        assert (status, said["error"]) == (401, "signature")
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"public_key": "short"},
        {"public_key": "A" * 44},
        {"public_key": 7},
        {"format": "attune-enrol-2"},
        {"more": "than asked"},
        {"invitation": "täken"},
        {"invitation": None},
    ],
)
def test_a_letter_that_is_none_is_refused(changed):
    status, said, _headers = Sender().enrol(invited(), **changed)
    assert (status, said["error"]) == (400, "letter")
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 4000, b"\xff\xfe", b"[]", b'"x"', b"9" * 5000])
def test_what_is_no_json_is_no_letter(body):
    status, said, _headers = through_django("POST", API + "enrol/", body, {})
    assert (status, said["error"]) == (400, "letter")


def test_a_letter_of_nine_kibibytes_is_too_large():
    status, said, _headers = Sender().enrol(invited(), more="x" * 9 * 2**10)
    assert (status, said["error"]) == (413, "size")
