"""Hiding something of a clip's picture: boxes are drawn on it, or all of it is hidden."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attune.web.exports import actions, queries
from attune.web.exports.forms import HideForm
from attune.web.films.queries import without_consent
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def hide(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    """Draw boxes over what should not be recognised."""
    clip = queries.open_clip(request.actor, clip_id)
    record(by=request.actor, verb="read", thing=clip)
    if not clip.export.is_open or clip.film is None:
        return redirect("exports:export", clip.export_id)
    form = HideForm(request.POST or None, clip=clip)
    if request.method == "POST" and form.is_valid():
        actions.hide(by=request.actor, clip=clip, **form.said())
        return redirect("exports:arrange", clip.export_id)
    people = list(clip.film.in_picture.all())
    context = {
        "clip": clip,
        "export": clip.export,
        "case": clip.export.case,
        "form": form,
        "visible": bool(people) and not without_consent(people),
    }
    return render(request, "exports/hide.html", context)
