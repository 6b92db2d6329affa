"""Who consented to what: asked, answered, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attune.core.consent import Answer, Purpose
from attune.web.cases.actions import record_answers, record_consent
from attune.web.cases.consequences import what_goes
from attune.web.cases.forms import ConsentForm, WithdrawForm
from attune.web.cases.front import on_consents
from attune.web.cases.models import Participant
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
        "panels": on_consents(case),
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
        return redirect(_back_to(request, participant))
    record(by=request.actor, verb="read", thing=participant)
    context = {
        "form": form,
        "consents": consents,
        "participant": participant,
        "back": _back_to(request, participant),
    }
    return render(request, "cases/ask_consent.html", context)


def _back_to(request: HttpRequest, participant: Participant) -> str:
    """The page from which somebody was asked, `?then=`, if it is one of ours; else the consents."""
    then = request.GET.get("then", "")
    own = then.startswith("/") and url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    return then if own else reverse("cases:consent", args=[participant.case_id])


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
    form, going = WithdrawForm(request.POST or None), what_goes(participant, Purpose(purpose))
    if form.is_valid():
        record_consent(
            by=request.actor,
            participant=participant,
            purpose=Purpose(purpose),
            answer=Answer.WITHDRAWN,
            given_by=form.cleaned_data["given_by"],
        )
        messages.success(request, _("The consent is withdrawn, from this moment."))
        if going:
            erased = _("Erased with it: %(what)s.") % {"what": get_text_list(going, _("and"))}
            messages.success(request, erased)
        return redirect("cases:consent", participant.case_id)
    record(by=request.actor, verb="read", thing=participant)
    context = {"form": form, "standing": standing, "participant": participant, "going": going}
    return render(request, "cases/withdraw.html", context)
