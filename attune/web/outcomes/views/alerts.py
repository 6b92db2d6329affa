"""An answer that needs a response: seen by name, with what was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attune.web.outcomes.actions.forms import acknowledge
from attune.web.outcomes.forms.alerts import AcknowledgeForm
from attune.web.outcomes.queries.forms import open_alert, risk_text, waiting_alerts
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def show(request: HttpRequest, alert_id: int) -> HttpResponse:
    alert = open_alert(request.actor, alert_id)
    case = alert.response.case
    form = AcknowledgeForm(request.POST or None)
    if alert.acknowledged_at is None and form.is_valid():
        acknowledge(by=request.actor, alert=alert, did=form.cleaned_data["did"])
        if more := waiting_alerts(case):
            return redirect("outcomes:alert", more[0].pk)
        messages.success(request, _("It is written down that you have seen it, and what you did."))
        return redirect("outcomes:case", case.pk)
    record(by=request.actor, verb="read", thing=alert)
    context = {"case": case, "alert": alert, "form": form, "risk_text": risk_text(case)}
    return render(request, "outcomes/alert.html", context)
