"""A practitioner's own figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.insight.queries.records import of_own
from attune.web.insight.saving import asked_file
from attune.web.people.access import access
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def show(request: HttpRequest) -> HttpResponse:
    from attune.web.insight import pages  # noqa: PLC0415 -- loads scipy, which takes its time

    page = pages.of_own(of_own(request.actor), request.GET)
    return asked_file(request, page.charts) or render(request, "insight/own.html", {"page": page})
