"""Home, and the choice of a service for people who work in several."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attune.web.people.access import signed_in
from attune.web.people.forms import ServiceForm
from attune.web.people.middleware import CHOSEN_SERVICE
from attune.web.people.queries import services_of


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Each person's own first page."""
    if request.actor is None:
        if request.officer is not None:
            return redirect("national:home" if request.officer.is_analyst else "evidence:home")
        return render(request, "people/no_service.html")
    if request.actor.is_caseworker:
        return redirect("cases:list")
    if request.actor.is_manager:
        return redirect("cases:service")
    return render(request, "people/supervisor_home.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose_service(request: HttpRequest) -> HttpResponse:
    here = request.actor.service if request.actor else None
    services = services_of(request.user)
    form = ServiceForm(request.POST or None, services=services, initial={"service": here})
    if form.is_valid():
        service = form.cleaned_data["service"]
        request.session[CHOSEN_SERVICE] = str(service.pk)
        messages.info(request, _("You are now working in %(service)s.") % {"service": service})
        return redirect("home")
    return render(request, "people/choose_service.html", {"form": form})
