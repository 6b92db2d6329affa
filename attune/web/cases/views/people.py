"""The people in a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from attune.web.cases.actions import (
    BoundUpError,
    add_participant,
    change_participant,
    remove_participant,
)
from attune.web.cases.forms import PersonDetailsForm, PersonForm
from attune.web.cases.queries import bound_up, open_case, open_participant
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        person = add_participant(by=request.actor, case=case, **form.cleaned_data)
        messages.success(request, _("%(name)s is part of this case now.") % {"name": person.name})
        return redirect("cases:add_person" if "another" in request.POST else "cases:case", case.pk)
    record(by=request.actor, verb="read", thing=case)
    context = {"case": case, "form": form, "people": case.participants.all()}
    return render(request, "cases/add_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def edit(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = open_participant(request.actor, participant_id)
    form = PersonDetailsForm(request.POST or None, instance=participant)
    if form.is_valid():
        change_participant(by=request.actor, participant=participant, **form.cleaned_data)
        messages.success(request, _("The change is saved."))
        return redirect("cases:case", participant.case_id)
    record(by=request.actor, verb="read", thing=participant)
    context = {
        "form": form,
        "case": participant.case,
        "participant": participant,
        "bound_by": bound_up([participant])[participant.pk],
    }
    return render(request, "cases/edit_person.html", context)


@require_POST
@access(*CASEWORK)
def remove(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Take out someone who was added by mistake."""
    participant = open_participant(request.actor, participant_id)
    case_id, name = participant.case_id, participant.name
    try:
        remove_participant(by=request.actor, participant=participant)
    except BoundUpError as error:
        told = {"name": name, "what": get_text_list(error.by_what, _("and"))}
        messages.error(request, _("%(name)s stays: there are %(what)s of theirs.") % told)
        return redirect("cases:edit_person", participant_id)
    messages.success(request, _("%(name)s is no longer part of this case.") % {"name": name})
    return redirect("cases:consent", case_id)
