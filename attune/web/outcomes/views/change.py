"""What has changed in one case: goals, measures and cycles on one axis of days, and the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attune.web.cases.queries import helping_question, open_case
from attune.web.outcomes.actions.decisions import decide
from attune.web.outcomes.forms.change import DecisionForm
from attune.web.outcomes.queries.goals import decisions_of
from attune.web.outcomes.queries.screen import screen_of
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The evidence laid out, and the form in which people write down what they decided."""
    case = open_case(request.actor, case_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decide(by=request.actor, case=case, **form.cleaned_data)
        messages.success(request, _("The decision is kept, with its reasons."))
        return redirect("outcomes:change", case.pk)
    record(by=request.actor, verb="read", thing=case, change=True)
    decisions = decisions_of(case)
    context = {
        "case": case,
        "question": helping_question(case),
        "screen": screen_of(case),
        "form": form,
        "newest": decisions[0] if decisions else None,
        "earlier": decisions[1:],
    }
    return render(request, "outcomes/change.html", context)
