"""An entry is written in the transaction of the deed, or not at all."""

import pytest
from django.db import transaction

from attune.web.audit.actions import OutsideTransactionError, record
from attune.web.audit.models import Event
from tests.factories import make_person, make_service


@pytest.mark.django_db
def test_record_keeps_who_whose_what_and_keys():
    service, person = make_service(), make_person()
    event = record(verb="read", thing=person, service_id=service.pk, person_id=person.pk, number=3)
    assert Event.objects.get() == event
    assert (event.object_type, event.object_id) == ("people.Person", str(person.pk))
    assert (event.service_id, event.person_id) == (service.pk, person.pk)
    assert event.case_id is None
    assert event.detail == {"number": 3}


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    service = make_service()
    with pytest.raises(OutsideTransactionError, match=r"^read people\.Service: open a transaction"):
        record(verb="read", thing=service, service_id=service.pk, person_id=None)
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_record_goes_with_a_deed_that_fails():
    service = make_service()

    def failing_deed():
        with transaction.atomic():
            record(verb="create", thing=service, service_id=service.pk, person_id=None)
            raise LookupError

    with pytest.raises(LookupError):
        failing_deed()
    assert Event.objects.count() == 0
