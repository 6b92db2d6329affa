"""The list of cases, the journey page, and what concerns a case as a whole."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.web.cases.actions import (
    change_case,
    end_case,
    record_read_of_list,
    reopen_case,
    share_case,
    start_case,
    unshare_case,
)
from attune.web.cases.forms import CaseForm, EndForm, NewCaseForm, ShareForm
from attune.web.cases.front import OF_PRACTITIONER, OF_SERVICE, panels
from attune.web.cases.goals import goals_of
from attune.web.cases.journey import journey_of, way_of
from attune.web.cases.queries import (
    case_cards,
    colleagues_without,
    consents_of,
    dyads_of,
    figures_of,
    helping_question,
    holders,
    open_case,
)
from attune.web.cases.steps import WORDS, address_of
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.models import Role
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def list_cases(request: HttpRequest) -> HttpResponse:
    ended = request.GET.get("show") == "ended"
    cases = case_cards(request.actor, ended=ended)
    ways = way_of(cases)
    record_read_of_list(by=request.actor, cases=cases)
    cards = [(case, WORDS[ways[case.pk].step], ways[case.pk].cycle) for case in cases]
    shown = [] if ended else panels(OF_PRACTITIONER, request.actor)
    return render(request, "cases/list.html", {"cards": cards, "ended": ended, "panels": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def new(request: HttpRequest) -> HttpResponse:
    form = NewCaseForm(request.POST or None)
    if form.is_valid():
        case = start_case(by=request.actor, **form.cleaned_data)
        messages.success(request, _("The case is made. Everything else can grow step by step."))
        return redirect("cases:case", case.pk)
    return render(request, "cases/new.html", {"form": form})


@require_safe
@access(*CASEWORK)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The journey page."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case)
    journey = journey_of(case)
    context = {
        "case": case,
        "journey": journey,
        "next": WORDS[journey.step],
        "next_url": address_of(journey.way, case.pk),
        "question": helping_question(case),
        "consents": consents_of(case.participants.all()),
        "dyads": dyads_of(case),
        "goals": goals_of(case),
        "holders": holders(case),
    }
    return render(request, "cases/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def edit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    form = CaseForm(request.POST or None, instance=case)
    if form.is_valid():
        change_case(by=request.actor, case=case, **form.cleaned_data)
        messages.success(request, _("The details are saved."))
        return redirect("cases:case", case.pk)
    record(by=request.actor, verb="read", thing=case)
    return render(request, "cases/edit.html", {"form": form, "case_key": case_id})


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def share(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    colleagues = colleagues_without(request.actor, case)
    form = ShareForm(request.POST or None, people=colleagues)
    if form.is_valid():
        person = form.cleaned_data["person"]
        share_case(by=request.actor, case=case, person=person)
        messages.success(request, _("%(name)s can now open this case.") % {"name": person})
        return redirect("cases:share", case.pk)
    record(by=request.actor, verb="read", thing=case)
    context = {"case": case, "form": form, "colleagues": colleagues, "holders": holders(case)}
    return render(request, "cases/share.html", context)


@require_POST
@access(*CASEWORK)
def unshare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    form = ShareForm(request.POST, people=holders(case).exclude(pk=request.actor.person.pk))
    if form.is_valid():
        person = form.cleaned_data["person"]
        unshare_case(by=request.actor, case=case, person=person)
        messages.success(request, _("%(name)s can no longer open this case.") % {"name": person})
    return redirect("cases:share", case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def end(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    form = EndForm(request.POST or None, initial={"note": case.ending_note})
    if form.is_valid():
        end_case(by=request.actor, case=case, **form.cleaned_data)
        messages.success(request, _("The work has ended. You can open it again at any time."))
        return redirect("cases:case", case.pk)
    record(by=request.actor, verb="read", thing=case)
    return render(request, "cases/end.html", {"case": case, "form": form})


@require_POST
@access(*CASEWORK)
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    reopen_case(by=request.actor, case=case)
    messages.success(request, _("The case is open again."))
    return redirect("cases:case", case.pk)


@require_safe
@access(Role.MANAGER)
def service(request: HttpRequest) -> HttpResponse:
    context = {
        "figures": figures_of(request.actor),
        "panels": panels(OF_SERVICE, request.actor),
    }
    return render(request, "cases/service.html", context)
