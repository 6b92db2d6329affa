"""The measures of a case: what is asked when, and how each form stands."""

from itertools import groupby
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.cases.queries import open_case, today
from attune.web.outcomes.queries.forms import waiting_alerts
from attune.web.outcomes.queries.plans import Standing, asked_of
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case)
    rows = [(asked, asked.standing(today()), uuid4()) for asked in asked_of(case)]
    occasions = [
        (occasion, list(group))
        for occasion, group in groupby(rows, key=lambda row: row[0].occasion)
    ]
    ready = any(
        asked.measure.worded and standing in {Standing.DUE, Standing.BEGUN}
        for asked, standing, _key in rows
    )
    context = {
        "case": case,
        "occasions": occasions,
        "alerts": waiting_alerts(case),
        "ready": ready,
    }
    return render(request, "outcomes/case.html", context)
