"""The steps of making a film to give away: choose, arrange, check, look, give."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from attune.web.cases.models import Case
from attune.web.cases.queries import open_case
from attune.web.exports import actions, queries, wording
from attune.web.exports.forms import Arrangement, ChooseForm
from attune.web.exports.models import Export, ExportClip
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK
from attune.web.ui.refusals import refusal_said

MOVES = {"earlier": -1, "later": 1}
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
@access(*CASEWORK)
def overview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything that was made of this case to be given away, newest first."""
    case = open_case(request.actor, case_id)
    record(by=request.actor, verb="read", thing=case, exports=True)
    context = {"case": case, "exports": queries.exports_of(case)}
    return render(request, "exports/list.html", context)


# --- choosing -----------------------------------------------------------------------------------
@require_http_methods(GET_AND_POST)
@access(*CASEWORK)
def new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What for, for whom, of which moments. `?review=` and `?film=` tick some beforehand."""
    case = open_case(request.actor, case_id)
    moments, ticked = _offered(case, request)
    client = queries.client_of(case)
    initial = {"moments": ticked, "recipient": client.name if client else "", "key": uuid4()}
    form = ChooseForm(request.POST or None, initial=initial, moments=moments)
    if form.is_valid():
        export = actions.begin_export(by=request.actor, case=case, **form.cleaned_data)
        return redirect("exports:arrange", export.pk)
    record(by=request.actor, verb="read", thing=case, exports=True)
    return render(request, "exports/choose.html", _choose_page(case, form, moments))


@require_http_methods(GET_AND_POST)
@access(*CASEWORK)
def choose(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Change what it is for, for whom, and of which moments."""
    export = queries.open_export(request.actor, export_id)
    record(by=request.actor, verb="read", thing=export)
    if not export.is_open:
        return redirect("exports:export", export.pk)
    moments = queries.moments_of(export.case)
    initial = {
        "purpose": export.purpose,
        "recipient": export.recipient,
        "moments": [clip.moment_id for clip in queries.clips_of(export)],
    }
    form = ChooseForm(request.POST or None, initial=initial, moments=moments)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("purpose", "recipient", "moments")}
        actions.choose_clips(by=request.actor, export=export, **said)
        return redirect("exports:arrange", export.pk)
    page = _choose_page(export.case, form, moments) | {"export": export}
    return render(request, "exports/choose.html", page)


def _offered(case: Case, request: HttpRequest) -> tuple[list, list[UUID]]:
    """The moments of the case, those of the review that is named first, and which are ticked."""
    moments = queries.moments_of(case)
    if (review := _key(request.GET.get("review"))) is not None:
        order = {moment: place for place, moment in enumerate(queries.shown_in(case, review))}
        moments.sort(key=lambda moment: order.get(moment.pk, len(order)))
        return moments, list(order)
    film = _key(request.GET.get("film"))
    return moments, [moment.pk for moment in moments if moment.film_id == film and moment.is_clip]


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _choose_page(case: Case, form: ChooseForm, moments: list) -> dict[str, Any]:
    seen = queries.seen(moments)
    ticked = set(form.chosen())
    missing = queries.missing_for(case)
    return {
        "case": case,
        "form": form,
        "purposes": [
            (radio, wording.agreed_said(missing[radio.data["value"]])) for radio in form["purpose"]
        ],
        "moments": [(moment, seen.get(moment.pk), str(moment.pk) in ticked) for moment in moments],
    }


# --- arranging ----------------------------------------------------------------------------------
@require_http_methods(GET_AND_POST)
@access(*CASEWORK)
def arrange(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Order, card, line, speed, sound. Every button keeps what is on the page, then does its own."""
    export = queries.open_export(request.actor, export_id)
    record(by=request.actor, verb="read", thing=export)
    if not export.is_open:
        return redirect("exports:export", export.pk)
    clips = queries.clips_of(export)
    page = Arrangement(export, clips, request.POST or None)
    if request.method == "POST" and page.is_valid():
        actions.arrange(by=request.actor, export=export, **page.said())
        return _then(request, export, clips)
    context = _frame(export, 2) | {"page": page, "clips": _seen(page.clips, clips)}
    return render(request, "exports/arrange.html", context)


def _then(request: HttpRequest, export: Export, clips: list[ExportClip]) -> HttpResponse:
    """What the button that was pressed does, after everything is kept."""
    deed, _colon, key = request.POST.get("do", "").partition(":")
    clip = next((each for each in clips if str(each.pk) == key), None)
    if clip is None:
        return redirect("exports:check", export.pk)
    if deed == "hide":
        return redirect("exports:hide", clip.pk)
    with refusal_said(request):
        if deed in MOVES:
            actions.move(by=request.actor, clip=clip, places=MOVES[deed])
        elif deed == "leave-out":
            actions.leave_out(by=request.actor, clip=clip)
    return redirect("exports:arrange", export.pk)


def _seen(forms: list, clips: list[ExportClip]) -> list[tuple]:
    shown = queries.seen(clip.moment for clip in clips)
    return [
        (form, clip, shown.get(clip.moment_id), wording.shown_as(clip))
        for form, clip in zip(forms, clips, strict=True)
    ]


def _frame(export: Export, step: int) -> dict[str, Any]:
    return {"export": export, "case": export.case, "step": step}


# --- checking -----------------------------------------------------------------------------------
@require_http_methods(GET_AND_POST)
@access(*CASEWORK)
def check(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """What the file will hold, for whom, and whose consent it stands on; then it is made."""
    export = queries.open_export(request.actor, export_id)
    record(by=request.actor, verb="read", thing=export)
    if request.method == "POST":
        with refusal_said(request) as outcome:
            actions.make(by=request.actor, export=export)
        if not outcome.refused:
            return redirect("exports:export", export.pk)
    if not export.is_open:
        return redirect("exports:export", export.pk)
    return render(request, "exports/check.html", _frame(export, 3) | _what(export))


def _what(export: Export) -> dict[str, Any]:
    clips, grounds = queries.clips_of(export), queries.grounds_of(export)
    # What is gone is not shown any more.
    shown = {} if export.ended_at else queries.seen(clip.moment for clip in clips)
    return {
        "holds": wording.holds(export, clips),
        "clips": [(clip, shown.get(clip.moment_id), wording.shown_as(clip)) for clip in clips],
        "gone": any(queries.seconds_of(clip) is None for clip in clips),
        "grounds": grounds,
        "missing": wording.missing_said(grounds),
        "agreement": queries.agreement_for(export),
        "warnings": [] if export.ended_at else wording.warnings(clips),
    }


# --- what became of it --------------------------------------------------------------------------
@require_safe
@access(*CASEWORK)
def show(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file, as far as it has come: being made, to be looked at, ready to give, or gone."""
    export = queries.open_export(request.actor, export_id)
    if export.state == Export.State.ARRANGED:
        record(by=request.actor, verb="read", thing=export)
        return redirect("exports:arrange", export.pk)
    actions.end_without_consent([export])  # a consent that ran out ends it as surely as an answer
    actions.end_expired([export])
    record(by=request.actor, verb="read", thing=export)
    steps = {Export.State.MAKING: 4, Export.State.MADE: 4, Export.State.GIVEN: 5}
    context = _frame(export, steps.get(export.state, 0)) | _what(export)
    context |= {
        "downloads": export.downloads.select_related("by"),
        "left": wording.left_said(export.seconds_left),
    }
    return render(request, "exports/export.html", context)
