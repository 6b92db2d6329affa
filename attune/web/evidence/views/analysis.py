"""The living meta-analysis: its page, and its drawings as files."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from attune.web.evidence import charts, queries, wording
from attune.web.evidence.forms import AnalysisForm
from attune.web.evidence.ours import Ours, ours
from attune.web.evidence.together import LEAST, Cannot, Together, together
from attune.web.people.access import public
from attune.web.ui.charts.files import csv_of, png_of, svg_of

FIRST = "sensitivity"
FILES = {
    "svg": ("image/svg+xml", svg_of),
    "png": ("image/png", png_of),
    "csv": ("text/csv; charset=utf-8", csv_of),
}


def _asked(request: HttpRequest) -> tuple[AnalysisForm, str, datetime.date | None, str]:
    """The form, the outcome, the day and which studies; what is not in the lists is the first outcome,
    today, all of them."""
    counted = queries.counted()
    form = AnalysisForm({"outcome": FIRST, **request.GET.dict()}, counted=counted)
    form.is_valid()
    said = form.cleaned_data
    return form, said.get("outcome") or FIRST, said.get("as_of"), said.get("among", "")


def _found(outcome: str, as_of: datetime.date | None, among: str) -> tuple[Together, list[Ours]]:
    """Our services stand only beside the analysis of today: a release is no part of the library."""
    is_past = as_of is not None and as_of < timezone.localdate()
    found = together(queries.effects(outcome, as_of, among))
    return found, [] if is_past else ours(outcome)


@require_safe
@public
def show(request: HttpRequest) -> HttpResponse:
    form, outcome, as_of, among = _asked(request)
    analysis, own = _found(outcome, as_of, among)
    pooled = analysis.pooled
    context = {
        "form": form,
        "outcome": outcome,
        "heading": wording.OUTCOMES[outcome],
        "as_of": as_of,
        "among": wording.AMONG[among] if among else "",
        "first_day": queries.first_day(),
        "analysis": analysis,
        "pooled": None if isinstance(pooled, Cannot) else pooled,
        "cannot_pool": pooled if isinstance(pooled, Cannot) else None,
        "prediction": None if isinstance(pooled, Cannot) else pooled.prediction,
        "forest": charts.drawn("forest", outcome, analysis, own),
        "funnel": charts.drawn("funnel", outcome, analysis),
        "without": charts.drawn("without", outcome, analysis),
        "ours": own,
        "least": LEAST,
        "moderators": [
            (wording.MODERATORS[name], None if isinstance(each, Cannot) else each, each)
            for name, each in analysis.moderators
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "evidence/analysis.html", context)


@require_safe
@public
def drawing(request: HttpRequest, outcome: str, chart: str) -> HttpResponse:
    """A drawing as a file: ?as=svg, png or csv."""
    if outcome not in wording.OUTCOMES:
        raise Http404
    _form, _outcome, as_of, among = _asked(request)
    analysis, own = _found(outcome, as_of, among)
    found = charts.drawn(chart, outcome, analysis, own)
    kind = request.GET.get("as", "svg")
    if found is None or kind not in FILES:
        raise Http404
    content_type, made_of = FILES[kind]
    name = f'attachment; filename="evidence-{outcome}-{chart}.{kind}"'
    return HttpResponse(
        made_of(found), content_type=content_type, headers={"Content-Disposition": name}
    )
