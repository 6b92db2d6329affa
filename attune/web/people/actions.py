"""Writing down what an actor did or saw."""

from django.db import models

from attune.web.audit import actions as audit
from attune.web.people.queries import Actor


def record(*, by: Actor, verb: str, thing: models.Model, **detail: object) -> None:
    """One event: this actor did `verb` to `thing`, which knows its `case_id`.

    Verbs: "read", "create", "change", "withdraw", "erase". Call it inside the transaction of the
    deed. `detail` holds keys and numbers only.
    """
    audit.record(
        verb=verb,
        thing=thing,
        service_id=by.service.pk,
        person_id=by.person.pk,
        case_id=thing.case_id,
        **detail,
    )
