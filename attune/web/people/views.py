"""Home, and the choice of a service for people who work in several."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attune.web.people.access import signed_in
from attune.web.people.middleware import CHOSEN_SERVICE
from attune.web.people.queries import services_of


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Each person's own first page."""
    if request.actor is None:
        return render(request, "people/no_service.html")
    if request.actor.is_caseworker:
        return redirect("cases:list")
    if request.actor.is_manager:
        return redirect("cases:service")
    return render(request, "people/supervisor_home.html")


@require_POST
@signed_in
def choose_service(request: HttpRequest) -> HttpResponse:
    service = get_object_or_404(services_of(request.user), pk=request.POST.get("service"))
    request.session[CHOSEN_SERVICE] = str(service.pk)
    messages.info(request, _("You are now working in %(service)s.") % {"service": service})
    return redirect("home")
