"""What a service sets for itself: its words for risk, and wording that it holds a licence for."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from attune.core.instruments.model import Measure, RightsClass
from attune.web.outcomes.actions.plans import record_of_service
from attune.web.outcomes.models import OwnText, RiskText
from attune.web.people.queries import Actor


class NoRightError(Exception):
    """The wording of this measure may not be loaded: only totals may be entered."""


@transaction.atomic
def set_risk_text(*, by: Actor, for_practitioner: str, for_client: str) -> RiskText:
    """Keep the service's own words for an answer that needs a response."""
    text, _made = RiskText.objects.update_or_create(
        service=by.service,
        defaults={"for_practitioner": for_practitioner, "for_client": for_client},
    )
    record_of_service(by=by, risk_text=True)
    return text


@transaction.atomic
def load_own_text(*, by: Actor, measure: Measure, wording: dict[str, Any], licence: str) -> OwnText:
    """Keep a measure's wording for this service, which declares that it may show it. What was loaded
    before stays on record. Raises NoRightError for a measure whose items are shipped or not known."""
    if measure.worded or not measure.items or measure.rights.rights_class is RightsClass.SHIP:
        raise NoRightError
    withdraw_own_text(by=by, measure=measure)
    row = OwnText.objects.create(
        service=by.service,
        measure=measure.id,
        version=measure.version,
        wording=wording,
        licence=licence,
        declared_by=by.person,
    )
    record_of_service(by=by, own_text=measure.id, version=measure.version)
    return row


@transaction.atomic
def withdraw_own_text(*, by: Actor, measure: Measure) -> None:
    """The wording is shown no more; that it was declared stays on record."""
    rows = OwnText.objects.filter(service=by.service, measure=measure.id)
    if rows.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        record_of_service(by=by, own_text_withdrawn=measure.id)
