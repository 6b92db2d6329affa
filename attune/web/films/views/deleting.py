"""Deleting a film, and the receipt that stays."""

from uuid import UUID

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attune.web.films import actions, queries, receipts
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def delete(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Ask, saying what goes with it; then erase. It needs nobody's consent."""
    film = queries.open_film(request.actor, film_id)
    if request.method != "POST":
        record(by=request.actor, verb="read", thing=film, withheld=True)
        goes_with = queries.what_goes_with(film)
        return render(request, "films/delete.html", {"film": film, "goes_with": goes_with})
    try:
        receipt = actions.delete_film(film=film, by=request.actor)
    except ProtectedError:
        messages.error(
            request,
            _("Something that was kept needs this film. Nothing was deleted."),
        )
        return redirect("films:film", film_id)
    messages.success(request, _("The film is deleted. This receipt stays in the case’s journey."))
    return redirect("films:receipt", receipt.pk)


@require_safe
@access(*CASEWORK)
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """What was erased, when, by whom, and what backups may still hold: to be kept, or printed."""
    receipt, case = queries.open_receipt(request.actor, receipt_id)
    record(by=request.actor, verb="read", thing=receipt)
    context = {"receipt": receipt, "case": case, "rows": receipts.rows(receipt, case)}
    return render(request, "films/receipt.html", context)
