"""The event log can't be rewritten, by anyone, in any way."""

import pytest
from django.db import DatabaseError, connection, transaction

from attune.web.audit.models import AppendOnlyError, Event
from tests.factories import make_person, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    service = make_service()
    return Event.objects.create(
        verb="read",
        object_type="cases.Case",
        object_id="1",
        service_id=service.pk,
        person_id=make_person().pk,
    )


def test_event_can_not_be_saved_again(event):
    event.verb = "nothing"
    with pytest.raises(AppendOnlyError, match="can't be changed"):
        event.save()
    event.refresh_from_db()
    assert event.verb == "read"


def test_event_can_not_be_deleted(event):
    with pytest.raises(AppendOnlyError, match="can't be removed"):
        event.delete()
    assert Event.objects.get() == event


def test_events_can_not_be_updated_or_deleted_together(event):
    with pytest.raises(AppendOnlyError, match="can't be changed"):
        Event.objects.update(verb="nothing")
    with pytest.raises(AppendOnlyError, match="can't be removed"):
        Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(AppendOnlyError, match="can't be changed"), transaction.atomic():
        Event.objects.bulk_update([event], ["verb"])
    assert Event.objects.get().verb == "read"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'nothing'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE verb = 'read'",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event",
    ],
)
def test_raw_sql_can_not_rewrite_the_log(event, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert [row.verb for row in Event.objects.all()] == ["read"]


def test_event_says_who_did_what_in_its_name(event):
    assert str(event) == f"{event.at:%Y-%m-%d %H:%M} read cases.Case 1"
