"""Writing to the event log, in the same transaction as what it tells of."""

from uuid import UUID

from django.db import connection, models

from attune.web.audit.models import Event


class OutsideTransactionError(RuntimeError):
    """An event must commit together with what it tells of."""


def record(
    *,
    verb: str,
    thing: models.Model,
    service_id: UUID,
    person_id: UUID | None,
    case_id: UUID | None = None,
    **detail: object,
) -> Event:
    """Write that `person_id` did `verb` ("read", "create", …) to `thing`.

    `detail` holds keys and numbers only, never a client's words or name.
    Raises OutsideTransactionError when no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError(f"{verb} {thing._meta.label}: open a transaction first.")
    return Event.objects.create(
        verb=verb,
        object_type=thing._meta.label,
        object_id=str(thing.pk),
        service_id=service_id,
        person_id=person_id,
        case_id=case_id,
        detail=detail,
    )
