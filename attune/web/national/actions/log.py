"""The log of national data: who did what, in the transaction of the deed."""

from django.db import connection, models

from attune.web.audit.actions import OutsideTransactionError
from attune.web.national.models import Enrolment, LogEntry
from attune.web.people.queries import Officer


def record(
    *,
    by: Officer | Enrolment | None,
    verb: str,
    thing: models.Model,
    about: Enrolment | None = None,
    **numbers: int,
) -> LogEntry:
    """Write that somebody did `verb` ("invite", "enrol", "receive", …) to `thing`.

    by: an officer of the association, a service by its program, or None for the console. about: the service
    that is meant, where an officer acts. Raises OutsideTransactionError, and TypeError for a detail that is no
    whole number: words have no place here.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError(f"{verb} {thing._meta.label}: open a transaction first.")
    if not all(isinstance(value, int) for value in numbers.values()):
        raise TypeError(f"{verb} {thing._meta.label}: only whole numbers are logged.")
    service = by if isinstance(by, Enrolment) else about
    return LogEntry.objects.create(
        person_id=by.person.pk if isinstance(by, Officer) else None,
        service=service.pseudonym if service else None,
        verb=verb,
        object_type=thing._meta.label,
        object_id=str(thing.pk),
        detail=numbers,
    )
