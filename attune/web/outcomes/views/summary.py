"""The client's one-page summary: chosen, looked at, printed. The address holds the choice."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attune.web.cases.models import Case
from attune.web.cases.queries import open_case, today
from attune.web.outcomes.forms.summary import SummaryForm
from attune.web.outcomes.printing import CannotPrintError, LettersError, pdf_of
from attune.web.outcomes.queries.summary import Page, offer_of, page_of
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What can be chosen, and the page of what is, word for word as it is printed."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case, summary=True)
    return _show(request, case)


@require_safe
@access(*CASEWORK)
def pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The page as a file. Its name says nobody's."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case, summary=True, printed=True)
    _form, page = _chosen(request, case)
    try:
        content = pdf_of(page, language=get_language())
    except CannotPrintError:
        return _show(request, case, status=422)
    name = f"what-has-changed-{today()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _chosen(request: HttpRequest, case: Case) -> tuple[SummaryForm, Page]:
    offer = offer_of(case)
    data = request.GET if "chosen" in request.GET else None
    initial = {"chosen": "yes", **offer.beforehand()}
    form = SummaryForm(data, initial=initial, offer=offer)
    return form, page_of(offer, form.said())


def _show(request: HttpRequest, case: Case, status: int = 200) -> HttpResponse:
    form, page = _chosen(request, case)
    context = {
        "case": case,
        "form": form,
        "page": page,
        "trouble": _trouble(page),
        "chosen": request.GET.urlencode(),
    }
    return render(request, "outcomes/summary.html", context, status=status)


def _trouble(page: Page) -> str:
    """Why this page can't be printed as it is, and what to do; empty where it can."""
    try:
        pdf_of(page, language=get_language())
    except LettersError:
        return _(
            "Some letters on this page can’t be written into the PDF. You can print this page from the "
            "browser instead."
        )
    except CannotPrintError:
        return _("This is more than one page. Untick something, so that it stays easy to read.")
    return ""
