"""Who consented to what: asked, answered, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attune.core.consent import Answer, Purpose
from attune.web.cases.actions import record_answers, record_consent
from attune.web.cases.forms import ConsentForm, WithdrawForm
from attune.web.cases.queries import bound_up, consents_of, open_case, open_participant
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_safe
@access(*CASEWORK)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case)
    people = case.participants.all()
    bound = bound_up(people)
    context = {
        "case": case,
        "people": [(each, bound[each.participant.pk]) for each in consents_of(people)],
    }
    return render(request, "cases/consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def ask(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant = open_participant(request.actor, participant_id)
    consents = consents_of([participant])[0]
    form = ConsentForm(request.POST or None, participant=participant, standings=consents.standings)
    if form.is_valid():
        record_answers(
            by=request.actor,
            participant=participant,
            **{name: form.cleaned_data[name] for name in ("answers", "on", "until", "given_by")},
        )
        said = (
            _("What %(name)s said is written down.")
            if participant.is_client
            else _("The answer for %(name)s is written down.")
        )
        messages.success(request, said % {"name": participant.name})
        return redirect("cases:consent", participant.case_id)
    record(by=request.actor, verb="read", thing=participant)
    context = {"form": form, "consents": consents, "participant": participant}
    return render(request, "cases/ask_consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def withdraw(request: HttpRequest, participant_id: UUID, purpose: str) -> HttpResponse:
    participant = open_participant(request.actor, participant_id)
    standing = next(
        (each for each in consents_of([participant])[0].standings if each.purpose == purpose), None
    )
    if standing is None:
        raise Http404
    if not standing.holds:
        messages.info(request, _("There is no yes to withdraw; it may be withdrawn already."))
        return redirect("cases:consent", participant.case_id)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        record_consent(
            by=request.actor,
            participant=participant,
            purpose=Purpose(purpose),
            answer=Answer.WITHDRAWN,
            given_by=form.cleaned_data["given_by"],
        )
        messages.success(request, _("The consent is withdrawn, from this moment."))
        return redirect("cases:consent", participant.case_id)
    record(by=request.actor, verb="read", thing=participant)
    context = {"form": form, "standing": standing, "participant": participant}
    return render(request, "cases/withdraw.html", context)
