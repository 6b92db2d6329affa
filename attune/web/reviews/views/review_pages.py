"""What the pages of a shared review are drawn from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from attune.core.consent import Purpose
from attune.core.journey import ReviewState
from attune.web.cases.models import Cycle
from attune.web.cases.queries import helping_question
from attune.web.people.queries import Actor
from attune.web.reviews.forms.reviews import FinishForm, WordsForm
from attune.web.reviews.models import ReviewItem, SharedReview, Words
from attune.web.reviews.queries import reviews as queries
from attune.web.reviews.queries.showing import Shown, showing

ENOUGH = 3  # moments: more than about three are seldom taken in
PANEL = "X-Attune-Panel"  # asks for the piece of a page instead of the page


def key(text: object) -> UUID:
    """A key that came from a form. BadRequest when it is none."""
    try:
        return UUID(str(text))
    except ValueError as error:
        raise BadRequest("A form names a thing by its key.") from error


def speaker(text: object) -> Words.Speaker:
    try:
        return Words.Speaker(text)
    except ValueError as error:
        raise BadRequest("A form names one of three speakers.") from error


def client_name(cycle: Cycle) -> str:
    client = queries.client_of(cycle)
    return client.name if client else _("the client")


def _said_by(cycle: Cycle) -> str:
    client = queries.client_of(cycle)
    return f"{client.name}, {client.relation}" if client else _("The client")


def _frame_of_page(review: SharedReview | None, cycle: Cycle) -> dict[str, Any]:
    """What every page of a review says: whose it is, and the question it answers."""
    return {
        "review": review,
        "cycle": cycle,
        "case": cycle.case,
        "question": queries.question_then(review) if review else helping_question(cycle.case),
        "client": client_name(cycle),
        "said_by": _said_by(cycle),
        "finished": review is not None and review.state == ReviewState.FINISHED,
    }


# --- choosing -----------------------------------------------------------------------------------
def prepare_page(cycle: Cycle, review: SharedReview | None) -> dict[str, Any]:
    items = list(queries.items_of(review)) if review else []
    found = list(queries.moments_of(cycle))
    shown = showing([*found, *(item.moment for item in items if item.moment)])
    chosen = {item.moment_id for item in items}
    films = {item.moment.film_id for item in items if item.moment}
    return _frame_of_page(review, cycle) | {
        "chosen": [(item, shown.get(item.moment_id)) for item in items],
        "offered": [(moment, shown[moment.pk]) for moment in found if moment.pk not in chosen],
        "found": bool(found),
        "plenty": len(items) > ENOUGH,
        "agreement": queries.agreement_to_watch(review) if films else None,
        "can_watch": any(item.moment for item in items),
        "film": queries.film_to_look_into(cycle),
    }


# --- watching -----------------------------------------------------------------------------------
def present_page(review: SharedReview, items: list[ReviewItem]) -> dict[str, Any]:
    """For the client's eyes: the pictures, and nothing that was written about them."""
    shown = showing([item.moment for item in items])
    rehearsal = review.state == ReviewState.PLANNED
    return {
        "shown": [(item.pk, shown[item.moment_id]) for item in items],
        "rehearsal": rehearsal,
        "leave": reverse("reviews:prepare", args=[review.cycle_id])
        if rehearsal
        else reverse("reviews:words", args=[review.pk]),
    }


# --- what was said ------------------------------------------------------------------------------
def words_form(item: ReviewItem, speaker: Words.Speaker, data: Any = None) -> WordsForm:
    """The form for one speaker's words about one moment."""
    client = client_name(item.review.cycle)
    labels = {
        Words.Speaker.CLIENT: _("In %(client)s’s own words") % {"client": client},
        Words.Speaker.PRACTITIONER: _("In your words"),
        Words.Speaker.TOGETHER: _("Ideas you had together"),
    }
    hints = {
        Words.Speaker.CLIENT: _(
            "“What is it that you are doing that is making a difference?” Write it as they say it."
        ),
        Words.Speaker.PRACTITIONER: _("What you saw, said after listening."),
    }
    return WordsForm(
        data,
        place=item.pk,
        speaker=speaker,
        label=labels[speaker],
        hint=hints.get(speaker, ""),
    )


