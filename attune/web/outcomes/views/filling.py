"""Filling in a form in the session, correcting it, and reading what it says."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.web.cases.queries import open_case
from attune.web.outcomes.actions import forms as actions
from attune.web.outcomes.forms.answers import ReasonForm
from attune.web.outcomes.models import Response
from attune.web.outcomes.queries.forms import open_response, reading_of
from attune.web.outcomes.queries.measures import measure_in
from attune.web.outcomes.queries.plans import asked_by_key
from attune.web.outcomes.views import questions
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK


@require_POST
@access(*CASEWORK)
def begin(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A form for what is asked, or the one that was begun."""
    case = open_case(request.actor, case_id)
    asked = asked_by_key(case, request.POST.get("asked", ""))
    if asked is None:
        messages.warning(request, _("This form is not planned any more. Nothing was changed."))
        return redirect("outcomes:case", case.pk)
    way = Response.Way.SESSION if asked.measure.worded else Response.Way.PAPER
    response = asked.open or actions.begin(
        case=case, asked=asked, way=way, key=_key(request), by=request.actor
    )
    return redirect("outcomes:fill", response.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def fill(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The questions, or what is copied from paper."""
    response = open_response(request.actor, response_id)
    if response.is_finished:
        return redirect("outcomes:read", response.pk)
    measure = measure_in(response.measure, response.version)
    place = questions.place_of(request, measure)
    turn = questions.turn(request, response, measure, place, by=request.actor)
    if turn.finished:
        messages.success(request, _("The form is kept."))
        return redirect("outcomes:read", response.pk)
    if turn.on is not None:
        return redirect(f"{request.path}?q={turn.on or place.number}")
    record(by=request.actor, verb="read", thing=response)
    return render(request, "outcomes/fill.html", turn.context)


@require_POST
@access(*CASEWORK)
def answer(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One answer, kept at once. Answers with what belongs below the form: nothing, mostly."""
    response = open_response(request.actor, response_id)
    return questions.kept(request, response)


@require_safe
@access(*CASEWORK)
def read(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A finished form, as the practitioner reads it."""
    response = open_response(request.actor, response_id)
    if not response.is_finished:
        return redirect("outcomes:fill", response.pk)
    record(by=request.actor, verb="read", thing=response)
    context = {"case": response.case, "reading": reading_of(response)}
    return render(request, "outcomes/read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def correct(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A new form in the place of a finished one, with the reason."""
    response = open_response(request.actor, response_id)
    if not response.is_finished:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        made = actions.correct(
            by=request.actor,
            response=response,
            reason=form.cleaned_data["reason"],
            key=_key(request),
        )
        return redirect("outcomes:fill", made.pk)
    record(by=request.actor, verb="read", thing=response)
    context = {"case": response.case, "response": response, "form": form, "key": uuid4()}
    return render(request, "outcomes/correct.html", context)


@require_POST
@access(*CASEWORK)
def set_aside(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A form that does not count, or counts again."""
    response = open_response(request.actor, response_id)
    if "take-back" in request.POST:
        actions.take_back(by=request.actor, response=response)
        messages.success(request, _("The form counts again."))
        return redirect("outcomes:read", response.pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.set_aside(by=request.actor, response=response, **form.cleaned_data)
        messages.success(request, _("This form does not count any more. It can still be read."))
    else:
        messages.warning(request, _("Say why it should not count. Nothing was changed."))
    return redirect("outcomes:read", response.pk)


def _key(request: HttpRequest) -> UUID:
    """The key that the page made for what it begins; a new one where it has none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
