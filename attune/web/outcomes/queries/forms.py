"""Opening filled forms and what belongs to them, for who asks."""

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from attune.core.instruments.model import Item, Measure, Scale, Status
from attune.web.cases.models import Case
from attune.web.cases.queries import open_in_case, require_worker
from attune.web.outcomes.models import Alert, Response, RiskText
from attune.web.outcomes.queries.measures import measure_in
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


def risk_text(case: Case) -> RiskText | None:
    """The service's own words for an answer that needs a response; None where it wrote none."""
    return RiskText.objects.filter(service=case.service_id).first()


def unanswered(response: Response, measure: Measure) -> list[tuple[int, Item]]:
    """The questions without an answer, with their place from 1; one that somebody would rather not
    answer has been answered. None where totals were entered."""
    if response.totals:
        return []
    return [
        (place, item)
        for place, item in enumerate(measure.items, start=1)
        if response.answers.get(item.id, Status.MISSING) == Status.MISSING
    ]


@dataclass(frozen=True)
class Line:
    """One question with what was answered, in words where there are any."""

    number: str
    question: str
    said: str
    needs_response: bool


@dataclass(frozen=True)
class Reading:
    """A finished form as the practitioner reads it: what was said first, then what it adds up to.

    scores: the newest of each scale of the package, in its order; None where it can't be scored.
    """

    response: Response
    measure: Measure
    lines: list[Line]
    scores: list[tuple[Scale, float | None]]
    alerts: list[Alert]
    before: Response | None
    after: Response | None

    @property
    def missing(self) -> int:
        """How many questions have no number."""
        return sum(not line.said for line in self.lines)


def reading_of(response: Response) -> Reading:
    measure = measure_in(response.measure, response.version)
    alerts = list(response.alerts.select_related("acknowledged_by"))
    at_risk = {alert.item for alert in alerts}
    lines = [] if response.totals else [_line(item, response, at_risk) for item in measure.items]
    newest = {score.scale: score.value for score in response.scores.all()}
    return Reading(
        response,
        measure,
        lines,
        [(scale, newest.get(scale.id)) for scale in measure.scales],
        alerts,
        response.corrects,
        response.corrections.filter(finished_at__isnull=False).last(),
    )


def _line(item: Item, response: Response, at_risk: set[str]) -> Line:
    kept = response.answers.get(item.id, "")
    words = {option.value: option.text for option in item.options}
    said = STATUS_WORDS.get(kept) or words.get(kept) or str(kept)
    return Line(item.id, item.text, str(said), item.id in at_risk)


STATUS_WORDS = {
    Status.MISSING: "",
    Status.DECLINED: _("Would rather not say"),
    Status.NOT_APPLICABLE: _("Does not apply"),
    Status.SKIPPED: _("Not asked by the form itself"),
    Status.NOT_ASKED: _("Not asked"),
}


def responses_in_order(keys: list[str]) -> list[Response]:
    """These forms, in this order; those that are gone left out."""
    rows = {str(row.pk): row for row in Response.objects.filter(pk__in=keys)}
    return [rows[key] for key in keys if key in rows]
