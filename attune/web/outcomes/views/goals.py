"""Goals measured beyond their ratings: the scale is agreed once, then the goal is rated on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attune.web.cases.models import Goal
from attune.web.cases.queries import open_goal
from attune.web.outcomes.actions.goals import attain, scale_goal
from attune.web.outcomes.forms.goals import FORMS, AttainmentForm, ScaleForm, initial_of
from attune.web.outcomes.queries.goals import MeasuredGoal, measured
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK
from attune.web.ui.refusals import refusal_said

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@access(*CASEWORK)
def scale(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Choose how a goal is measured (`?method=`), and agree what the steps look like."""
    goal = open_goal(request.actor, goal_id)
    known = measured(goal)
    form = _scale_form(request, known)
    if form is not None and form.is_valid():
        with refusal_said(request) as outcome:
            scale_goal(by=request.actor, goal=goal, **form.said())
        if outcome.refused:
            return redirect("outcomes:attain", goal.pk)
        messages.success(request, _("It is kept how this goal is measured."))
        return redirect("outcomes:change", goal.case_id)
    record(by=request.actor, verb="read", thing=goal)
    if known.attainments:
        return redirect("outcomes:attain", goal.pk)
    return render(request, "outcomes/goal_scale.html", _page(goal, known, form))


def _scale_form(request: HttpRequest, goal: MeasuredGoal) -> ScaleForm | None:
    """That of the method which is named, or which was agreed; None before one is chosen."""
    agreed = goal.scaling.method if goal.scaling else ""
    method = request.GET.get("method") or agreed
    if method not in FORMS:
        return None
    initial = initial_of(goal.scaling) if goal.scaling and method == agreed else {}
    return FORMS[method](request.POST if request.method == "POST" else None, initial=initial)


@require_http_methods(GET_AND_POST)
@access(*CASEWORK)
def attain_goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Where a goal is now on the scale that was agreed for it."""
    goal = open_goal(request.actor, goal_id)
    known = measured(goal)
    record(by=request.actor, verb="read", thing=goal)
    if known.scaling is None:
        return redirect("outcomes:scale", goal.pk)
    form = AttainmentForm(request.POST if request.method == "POST" else None, goal=known)
    if form.is_valid():
        attain(by=request.actor, scaling=known.scaling, **form.cleaned_data)
        messages.success(request, _("It is kept where this goal is."))
        return redirect("outcomes:change", goal.case_id)
    return render(request, "outcomes/goal_attain.html", _page(goal, known, form))


def _page(
    goal: Goal, known: MeasuredGoal, form: ScaleForm | AttainmentForm | None
) -> dict[str, object]:
    return {"case": goal.case, "goal": goal, "known": known, "form": form}
