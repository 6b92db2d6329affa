"""The manager's pages: how the link stands, and every record before it goes and after it went."""

import csv

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from attune.core.records.contract import fields
from attune.web.contribution import numbering
from attune.web.contribution.queries import showing
from attune.web.contribution.queries.giving import Given, given_by, link_of
from attune.web.contribution.queries.records import Records
from attune.web.contribution.queries.showing_sums import OfSums, of_sums
from attune.web.contribution.queries.sums import Form
from attune.web.contribution.wording import EACH
from attune.web.people.access import access
from attune.web.people.models import Role

ON_A_PAGE = 20


def _given(request: HttpRequest) -> Given | None:
    """Before and after; None where the service has not joined."""
    link = link_of(request.actor.service)
    if link is None:
        return None
    numbering.give_numbers(request.actor.service)
    return given_by(link)


@require_safe
@access(Role.MANAGER)
def home(request: HttpRequest) -> HttpResponse:
    numbering.give_numbers(request.actor.service)
    return render(request, "contribution/home.html", {"home": showing.home_of(request.actor)})


def _sums(request: HttpRequest) -> OfSums | None:
    """Before and after of a service that gives sums only; None of others."""
    link = link_of(request.actor.service)
    if link is None:
        return None
    numbering.give_numbers(request.actor.service)
    return of_sums(link)


@require_safe
@access(Role.MANAGER)
def before(request: HttpRequest) -> HttpResponse:
    if sums := _sums(request):
        return render(request, "contribution/sums_before.html", {"sums": sums})
    given = _given(request)
    if given is None:
        return redirect("contribution:home")
    return _page(request, "contribution/before.html", showing.before(given))


@require_safe
@access(Role.MANAGER)
def after(request: HttpRequest) -> HttpResponse:
    if sums := _sums(request):
        return render(request, "contribution/sums_after.html", {"sums": sums})
    given = _given(request)
    if given is None:
        return redirect("contribution:home")
    return _page(request, "contribution/after.html", showing.after(given))


def _page(request: HttpRequest, template: str, episodes: list[showing.Episode]) -> HttpResponse:
    page = Paginator(episodes, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "columns": EACH.values()}
    return render(request, template, context)


@require_safe
@access(Role.MANAGER)
def before_csv(request: HttpRequest) -> HttpResponse:
    given = None if _sums(request) else _given(request)
    return _csv(given.next_records) if given else redirect("contribution:home")


@require_safe
@access(Role.MANAGER)
def after_csv(request: HttpRequest) -> HttpResponse:
    given = None if _sums(request) else _given(request)
    return _csv(given.held_records) if given else redirect("contribution:home")


@require_safe
@access(Role.MANAGER)
def before_sums(request: HttpRequest) -> HttpResponse:
    sums = _sums(request)
    return _json(sums.target.form) if sums else redirect("contribution:home")


@require_safe
@access(Role.MANAGER)
def after_sums(request: HttpRequest) -> HttpResponse:
    sums = _sums(request)
    return _json(sums.held) if sums else redirect("contribution:home")


def _json(form: Form | None) -> HttpResponse:
    """The sums exactly as they stand in a push; null for none."""
    response = JsonResponse(form, safe=False)
    response["Content-Disposition"] = 'attachment; filename="national-data-sums.json"'
    return response


def _csv(records: Records) -> HttpResponse:
    """Every field of every record, as it is sent. No field can hold what a spreadsheet would take for a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="national-data.csv"'
    writer = csv.DictWriter(response, fields())
    writer.writeheader()
    writer.writerows(records)
    return response
