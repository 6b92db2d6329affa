"""Beginning a cycle: which relationship, and what will be filmed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attune.web.cases.actions import start_cycle
from attune.web.cases.forms import CycleForm
from attune.web.cases.queries import dyads_of, helping_question, open_case
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def start(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    dyads = dyads_of(case)
    if case.ended_on or not dyads:
        messages.info(request, _("Open the case again, or add its people, before you plan a film."))
        return redirect("cases:case", case.pk)
    form = CycleForm(request.POST or None, dyads=dyads)
    if form.is_valid():
        dyad = form.cleaned_data.pop("dyad")
        cycle = start_cycle(by=request.actor, case=case, dyad_id=dyad.pk, **form.cleaned_data)
        messages.success(request, _("%(cycle)s is planned.") % {"cycle": cycle})
        return redirect("cases:case", case.pk)
    record(by=request.actor, verb="read", thing=case)
    context = {"case": case, "form": form, "question": helping_question(case)}
    return render(request, "cases/start_cycle.html", context)
