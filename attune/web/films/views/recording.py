"""Filming in the browser: the page with the camera, and what becomes of a recording broken off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attune.web.cases.models import Cycle
from attune.web.cases.queries import open_cycle
from attune.web.films import actions, queries, tus
from attune.web.films.forms import NewRecording, ended
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK
from attune.web.ui.devices import HEADER, WITH_CAMERA

LONGEST_PLAN = 100  # signs, so that the time fits into the title too


@require_safe
@access(*CASEWORK)
def page(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Film now: who has agreed is said first. Only this page may use camera and microphone."""
    cycle = open_cycle(request.actor, cycle_id)
    if cycle.case.ended_on:
        messages.info(request, ended())
        return redirect("cases:case", cycle.case_id)
    record(by=request.actor, verb="read", thing=cycle)
    people = list(cycle.case.participants.all())
    missing = queries.without_consent(people)
    now = date_format(timezone.localtime(), "j F, H:i")
    form = NewRecording(cycle=cycle)
    form.initial["title"] = _title(cycle)
    form.initial["in_picture"] = [
        pk for pk in form.initial["in_picture"] if pk not in {person.pk for person in missing}
    ]
    context = {
        "form": form,
        "cycle": cycle,
        "people": [(person, person not in missing) for person in people],
        "nobody": len(missing) == len(people),
        "broken_off": queries.recordings_of(cycle),
        "name": _("Recording of %(moment)s") % {"moment": now},
    }
    answer = render(request, "films/record.html", context)
    answer[HEADER] = WITH_CAMERA
    return answer


def _title(cycle: Cycle) -> str:
    """What was planned, and when it is filmed: two films of a day are told apart."""
    plan = Truncator(cycle.plan).chars(LONGEST_PLAN)
    told = {"plan": plan, "time": date_format(timezone.localtime(), "H:i")}
    return _("%(plan)s, %(time)s") % told


@require_POST
@access(*CASEWORK, atomic=False)
def keep(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Keep what has arrived of a recording that was broken off."""
    film = queries.open_film(request.actor, film_id)
    if not film.is_recording:
        return redirect("films:film", film_id)
    try:
        actions.keep_recording(by=request.actor, film=film)
    except tus.UploadError as error:
        messages.error(request, error.sentence)
    return redirect("films:film", film_id)
