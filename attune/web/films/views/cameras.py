"""Two cameras: joining a second film to a first, and laying it beside it by hand."""

import json
from fractions import Fraction
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from attune.core.clock import ClockError
from attune.core.timeline.beside import BesideError
from attune.web.films import actions, queries
from attune.web.films.forms import read_offset
from attune.web.films.models import SecondCamera
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def camera(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Which film the other camera made. A POST joins it, or takes the two apart again."""
    try:
        film = queries.open_watchable(request.actor, film_id)
        if request.method == "POST":
            return _change(request, film)
    except queries.NoConsentError:
        return redirect("films:film", film_id)  # which says who has not agreed
    if not film.is_ready:
        return redirect("films:film", film_id)
    record(by=request.actor, verb="read", thing=film)
    context = {
        "film": film,
        "joined": queries.second_camera_of(film),
        "others": queries.could_be_second(film),
    }
    return render(request, "films/camera.html", context)


def _change(request: HttpRequest, film) -> HttpResponse:
    joined = queries.second_camera_of(film)
    if "part" in request.POST:
        if joined is not None:
            actions.part_cameras(by=request.actor, joined=joined)
            messages.success(request, _("The two films stand for themselves again."))
    elif joined is None and film.is_ready:
        try:
            second_id = UUID(request.POST.get("second", ""))
        except ValueError:
            messages.error(request, _("Choose the film of the other camera."))
            return redirect("films:camera", film.pk)
        second = queries.open_second(request.actor, film, second_id)
        actions.join_camera(by=request.actor, first=film, second=second)
    return redirect("films:camera", film.pk)


@require_http_methods(["GET", "HEAD"])
@access(*CASEWORK, atomic=False)
def beside(request: HttpRequest, film_id: UUID) -> JsonResponse:
    """Where the second film lies: asked by the editor while it is still being looked for."""
    film = queries.open_watchable(request.actor, film_id)
    joined = queries.second_camera_of(film)
    if joined is None:
        return JsonResponse({"state": "none"})
    return JsonResponse(_told(joined))


@require_POST
@access(*CASEWORK)
def lay(request: HttpRequest, film_id: UUID) -> JsonResponse:
    """Two frames are the same moment; or an offset that was there before, to undo."""
    film = queries.open_watchable(request.actor, film_id)
    joined = queries.second_camera_of(film)
    if joined is None:
        return JsonResponse({"sentence": _("These films are not joined any more.")}, status=409)
    try:
        offset = read_offset(
            request.body,
            queries.frame_table(joined.first_id),
            queries.frame_table(joined.second_id),
        )
        actions.lay_beside(by=request.actor, joined=joined, offset=offset)
    except (ValidationError, ClockError, BesideError, json.JSONDecodeError):
        sentence = _("The films can’t be laid beside each other so. Please load the page again.")
        return JsonResponse({"sentence": sentence}, status=422)
    return JsonResponse(_told(joined))


def _told(joined: SecondCamera) -> dict:
    offset: Fraction | None = joined.offset
    return {
        "state": joined.state,
        "reason": joined.reason,
        "offset": None if offset is None else [offset.numerator, offset.denominator],
    }
