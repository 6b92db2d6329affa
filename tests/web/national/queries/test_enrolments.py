"""How services and invitations stand, and numbers that tell of nobody."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from attune.web.national.actions.invitations import withdraw
from attune.web.national.actions.receiving import revoke
from attune.web.national.models import Invitation
from attune.web.national.queries import enrolments as queries
from attune.web.national.queries.enrolments import Invited, roughly
from tests.factories import make_officer
from tests.factories.national import enrolled, invited, row_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "none"),
        (1, "fewer than 8"),
        (7, "fewer than 8"),
        (8, "about 10"),
        (12, "about 10"),
        (13, "about 15"),
        (1002, "about 1,000"),
        (1003, "about 1,005"),
    ],
)
def test_small_numbers_are_not_told_and_others_rounded(number, said):
    assert roughly(number) == said


def test_an_invitation_is_open_then_over(national):
    officer = make_officer()
    token = invited(officer)
    found = queries.invitation_by_token(token)
    assert queries.state_of(found) is Invited.OPEN
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
        assert queries.state_of(found) is Invited.EXPIRED
    assert queries.waiting_invitations() == [(found, Invited.OPEN)]
    withdraw(by=officer, invitation=found)
    found.refresh_from_db()
    assert queries.state_of(found) is Invited.WITHDRAWN
    assert queries.waiting_invitations() == []
    enrolled(name="Northfield")
    assert queries.state_of(Invitation.objects.get(name="Northfield")) is Invited.USED
    assert queries.invitation_by_token("unknown") is None
    assert queries.invitation(found.pk) == found
    with pytest.raises(Http404):
        queries.invitation(uuid4())


def test_an_invitation_is_one_text_with_the_token_where_no_browser_sends_it(settings):
    settings.PUBLIC_URL = "https://national.example.org"
    assert queries.address("abc") == "https://national.example.org/#abc"


def test_a_service_joins_contributes_falls_quiet_and_is_revoked(sender):
    def state() -> str:
        return queries.contributor(row_of(sender)).state

    assert state() == "waiting"
    sender.push(sender.records() | sender.records())
    now = queries.contributor(row_of(sender))
    assert (now.state, now.episodes, now.records) == ("contributes", 2, 4)
    assert now.words == {"episodes": "fewer than 8", "records": "fewer than 8"}
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert state() == "quiet"
    revoke(by=make_officer(), service=row_of(sender), reason="x", take_out=True)
    assert state() == "revoked"


def test_what_was_taken_out_here_is_not_what_came(sender):
    sender.push(sender.records())
    came = queries.contributor(row_of(sender)).last
    revoke(by=make_officer(), service=row_of(sender), reason="x", take_out=True)
    assert queries.contributor(row_of(sender)).last == came


def test_the_overview_adds_up(sender):
    invited(name="Eastfield")
    other = enrolled(name="Northfield")
    for each in (sender, other):
        each.push({one: rows for _ in range(5) for one, rows in each.records().items()})
    found = queries.overview()
    assert (found.contributing, found.invitations) == (2, 1)
    assert (found.episodes, found.records) == ("about 10", "about 20")
    assert found.last == queries.contributor(row_of(other)).last
    assert found.quiet == []
    revoke(by=make_officer(), service=row_of(other), reason="x", take_out=False)
    assert queries.overview().contributing == 1


def test_one_service_and_three_cost_the_same_number_of_queries(sender):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.overview()
        return len(asked)

    one = cost()
    for name in ("Northfield", "Eastfield"):
        other = enrolled(name=name)
        other.push(other.records())
    assert cost() == one


def test_the_store_may_read_what_was_taken_and_nothing_else(sender):
    enrolled(name="Northfield")
    assert queries.committed() == {}
    sender.push(sender.records())
    assert queries.committed() == {sender.service: 1}


def test_keys_are_shown_with_their_fingerprints_and_receipts_by_pages(sender):
    for _ in range(26):
        sender.push({})
    service = queries.enrolment(row_of(sender).pk)
    ((key, print_),) = queries.keys_of(service)
    assert key.public_key == sender.public
    assert len(print_.split()) == 5
    first, second = queries.receipts(service, None), queries.receipts(service, "2")
    assert [row.sequence for row in first] == list(range(26, 1, -1))
    assert [row.sequence for row in second] == [1]
    said = queries.amount(first[0])
    assert (said.episodes, said.records, said.taken_back) == ("none", "none", "none")


def test_a_service_is_found_by_its_number_and_by_what_it_signed(sender):
    service = queries.enrolment_by_pseudonym(UUID(sender.service))
    assert service == row_of(sender)
    assert queries.enrolment_by_pseudonym(uuid4()) is None
    signature = sender.sign("attune-me-1", b"x")
    assert queries.is_by(service, b"attune-me-1\n", b"x", signature)
    assert not queries.is_by(service, b"attune-me-1\n", b"y", signature)
    assert queries.signs(service, sender.public)
    assert queries.is_known("HARBOUR")
    assert not queries.is_known("Nowhere")
    with pytest.raises(Http404):
        queries.enrolment(uuid4())


def test_an_invitation_back_is_found_while_it_is_open(sender):
    row = row_of(sender)
    assert queries.open_invitation_for(row) is None
    invited(enrolment=row)
    assert queries.open_invitation_for(row) is not None
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert queries.open_invitation_for(row) is None
