"""What is given of one case, and what is held of it: for the practitioner, and to be shown to the client."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.contribution.queries import showing
from attune.web.contribution.wording import EACH
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = showing.of_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=found.case, national=True)
    context = {"found": found, "case": found.case, "columns": EACH.values()}
    return render(request, "contribution/case.html", context)
