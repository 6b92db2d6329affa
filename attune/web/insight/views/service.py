"""The figures of the manager's own service, page by page, and its report of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.insight.queries.records import of_service
from attune.web.insight.saving import asked_file
from attune.web.people.access import access
from attune.web.people.models import Role


@require_safe
@access(Role.MANAGER)
def show(request: HttpRequest, tab: str) -> HttpResponse:
    from attune.web.insight import pages  # noqa: PLC0415 -- loads scipy, which takes its time

    if tab not in pages.TABS:
        raise Http404
    page = pages.of_service(of_service(request.actor), tab, request.GET)
    context = {"page": page, "tab": tab, "tabs": pages.TABS.items()}
    return asked_file(request, page.charts) or render(request, "insight/service.html", context)
