"""Hiding something of a clip's picture: boxes are drawn on it, or all of it is hidden."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from attune.web.exports import actions, queries
from attune.web.exports.forms import HideForm
from attune.web.exports.views.playing import withheld
from attune.web.films import store
from attune.web.films.sending import PRIVATE
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
        if request.POST.get("do") == "faces" and queries.film_may_be_seen(clip):
            actions.look_for_faces(by=request.actor, clip=clip)
            return redirect(f"{reverse('exports:hide', args=[clip.pk])}#faces")
        return redirect("exports:arrange", clip.export_id)
    context = {
        "clip": clip,
        "export": clip.export,
        "case": clip.export.case,
        "form": form,
        "visible": queries.film_may_be_seen(clip),
    }
    return render(request, "exports/hide.html", context)


@require_safe
@access(*CASEWORK, atomic=False)
def faces(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    """Whom one can choose to hide: a piece of the page above, which asks until they are found."""
    clip = queries.open_clip(request.actor, clip_id)
    return render(request, "exports/parts/faces.html", {"clip": clip})


@require_safe
@access(*CASEWORK)
def face(request: HttpRequest, face_id: UUID) -> HttpResponse:
    """A small picture of one face."""
    try:
        found = queries.open_face(request.actor, face_id)
    except queries.NoFileError as error:
        return withheld(request, error.export)
    record(by=request.actor, verb="read", thing=found)
    try:
        with store.open_for_read(found.clip.film_id, store.picture(found.pk, "jpg")) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(content, content_type="image/jpeg", headers=PRIVATE)
