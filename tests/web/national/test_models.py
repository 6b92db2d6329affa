"""The log of national data can't be rewritten, and what is one stays one."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from attune.web.audit.models import AppendOnlyError
from attune.web.national.models import EnrolledKey, HeldEpisode, LogEntry, Received
from tests.factories.national import row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return LogEntry.objects.create(verb="invite", object_type="national.Invitation", object_id="1")


def test_an_entry_is_neither_changed_nor_removed(entry):
    entry.verb = "nothing"
    for change in (
        entry.save,
        entry.delete,
        lambda: LogEntry.objects.update(verb="nothing"),
        LogEntry.objects.all().delete,
        lambda: LogEntry.objects.bulk_update([entry], ["verb"]),
    ):
        with pytest.raises(AppendOnlyError, match="append-only"), transaction.atomic():
            change()
    assert LogEntry.objects.get().verb == "invite"
    assert str(LogEntry.objects.get()).endswith("invite national.Invitation 1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE national_logentry SET verb = 'nothing'",
        "DELETE FROM national_logentry",
        "INSERT OR REPLACE INTO national_logentry SELECT * FROM national_logentry",
    ],
)
def test_raw_sql_can_not_rewrite_the_log(entry, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert [row.verb for row in LogEntry.objects.all()] == ["invite"]


def test_one_place_one_push_one_key_one_row_of_an_episode(sender):
    sender.push(sender.records())
    service = row_of(sender)
    received, held = service.received.get(), service.held.get()
    key = service.keys.get()
    again = [
        Received(
            enrolment=service, sequence=1, digest="0" * 64, kind="whole", episodes=0, records=0
        ),
        HeldEpisode(enrolment=service, episode=held.episode, records=1),
        EnrolledKey(enrolment=service, public_key=key.public_key),
        EnrolledKey(enrolment=service, public_key="another, and both in use"),
    ]
    for row in again:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    assert (str(service), str(received)) == ("Harbour", "Harbour, 1")
    assert (str(held), str(key)) == (str(held.episode), key.public_key)
    assert str(service.invitations.get()) == "Harbour"
