"""Handing the tablet to the client: they see their forms and nothing else, until the PIN is typed."""

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.web.cases.models import Case
from attune.web.cases.queries import open_case, today
from attune.web.outcomes.actions import forms as actions
from attune.web.outcomes.actions.hand_over import has_pin, is_pin, set_pin
from attune.web.outcomes.forms.hand_over import HandOverForm, PinForm, TakeBackForm
from attune.web.outcomes.middleware import HANDED_OVER
from attune.web.outcomes.models import Response
from attune.web.outcomes.queries.forms import open_response, responses_in_order, waiting_alerts
from attune.web.outcomes.queries.measures import measure_in
from attune.web.outcomes.queries.plans import Asked, Standing, asked_of
from attune.web.outcomes.views import questions
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK

TRIES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def pin(request: HttpRequest) -> HttpResponse:
    """Choose a PIN, or another one."""
    form = PinForm(request.POST or None)
    if form.is_valid():
        set_pin(person=request.actor.person, pin=form.cleaned_data["pin"])
        messages.success(request, _("Your PIN is kept. Nobody can read it, we neither."))
        return redirect(request.session.pop("outcomes.after_pin", "home"))
    return render(request, "outcomes/pin.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose the forms; then the tablet shows them and nothing else."""
    case = open_case(request.actor, case_id)
    if not has_pin(request.actor.person):
        request.session["outcomes.after_pin"] = request.path
        return redirect("outcomes:pin")
    ready = {Standing.DUE, Standing.BEGUN}
    asked = [one for one in asked_of(case) if one.measure.worded and one.standing(today()) in ready]
    form = HandOverForm(request.POST or None, asked=asked)
    if asked and form.is_valid():
        key = form.cleaned_data["key"] or uuid4()
        begun = [_begun(request, case, one, key) for one in form.chosen]
        request.session[HANDED_OVER] = {
            "case": str(case.pk),
            "forms": [str(row.pk) for row in begun],
            "tries": 0,
        }
        return redirect("outcomes:handed_over")
    record(by=request.actor, verb="read", thing=case)
    return render(request, "outcomes/hand_over.html", {"case": case, "form": form, "asked": asked})


def _begun(request: HttpRequest, case: Case, asked: Asked, key: UUID) -> Response:
    made = uuid5(key, asked.key)
    return asked.open or actions.begin(
        case=case, asked=asked, way=Response.Way.SESSION, key=made, by=request.actor
    )


@require_safe
@access(*CASEWORK)
def handed_over(request: HttpRequest) -> HttpResponse:
    """The next form that is not finished; then: thank you, please hand it back."""
    if HANDED_OVER not in request.session:
        return redirect("home")
    rows = responses_in_order(request.session[HANDED_OVER]["forms"])
    for row in rows:
        if not row.is_finished:
            return redirect("outcomes:handed_over_fill", row.pk)
    case = open_case(request.actor, UUID(request.session[HANDED_OVER]["case"]))
    record(by=request.actor, verb="read", thing=case)
    told = any(row.alerts.exists() for row in rows)
    context = questions.needs_response(case, told=told)
    return render(request, "outcomes/handed_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def handed_over_fill(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One form, as the client sees it."""
    response = open_response(request.actor, response_id)
    if not _is_handed_over(request, response):
        return redirect("outcomes:fill", response.pk)
    if response.is_finished:
        return redirect("outcomes:handed_over")
    measure = measure_in(response.measure, response.version)
    place = questions.place_of(request, measure)
    turn = questions.turn(request, response, measure, place, by=request.actor)
    if turn.finished:
        return redirect("outcomes:handed_over")
    if turn.on is not None:
        return redirect(f"{request.path}?q={turn.on or place.number}")
    record(by=request.actor, verb="read", thing=response)
    forms = request.session[HANDED_OVER]["forms"]
    context = {"position": forms.index(str(response.pk)) + 1, "how_many": len(forms)}
    return render(request, "outcomes/handed_over_fill.html", turn.context | context)


@require_POST
@access(*CASEWORK)
def handed_over_answer(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One answer of the client, kept at once."""
    return questions.kept(request, open_response(request.actor, response_id))


def _is_handed_over(request: HttpRequest, response: Response) -> bool:
    return str(response.pk) in request.session.get(HANDED_OVER, {}).get("forms", [])


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def take_back(request: HttpRequest) -> HttpResponse:
    """The PIN; then what needs a response comes before anything else."""
    given = request.session.get(HANDED_OVER)
    if given is None:
        return redirect("home")
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        if is_pin(person=request.actor.person, pin=form.cleaned_data["pin"]):
            del request.session[HANDED_OVER]
            return _back_with(request, UUID(given["case"]))
        given["tries"] += 1
        request.session[HANDED_OVER] = given
        if given["tries"] >= TRIES:
            logout(request)
            messages.warning(
                request, _("The PIN was wrong five times, so you are signed out. Nothing is lost.")
            )
            return redirect("account_login")
        form.add_error("pin", _("This is not your PIN. Try again."))
    return render(request, "outcomes/take_back.html", {"form": form})


def _back_with(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = open_case(request.actor, case_id)
    if alerts := waiting_alerts(case):
        return redirect("outcomes:alert", alerts[0].pk)
    messages.success(request, _("You have the tablet back."))
    return redirect("outcomes:case", case.pk)
