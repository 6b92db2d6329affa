"""What is planned: by a service for its new cases, and for one case. One transaction, one event each."""

from typing import Any

from django.db import transaction

from attune.core.instruments.catalogue import find
from attune.web.audit import actions as audit
from attune.web.cases.models import Case
from attune.web.outcomes.models import DefaultMeasure, PlannedMeasure
from attune.web.people.actions import record
from attune.web.people.queries import Actor


def after_a_case_starts(
    *, instance: Case, created: bool, raw: bool = False, **_signal: Any
) -> None:
    """A new case is planned as its service does for that context; it can be changed afterwards."""
    if not created or raw:
        return
    defaults = DefaultMeasure.objects.filter(
        service=instance.service_id, context__in=["", instance.context]
    )
    PlannedMeasure.objects.bulk_create(
        [
            PlannedMeasure(case=instance, version=version, **dict(zip(FIELDS, key, strict=True)))
            for key, version in _newest(defaults).items()
        ]
    )


FIELDS = ("measure", "respondent", "when")


def _newest(defaults: Any) -> dict[tuple[str, str, str], str]:
    """One row for each measure, respondent and time, though it is a default of two contexts."""
    rows = {(row.measure, row.respondent, row.when) for row in defaults}
    return {key: find(key[0]).version for key in sorted(rows)}


@transaction.atomic
def plan_measure(*, by: Actor, case: Case, measure: str, respondent: str, when: list[str]) -> None:
    """Ask this measure of this respondent at these times and no others.

    Forms that were filled in stay, also those of a time that is no longer planned. A measure that the
    case has already keeps its version.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    here = PlannedMeasure.objects.filter(case=case, measure=measure)
    version = here.values_list("version", flat=True).first() or find(measure).version
    here = here.filter(respondent=respondent)
    here.exclude(when__in=when).delete()
    for time in when:
        PlannedMeasure.objects.get_or_create(
            case=case,
            measure=measure,
            respondent=respondent,
            when=time,
            defaults={"version": version},
        )
    record(by=by, verb="change", thing=case, planned=measure, respondent=respondent, when=when)


@transaction.atomic
def set_default(*, by: Actor, context: str, measure: str, respondent: str, when: list[str]) -> None:
    """Plan this measure for new cases of a context at these times and no others."""
    here = DefaultMeasure.objects.filter(
        service=by.service, context=context, measure=measure, respondent=respondent
    )
    here.exclude(when__in=when).delete()
    for time in when:
        DefaultMeasure.objects.get_or_create(
            service=by.service,
            context=context,
            measure=measure,
            respondent=respondent,
            when=time,
        )
    record_of_service(by=by, default=measure, context=context, when=when)


def record_of_service(*, by: Actor, **detail: object) -> None:
    """One event about the service itself."""
    audit.record(
        verb="change",
        thing=by.service,
        service_id=by.service.pk,
        person_id=by.person.pk,
        **detail,
    )
