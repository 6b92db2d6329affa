"""The client's own words: the helping question, the goals and how close they feel."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attune.web.cases.actions import ask_helping_question, rate_goal, set_goal
from attune.web.cases.forms import GoalForm, GoalRatingForm, QuestionForm
from attune.web.cases.goals import goal_line
from attune.web.cases.queries import helping_question, open_case, open_goal
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def question(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    now = helping_question(case)
    form = QuestionForm(request.POST or None, initial={"text": now.text if now else ""})
    if form.is_valid():
        if form.has_changed():
            ask_helping_question(by=request.actor, case=case, text=form.cleaned_data["text"])
            messages.success(request, _("The helping question is kept."))
        return redirect("cases:case", case.pk)
    record(by=request.actor, verb="read", thing=case)
    versions = case.helping_questions.order_by("-version")
    return render(
        request, "cases/question.html", {"case": case, "form": form, "versions": versions}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def add_goal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    form = GoalForm(request.POST or None)
    if form.is_valid():
        goal = set_goal(by=request.actor, case=case, **form.cleaned_data)
        messages.success(request, _("The goal is kept. They can rate it now, or another day."))
        return redirect("cases:rate_goal", goal.pk)
    record(by=request.actor, verb="read", thing=case)
    return render(request, "cases/add_goal.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def rate(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    goal = open_goal(request.actor, goal_id)
    form = GoalRatingForm(request.POST or None)
    if form.is_valid():
        rate_goal(by=request.actor, goal=goal, **form.cleaned_data)
        messages.success(request, _("The rating is kept."))
        return redirect("cases:case", goal.case_id)
    record(by=request.actor, verb="read", thing=goal)
    context = {"case": goal.case, "goal": goal_line(goal), "form": form}
    return render(request, "cases/rate_goal.html", context)
