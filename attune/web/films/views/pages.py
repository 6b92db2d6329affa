"""The pages of a film: bringing it in, and watching it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from attune.core.journey import FilmState
from attune.web.cases.queries import open_cycle
from attune.web.cases.steps import next_of
from attune.web.films import actions, queries, tus, wording
from attune.web.films.forms import NewFilm, NewRecording, ended
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def new(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Say what the film is. A POST begins the upload: its answer says where the bytes go."""
    cycle = open_cycle(request.actor, cycle_id)
    if request.method == "POST":
        return _begin(request, cycle)
    if cycle.case.ended_on:
        messages.info(request, ended())
        return redirect("cases:case", cycle.case_id)
    record(by=request.actor, verb="read", thing=cycle)
    people = list(cycle.case.participants.all())
    return render(
        request,
        "films/new.html",
        {
            "form": NewFilm(cycle=cycle),
            "cycle": cycle,
            "missing": queries.without_consent(people),
        },
    )


def _begin(request: HttpRequest, cycle) -> HttpResponse:
    try:
        kind = NewRecording if tus.defers_length(request.headers) else NewFilm
        form = kind(tus.creation(request), cycle=cycle)
    except tus.UploadError as error:
        return HttpResponse(error.sentence, status=error.status, content_type="text/plain")
    status = 422
    if form.is_valid():
        try:
            film = actions.begin_film(by=request.actor, cycle=cycle, **form.said())
            return _begun(film)
        except tus.UploadError as error:
            form.add_error(None, error.sentence)
            status = error.status
    elif form.has_error("file", "too_large"):
        status = 413
    return render(request, "films/parts/fields.html", {"form": form}, status=status)


def _begun(film) -> HttpResponse:
    answer = HttpResponse(
        status=201, headers=tus.state(offset=0, size=film.size, expires=film.expires_at)
    )
    answer["Location"] = reverse("films:upload", args=[film.pk])
    answer["Film"] = reverse("films:film", args=[film.pk])
    return answer


@require_safe
@access(*CASEWORK)
def film(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """One film, as far as it has come."""
    try:
        film = queries.open_watchable(request.actor, film_id)
    except queries.NoConsentError as error:
        return _without_consent(request, error)
    record(by=request.actor, verb="read", thing=film)
    context = {"film": film, "people": film.in_picture.all()}
    if film.is_recording:
        context |= {"length": wording.length(film.recorded_seconds)}
    elif film.state == FilmState.UPLOADING:
        arrived = queries.arrived(film)
        context |= {"arrived": arrived, "percent": 100 * arrived // film.size}
    if film.state == FilmState.PREPARING:
        context |= _so_far(film)
    if film.is_ready:
        context |= {
            "facts": wording.facts(film),
            "details": wording.details(film),
            "is_long": wording.is_long(film),
            "next": next_of(film.case),
        }
    return render(request, "films/film.html", context)


def _without_consent(request: HttpRequest, error: queries.NoConsentError) -> HttpResponse:
    record(by=request.actor, verb="read", thing=error.film, withheld=True)
    context = {"film": error.film, "people": error.people}
    return render(request, "films/without_consent.html", context, status=403)


@require_safe
@access(*CASEWORK, atomic=False)
def progress(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """How far preparing is: asked every second by the page, which has logged the look at the film.

    `held` is what the page says that preparing waits for: when that has changed, it is shown anew.
    """
    film = queries.open_watchable(request.actor, film_id)
    held = request.GET.get("held", film.held)
    if film.state != FilmState.PREPARING or held != film.held:
        return HttpResponseClientRefresh()
    return render(request, "films/parts/progress.html", {"film": film, **_so_far(film)})


def _so_far(film) -> dict[str, object]:
    """What can be said and seen of a film that is being prepared."""
    return {
        "how_far": wording.how_far(film),
        "can_begin": queries.can_begin(film),
        "has_poster": queries.has_poster(film),
    }
