"""The records that figures are made of: of the actor's own cases, or of all cases of the actor's service.

These never leave the service, so they are of every case, whether its clients gave them to the national data or
not. What the contract of records needs and nobody has said yet is put in its place here, and told apart again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from attune.web.cases.models import Case
from attune.web.cases.queries import cases_of
from attune.web.contribution.queries.records import Sender, records_of_cases
from attune.web.people.models import Region, Service, Setting
from attune.web.people.queries import Actor

NOT_SAID = "not-said"
"""An ending that nobody has said whether as planned."""

Records = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Known:
    """cases: what each case says of itself, by the names of the record's fields. records: of all of them."""

    cases: tuple[Mapping[str, str], ...]
    records: Records


def of_own(actor: Actor) -> Known:
    """Of the cases that the actor holds."""
    if not actor.is_caseworker:
        raise PermissionDenied
    return _known(actor.service, cases_of(actor))


def of_service(actor: Actor) -> Known:
    """Of every case of the actor's service."""
    if not actor.is_manager:
        raise PermissionDenied
    return _known(actor.service, Case.objects.all())


def _known(service: Service, rows: Iterable[Case]) -> Known:
    cases = list(rows)
    unsaid = {case.pk for case in cases if case.ended_on is not None and not case.ending}
    said = tuple(_said(case) for case in cases)
    for case in cases:
        if case.pk in unsaid:
            case.ending = Case.Ending.PLANNED  # never saved: the record has to say something
    found: list[Mapping[str, Any]] = []
    for key, records in records_of_cases(cases, _sender(service)).items():
        found += [{**one, "end": NOT_SAID} if key in unsaid else one for one in records]
    return Known(said, tuple(found))


def _sender(service: Service) -> Sender:
    whole = Sender.of(service)
    return Sender(
        whole.pseudonym,
        whole.region or Region.ELSEWHERE.value,
        whole.setting or Setting.OTHER.value,
    )


def _said(case: Case) -> Mapping[str, str]:
    return {
        "context": case.context,
        "engagement": case.engagement,
        "relation": case.relation,
        "child_age": case.child_age,
        "ethnicity": case.ethnicity,
        "mode": case.mode,
        "end": (case.ending or NOT_SAID) if case.ended_on else "open",
        "year": str(case.started_on.year),
    }
