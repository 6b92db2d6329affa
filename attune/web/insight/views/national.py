"""National figures, for anybody: the newest release in pictures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from attune.web.insight.saving import asked_file, pdf_file
from attune.web.national.queries.releases import newest
from attune.web.people.access import public


@require_safe
@public
def show(request: HttpRequest) -> HttpResponse:
    from attune.web.insight import national  # noqa: PLC0415 -- loads scipy, which takes its time

    document = newest()
    page = national.of_release(document, request.GET) if document is not None else None
    context = {"page": page, "release": document}
    charts = page.charts if page is not None else {}
    return asked_file(request, charts) or render(request, "insight/national.html", context)


@require_safe
@public
def report(request: HttpRequest) -> HttpResponse:
    """The newest release as a report; the page of figures where there is none."""
    from attune.web.insight import printing, reports  # noqa: PLC0415 -- loads scipy, which takes its time

    document = newest()
    if document is None:
        return redirect("insight:national")
    content = printing.pdf_of(reports.of_nation(document), language=get_language() or "en")
    return pdf_file(content, f"national-figures-{document.name}")
