"""A chart or a report as a file, where the address asks for one."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse

from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.files import csv_of, png_of, svg_of

KINDS = {
    "svg": ("image/svg+xml", svg_of),
    "png": ("image/png", png_of),
    "csv": ("text/csv; charset=utf-8", csv_of),
}


def asked_file(request: HttpRequest, charts: Mapping[str, Drawing]) -> HttpResponse | None:
    """The file of a chart, for `?save=<its name>&as=<svg, png or csv>`; None where the page is asked for."""
    if "save" not in request.GET:
        return None
    name, kind = request.GET["save"], request.GET.get("as", "")
    if name not in charts or kind not in KINDS:
        raise Http404
    content_type, make = KINDS[kind]
    return _attached(make(charts[name]), content_type, f"{name}.{kind}")


def pdf_file(content: bytes, name: str) -> HttpResponse:
    return _attached(content, "application/pdf", f"{name}.pdf")


def _attached(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
