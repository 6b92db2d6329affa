"""The shared review: choose, watch together, write down, finish, keep."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attune.web.cases.queries import open_cycle
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK
from attune.web.reviews.actions import reviews as actions
from attune.web.reviews.queries import reviews as queries
from attune.web.reviews.views import review_pages as pages
from attune.web.ui.refusals import refusal_said

MOVES = {"earlier": -1, "later": 1}


@require_safe
@access(*CASEWORK)
def prepare(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Choose the moments, for the practitioner alone: private notes are seen here."""
    cycle = open_cycle(request.actor, cycle_id)
    review = queries.review_of(cycle)
    record(by=request.actor, verb="read", thing=review or cycle)
    return render(request, "reviews/review_prepare.html", pages.prepare_page(cycle, review))


@require_POST
@access(*CASEWORK)
def choose(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    cycle = open_cycle(request.actor, cycle_id)
    moment = get_object_or_404(queries.moments_of(cycle), pk=pages.key(request.POST.get("moment")))
    with refusal_said(request):
        actions.choose(by=request.actor, cycle=cycle, moment=moment)
    return redirect("reviews:prepare", cycle.pk)


@require_POST
@access(*CASEWORK)
def arrange(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Move a chosen moment earlier or later, or leave it out."""
    item = queries.open_item(request.actor, item_id)
    places = MOVES.get(request.POST.get("do", ""))
    with refusal_said(request):
        if places is not None:
            actions.move(by=request.actor, item=item, places=places)
        elif request.POST.get("do") == "leave-out":
            actions.leave_out(by=request.actor, item=item)
    return redirect("reviews:prepare", item.review.cycle_id)


@require_POST
@access(*CASEWORK)
def begin(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = queries.open_review(request.actor, review_id)
    with refusal_said(request) as outcome:
        actions.begin_watching(by=request.actor, review=review)
    if outcome.refused:
        return redirect("reviews:prepare", review.cycle_id)
    return redirect("reviews:present", review.pk)


@require_safe
@access(*CASEWORK)
def present(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Full screen, for the client's eyes. Before the review is begun it is a rehearsal."""
    review = queries.open_review(request.actor, review_id)
    shown = queries.watchable(review)
    if not shown or not queries.agreement_to_watch(review).stands:
        return redirect("reviews:prepare", review.cycle_id)
    record(by=request.actor, verb="read", thing=review, presented=len(shown))
    return render(request, "reviews/review_present.html", pages.present_page(review, shown))


@require_safe
@access(*CASEWORK)
def words(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """What was said of each moment: the client's words first."""
    review = queries.open_review(request.actor, review_id)
    record(by=request.actor, verb="read", thing=review)
    return render(request, "reviews/review_words.html", pages.words_page(review, request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def item_words(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The words about one moment: a piece of the words page, and the sheet beside the picture."""
    item = queries.open_item(request.actor, item_id)
    if request.method != "POST":
        record(by=request.actor, verb="read", thing=item)
        return render(request, "reviews/review_panel.html", pages.panel(item, request.actor))
    form = pages.words_form(item, pages.speaker(request.POST.get("speaker")), request.POST)
    if form.is_valid():
        try:
            actions.keep_words(by=request.actor, review=item.review, item=item, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("text", refusal)
    return pages.answer(request, item, form)


@require_POST
@access(*CASEWORK)
def watched(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The client preferred to watch this moment only, or speaks after all."""
    item = queries.open_item(request.actor, item_id)
    try:
        actions.watch_only(by=request.actor, item=item, only=request.POST.get("only") == "yes")
    except ValidationError as refusal:
        return pages.refused(request, item, refusal.message)
    return pages.answer(request, item)


@require_POST
@access(*CASEWORK)
def strike(request: HttpRequest, words_id: UUID) -> HttpResponse:
    """Take back words that were written down by mistake, or bring them back."""
    row = queries.open_words(request.actor, words_id)
    with refusal_said(request):
        actions.strike(by=request.actor, words=row, struck=request.POST.get("struck") == "yes")
    if row.item is None:
        return redirect("reviews:finish", row.review_id)
    return pages.answer(request, queries.open_item(request.actor, row.item_id))


@require_http_methods(["GET", "HEAD", "POST"])
@access(*CASEWORK)
def finish(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """The client's new story, the next step, and whether there is a next film."""
    review = queries.open_review(request.actor, review_id)
    form = pages.finish_form(review, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = actions.finish(by=request.actor, review=review, conclusion=form.conclusion())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, pages.finished_sentence(cycle))
            return redirect("reviews:review", review.pk)
    record(by=request.actor, verb="read", thing=review)
    return render(
        request, "reviews/review_finish.html", pages.finish_page(review, form, request.actor)
    )


@require_POST
@access(*CASEWORK)
def reopen(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = queries.open_review(request.actor, review_id)
    actions.reopen(by=request.actor, review=review)
    messages.info(request, _("The review is open again. Nothing that was kept has changed."))
    return redirect("reviews:words", review.pk)


@require_safe
@access(*CASEWORK)
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """The kept review, to read again and to print for the client."""
    kept = queries.open_review(request.actor, review_id)
    record(by=request.actor, verb="read", thing=kept)
    return render(request, "reviews/review.html", pages.kept_page(kept))