def panel(item: ReviewItem, actor: Actor, form: WordsForm | None = None) -> dict[str, Any]:
    """All words about one moment. `form` was sent and could not be kept."""
    rows = list(item.words.all())
    forms = {str(each): words_form(item, each) for each in Words.Speaker}
    if form is not None and not form.is_valid():
        forms[str(speaker(form.data["speaker"]))] = form
    return {
        "item": item,
        "said": queries.said(rows),
        "turn": queries.client_has_spoken(item),
        "forms": forms,
        "taken_back": [row for row in rows if row.struck_at and row.by_id == actor.person.pk],
        "me": actor.person.pk,
        "client": client_name(item.review.cycle),
        "said_by": _said_by(item.review.cycle),
    }


def answer(request: HttpRequest, item: ReviewItem, form: WordsForm | None = None) -> HttpResponse:
    """After something was sent about one moment: its panel, or the whole page without a script."""
    wrong = form is not None and not form.is_valid()
    status = 422 if wrong else 200
    if request.headers.get(PANEL):
        context = panel(item, request.actor, form)
        return render(request, "reviews/review_panel.html", context, status=status)
    if wrong:
        context = words_page(item.review, request.actor, sent=(item.pk, form))
        return render(request, "reviews/review_words.html", context, status=status)
    return redirect(f"{reverse('reviews:words', args=[item.review_id])}#moment-{item.pk}")


def refused(request: HttpRequest, item: ReviewItem, sentence: str) -> HttpResponse:
    """After a deed without a form could not be done: the sentence, in the panel or on the page."""
    if request.headers.get(PANEL):
        context = panel(item, request.actor) | {"sentence": sentence}
        return render(request, "reviews/review_panel.html", context, status=422)
    messages.warning(request, sentence)
    return answer(request, item)


def words_page(
    review: SharedReview, actor: Actor, sent: tuple[UUID, WordsForm] | None = None
) -> dict[str, Any]:
    items = list(queries.items_of(review))
    for item in items:
        item.review = review  # with its cycle and people, which were read once
    forms = dict([sent]) if sent else {}
    return _frame_of_page(review, review.cycle) | {
        "moments": [panel(item, actor, forms.get(item.pk)) for item in items],
        "sees": _pictures(review, items),
    }


# --- finishing and keeping ----------------------------------------------------------------------
def finish_form(review: SharedReview, data: Any = None) -> FinishForm:
    client, other = client_name(review.cycle), queries.other_of(review.cycle).name
    return FinishForm(data, review=review, client=client, other=other)


def finish_page(review: SharedReview, form: FinishForm, actor: Actor) -> dict[str, Any]:
    items = list(queries.items_of(review))
    return _frame_of_page(review, review.cycle) | {
        "form": form,
        "of_all": queries.said_of_all(review),
        "silent": [item for item in items if not queries.client_has_spoken(item)],
        "me": actor.person.pk,
        "dyad": review.cycle.dyad,
    }


def finished_sentence(cycle: Cycle | None) -> str:
    if cycle is None:
        return _("The review is kept. It is good to stop here for now.")
    return _("The review is kept, and cycle %(number)d is planned.") % {"number": cycle.number}


def kept_page(review: SharedReview) -> dict[str, Any]:
    """What was kept, as the client may read it and take it home."""
    items = list(queries.items_of(review))
    films = {item.moment.film_id for item in items if item.moment}
    sees = _pictures(review, items)
    return _frame_of_page(review, review.cycle) | {
        "moments": [
            {"item": item, "said": queries.said(item.words.all()), "sees": sees.get(item.pk)}
            for item in items
        ],
        "of_all": queries.said_of_all(review),
        "films": bool(films),
        # Paper leaves the room: a picture goes along only with consent to a copy.
        "copies": bool(films) and queries.agreement(films, Purpose.COPY).stands,
        "hidden": bool(films) and not sees,
    }


def _pictures(review: SharedReview, items: list[ReviewItem]) -> dict[UUID, Shown]:
    """What is seen beside the words; nothing once somebody took back their consent to watching."""
    moments = [item.moment for item in items if item.moment]
    if not moments or not queries.agreement_to_watch(review).stands:
        return {}
    shown = showing(moments)
    return {item.pk: shown[item.moment_id] for item in items if item.moment}
