"""Letters as a device without internet writes them."""

import hashlib
import json
from typing import Any
from uuid import uuid4

from attune.web.cases.queries import today
from attune.web.outcomes.queries.plans import Asked
from tests.factories import Family


def letter(family: Family, kind: str, **said: Any) -> dict[str, Any]:
    """What every letter says, and what this one adds."""
    return {
        "format": 1,
        "id": str(uuid4()),
        "kind": kind,
        "case": str(family.case.pk),
        "prepared_by": str(family.actor.person.pk),
        "taken_on": today().isoformat(),
        "at": "2026-11-21T10:00:00.000Z",
        **said,
    }


def filled(family: Family, asked: Asked, answers: dict[str, Any], **said: Any) -> dict[str, Any]:
    measure = asked.measure
    named = {"asked": asked.key, "measure": measure.id, "version": measure.version}
    return letter(family, "form", **({"answers": answers, "earlier": {}} | named | said))


def body(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode()


def sha256(said: dict[str, Any]) -> str:
    return hashlib.sha256(body(said)).hexdigest()
