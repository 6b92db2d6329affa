"""How long films are kept as they were sent: one film's original, and the setting of a service."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from attune.web.films import actions, queries
from attune.web.films.forms import KeepDays
from attune.web.people.access import access
from attune.web.people.models import Role
from attune.web.people.queries import CASEWORK


@require_POST
@access(*CASEWORK)
def keep_longer(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Thirty days more."""
    film = queries.open_film(request.actor, film_id)
    actions.keep_original_longer(film=film, by=request.actor)
    return redirect("films:film", film_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def days(request: HttpRequest) -> HttpResponse:
    """For how many days originals are kept in this service."""
    service = request.actor.service
    form = KeepDays(request.POST if request.method == "POST" else None, instance=service)
    if form.is_valid():
        actions.keep_days(by=request.actor, days=form.cleaned_data["originals_kept_days"])
        messages.success(request, _("Kept. It counts from now on."))
        return redirect("films:originals")
    status = 422 if form.errors else 200
    context = {"form": form, "back_url": reverse("cases:service")}
    return render(request, "films/originals.html", context, status=status)
