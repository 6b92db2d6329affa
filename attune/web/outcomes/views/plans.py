"""What is planned: for one case, and by a service for its new cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.core.instruments.catalogue import find
from attune.core.instruments.errors import UnknownMeasureError
from attune.core.instruments.model import Measure
from attune.web.cases.queries import open_case
from attune.web.outcomes.actions.plans import plan_measure, set_default
from attune.web.outcomes.actions.service import (
    load_own_text,
    set_risk_text,
    withdraw_own_text,
)
from attune.web.outcomes.forms.plans import DefaultForm, OwnTextForm, PlanForm, RiskTextForm
from attune.web.outcomes.queries.measures import (
    defaults_of,
    measures,
    own_text_of,
    plans_of,
    service_risk_text,
)
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.models import Role
from attune.web.people.queries import CASEWORK


def _measure(measure_id: str) -> Measure:
    try:
        return find(measure_id)
    except UnknownMeasureError:
        raise Http404 from None


@require_safe
@access(*CASEWORK)
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is planned for a case, and the measures that could be."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case)
    context = {"case": case, "plans": plans_of(case), "measures": measures()}
    return render(request, "outcomes/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def plan_one(request: HttpRequest, case_id: UUID, measure_id: str) -> HttpResponse:
    """Who fills one measure in, and when."""
    case, measure = open_case(request.actor, case_id), _measure(measure_id)
    rows = [row for row in plans_of(case) if row.measure == measure.id]
    form = PlanForm(request.POST or None, measure=measure, initial=_said(rows))
    if form.is_valid():
        plan_measure(by=request.actor, case=case, measure=measure.id, **form.cleaned_data)
        messages.success(request, _("The plan is kept."))
        return redirect("outcomes:plan", case.pk)
    record(by=request.actor, verb="read", thing=case)
    context = {"case": case, "measure": measure, "form": form, "heading": measure.title}
    return render(request, "outcomes/plan_one.html", context)


def _said(rows: list[Any]) -> dict[str, Any]:
    if not rows:
        return {"when": ["start", "end"]}
    return {"respondent": rows[0].respondent, "when": [row.when for row in rows]}


@require_safe
@access(Role.MANAGER)
def service(request: HttpRequest) -> HttpResponse:
    """What new cases are planned with, wording of one's own, and the words for risk."""
    context = {
        "defaults": defaults_of(request.actor),
        "measures": measures(),
        "risk_text": service_risk_text(request.actor),
    }
    return render(request, "outcomes/service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def service_measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Plan one measure for new cases."""
    measure = _measure(measure_id)
    form = DefaultForm(request.POST or None, measure=measure, initial=_said([]))
    if form.is_valid():
        set_default(by=request.actor, measure=measure.id, **form.cleaned_data)
        messages.success(
            request, _("New cases are planned with it. Those that run stay as they are.")
        )
        return redirect("outcomes:service")
    context = {
        "measure": measure,
        "form": form,
        "own_text": own_text_of(measure),
        "may_load": bool(measure.items) and not measure.worded,
    }
    return render(request, "outcomes/service_measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def wording(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Type in the words of a measure that the service holds a licence for."""
    measure = _measure(measure_id)
    if not measure.items or measure.worded:
        raise Http404
    form = OwnTextForm(request.POST or None, measure=measure)
    if form.is_valid():
        load_own_text(
            by=request.actor,
            measure=measure,
            wording=form.wording(),
            licence=form.cleaned_data["licence"],
        )
        messages.success(request, _("The words are kept, for your service alone."))
        return redirect("outcomes:service_measure", measure.id)
    return render(request, "outcomes/wording.html", {"measure": measure, "form": form})


@require_POST
@access(Role.MANAGER)
def withdraw_wording(request: HttpRequest, measure_id: str) -> HttpResponse:
    """Stop showing the words that were loaded."""
    measure = _measure(measure_id)
    withdraw_own_text(by=request.actor, measure=measure)
    messages.success(request, _("The words are not shown any more."))
    return redirect("outcomes:service_measure", measure.id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def risk(request: HttpRequest) -> HttpResponse:
    """The service's own words for an answer that needs a response."""
    form = RiskTextForm(request.POST or None, instance=service_risk_text(request.actor))
    if form.is_valid():
        set_risk_text(by=request.actor, **form.cleaned_data)
        messages.success(
            request, _("Your words are shown at once where an answer needs a response.")
        )
        return redirect("outcomes:service")
    return render(request, "outcomes/risk.html", {"form": form})
