"""The log says who, which service, what; in the transaction of the deed, and in numbers."""

import pytest
from django.db import transaction

from attune.web.audit.actions import OutsideTransactionError
from attune.web.national.actions.log import record
from attune.web.national.models import LogEntry
from tests.factories import make_officer
from tests.factories.national import row_of


@pytest.mark.django_db
def test_who_and_which_service_are_kept(sender):
    service, officer = row_of(sender), make_officer()
    with transaction.atomic():
        record(by=service, verb="receive", thing=service, episodes=3)
        record(by=officer, verb="revoke", thing=service, about=service)
        record(by=officer, verb="invite", thing=service)
        record(by=None, verb="ask-again", thing=service, about=service)
    rows = LogEntry.objects.exclude(verb="enrol").order_by("at")
    said = [(row.verb, row.person_id, row.service, row.detail) for row in rows]
    person, pseudonym = officer.person.pk, service.pseudonym
    assert said[1:] == [
        ("receive", None, pseudonym, {"episodes": 3}),
        ("revoke", person, pseudonym, {}),
        ("invite", person, None, {}),
        ("ask-again", None, pseudonym, {}),
    ]
    assert {(row.object_type, row.object_id) for row in rows[1:]} == {
        ("national.Enrolment", str(service.pk))
    }


@pytest.mark.django_db
def test_words_are_not_logged(sender):
    with pytest.raises(TypeError, match="whole numbers"), transaction.atomic():
        record(by=None, verb="receive", thing=row_of(sender), name="Harbour")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_logged_outside_a_transaction():
    officer = make_officer()
    with pytest.raises(OutsideTransactionError):
        record(by=officer, verb="invite", thing=officer.person)
    assert LogEntry.objects.count() == 0
