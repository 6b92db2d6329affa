"""The figures of the manager's own service, page by page, and its report of a year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attune.web.cases.queries import today
from attune.web.insight.queries.records import of_service
from attune.web.insight.saving import asked_file, pdf_file
from attune.web.national.queries.releases import newest
from attune.web.people.access import access
from attune.web.people.models import Role


@require_safe
@access(Role.MANAGER)
def show(request: HttpRequest, tab: str) -> HttpResponse:
    from attune.web.insight import pages, reports  # noqa: PLC0415 -- loads scipy, which takes its time

    if tab not in pages.TABS:
        raise Http404
    known = of_service(request.actor)
    page = pages.of_service(known, tab, request.GET, newest(), request.actor.service.region)
    context = {
        "page": page,
        "tab": tab,
        "tabs": pages.TABS.items(),
        "years": reports.years_of(known),
    }
    return asked_file(request, page.charts) or render(request, "insight/service.html", context)


@require_safe
@access(Role.MANAGER)
def report(request: HttpRequest) -> HttpResponse:
    """Of the year that is asked for, or the newest that there is."""
    from attune.web.insight import printing, reports  # noqa: PLC0415 -- loads scipy, which takes its time

    known = of_service(request.actor)
    years = reports.years_of(known) or [today().year]
    asked = request.GET.get("year", str(years[0]))
    if asked not in map(str, years):
        raise Http404
    made = reports.of_service(request.actor.service, known, int(asked))
    try:
        content = printing.pdf_of(made, language=get_language() or "en")
    except printing.LettersError:
        messages.error(
            request, _("Some letters of your service’s name can’t be written into the PDF.")
        )
        return redirect("insight:service", "change")
    return pdf_file(content, f"figures-{asked}")
