"""What is done with a film to give away by one button each, and how far making it is."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from attune.web.exports import actions, queries, wording
from attune.web.exports.models import Export
from attune.web.people.access import access
from attune.web.people.queries import CASEWORK
from attune.web.ui.refusals import refusal_said


@require_safe
@access(*CASEWORK, atomic=False)
def progress(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Asked every second by the page, which has logged the look at it."""
    export = queries.open_export(request.actor, export_id)
    if export.state != Export.State.MAKING:
        return HttpResponseClientRefresh()
    context = {"export": export, "left": wording.left_said(export.seconds_left)}
    return render(request, "exports/parts/progress.html", context)


@require_POST
@access(*CASEWORK)
def stop(request: HttpRequest, export_id: UUID) -> HttpResponse:
    export = queries.open_export(request.actor, export_id)
    actions.stop(by=request.actor, export=export)
    messages.info(request, _("Stopped. What you chose is still here."))
    return redirect("exports:export", export.pk)


@require_POST
@access(*CASEWORK)
def again(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Something is not right yet: back to arranging."""
    export = queries.open_export(request.actor, export_id)
    with refusal_said(request):
        actions.change_again(by=request.actor, export=export)
    return redirect("exports:export", export.pk)


@require_POST
@access(*CASEWORK)
def give(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Somebody looked at all of it, and it may be given."""
    export = queries.open_export(request.actor, export_id)
    with refusal_said(request):
        if request.POST.get("looked") != "yes":
            raise ValidationError(_("Look at all of it first, then tick that you did."))
        actions.give(by=request.actor, export=export)
    return redirect("exports:export", export.pk)


@require_POST
@access(*CASEWORK)
def erase(request: HttpRequest, export_id: UUID) -> HttpResponse:
    export = queries.open_export(request.actor, export_id)
    actions.erase(by=request.actor, export=export)
    messages.success(request, _("The file is erased. What it was and for whom is kept."))
    return redirect("exports:list", export.case_id)
