"""Opening filled forms and what belongs to them, for who asks."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from attune.web.cases.models import Case
from attune.web.cases.queries import open_in_case, require_worker
from attune.web.outcomes.models import Alert, Response
from attune.web.people.queries import Actor


def open_response(actor: Actor, response_id: UUID) -> Response:
    """A form of a case that the actor holds. 404 outside their service, 403 when not theirs."""
    return open_in_case(actor, Response, response_id, "participant", "dyad__first", "dyad__second")


def open_alert(actor: Actor, alert_id: int) -> Alert:
    """As open_response."""
    rows = Alert.objects.select_related("response__case", "response__participant")
    alert = get_object_or_404(rows, pk=alert_id)
    require_worker(actor, alert.response.case)
    return alert


def waiting_alerts(case: Case) -> list[Alert]:
    """Answers of a case that nobody has acknowledged yet, oldest first."""
    rows = Alert.objects.filter(response__case=case, acknowledged_at__isnull=True)
    return list(rows.select_related("response__participant"))
