"""What every page on which a form is filled in shares: in the session, handed over, and by link."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from attune.core.instruments.errors import AnswerError
from attune.core.instruments.model import Item, Measure, RightsClass
from attune.web.cases.models import Case
from attune.web.outcomes.actions import forms as actions
from attune.web.outcomes.forms.answers import AnswersForm, CopiedForm, TotalsForm
from attune.web.outcomes.models import Response
from attune.web.outcomes.queries.forms import risk_text, unanswered
from attune.web.outcomes.queries.measures import measure_in
from attune.web.people.queries import Actor

LAYOUT = "outcomes.layout"  # session key: "one" or "list"


@dataclass(frozen=True)
class Place:
    """Which questions a page shows: all, or the one of this number (from 1)."""

    items: tuple[Item, ...]
    number: int
    of: int

    @property
    def one(self) -> bool:
        return self.number > 0

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        """The next question's number; 0 after the last."""
        return self.number + 1 if 0 < self.number < self.of else 0


def place_of(request: HttpRequest, measure: Measure) -> Place:
    """All questions, or one at a time where this browser asked for that."""
    if (asked := request.GET.get("layout")) in {"one", "list"}:
        request.session[LAYOUT] = asked
    return place_in(request, measure, one=request.session.get(LAYOUT) == "one")


def place_in(request: HttpRequest, measure: Measure, *, one: bool) -> Place:
    """All questions, or the one that the address asks for; what is copied is always all of it."""
    items = measure.items
    if not one or not measure.worded:
        return Place(items, 0, len(items))
    said = request.GET.get("q", "1")
    number = min(max(int(said) if said.isdecimal() else 1, 1), len(items))
    return Place((items[number - 1],), number, len(items))


def form_of(measure: Measure, response: Response, place: Place, data: Any) -> Any:
    """The form that this measure can be filled in with, as far as its words may be shown."""
    if measure.worded:
        return AnswersForm(data, measure=measure, response=response, items=place.items)
    totals = not measure.items or measure.rights.rights_class is RightsClass.TOTALS
    return (TotalsForm if totals else CopiedForm)(data, measure=measure, response=response)


def keep(form: Any, response: Response) -> bool:
    """Keep what a valid form says, and let `response` know; False, with an error on the form, where
    that can't be."""
    try:
        if isinstance(form, TotalsForm):
            actions.enter_totals(
                response=response, entered=form.said(), risk_said=form.cleaned_data.get("risk")
            )
        else:
            actions.answer(response=response, answers=form.said())
        if day := form.cleaned_data.get("taken_on"):
            actions.set_day(response=response, taken_on=day)
    except AnswerError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    except actions.FinishedError:
        form.add_error(None, _("This form was finished in another window. Nothing was changed."))
    response.refresh_from_db()
    return form.is_valid()


def may_finish(request: HttpRequest, response: Response, measure: Measure) -> bool:
    """Whether a form is to be closed: with questions left open only when that was said twice."""
    asked = request.POST.get("finish", "")
    return asked == "anyway" or (bool(asked) and not unanswered(response, measure))


def page_of(
    request: HttpRequest, response: Response, measure: Measure, place: Place, form: Any
) -> dict[str, Any]:
    """What the page of an open form is drawn from."""
    asked = bool(request.POST.get("finish"))
    return {
        "case": response.case,
        "response": response,
        "measure": measure,
        "place": place,
        "form": form,
        "questions": isinstance(form, AnswersForm),
        "copied": isinstance(form, CopiedForm),
        "left_open": unanswered(response, measure) if asked and not form.errors else [],
        **needs_response(response.case, told=response.alerts.exists()),
    }


def needs_response(case: Case, *, told: bool) -> dict[str, Any]:
    """What `parts/needs_response.html` is drawn from: the service's words, where they are wanted."""
    return {"told": told, "risk_text": risk_text(case) if told else None}


@dataclass(frozen=True)
class Turn:
    """What came of a request to an open form: it was finished, or kept and the browser is sent on (to
    the question `on`, "" where none was asked for), or its page is drawn from `context`."""

    context: dict[str, Any]
    finished: bool = False
    on: str | None = None


def turn(
    request: HttpRequest, response: Response, measure: Measure, place: Place, *, by: Actor | None
) -> Turn:
    """Keep what was sent, if anything was, and finish the form where that was asked for."""
    form = form_of(measure, response, place, request.POST or None)
    if form.is_valid() and keep(form, response):
        if may_finish(request, response, measure):
            actions.finish(response=response, by=by)
            return Turn({}, finished=True)
        if "finish" not in request.POST:
            return Turn({}, on=request.POST.get("go", ""))
    return Turn(page_of(request, response, measure, place, form))


def kept(request: HttpRequest, response: Response, **more: Any) -> HttpResponse:
    """Keep the answers that were sent by themselves. Gives what belongs below the form: nothing,
    mostly. 400 for what can't be an answer, 409 for a finished form."""
    measure = measure_in(response.measure, response.version)
    named = {name.removeprefix("item-") for name in request.POST if name.startswith("item-")}
    items = [item for item in measure.items if item.id in named]
    form = AnswersForm(request.POST, measure=measure, response=response, items=items)
    if not items or not form.is_valid():
        return HttpResponse(_("This is no answer to that question."), status=400)
    try:
        alerts = actions.answer(response=response, answers=form.said())
    except actions.FinishedError:
        return HttpResponse(_("This form is finished already."), status=409)
    context = needs_response(response.case, told=bool(alerts)) | more
    return render(request, "outcomes/parts/needs_response.html", context)
