"""What this floor brings to the journey of a case: moments found, reviews held, and where to go."""

from uuid import UUID

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attune.core.journey import FilmState, ReviewState, Step
from attune.web.cases.happenings import on_day
from attune.web.cases.journey import Contributor, CycleKnown, Entry
from attune.web.cases.models import Case
from attune.web.films.models import Film
from attune.web.reviews.models import SharedReview, Words
from attune.web.reviews.queries.reviews import WATCHED_TOGETHER, client_of

CLIENT = Words.Speaker.CLIENT


def know(known: dict[UUID, CycleKnown]) -> None:
    """Moments, reviews and links of these cycles; two queries for however many there are."""
    films = Film.objects.filter(
        cycle__in=known, kind__in=WATCHED_TOGETHER, state=FilmState.READY
    ).annotate(found=Count("moments"))
    for film in films.order_by("at"):
        cycle = known[film.cycle_id]
        cycle.clips += film.found
        cycle.links[Step.FIND_MOMENTS] = reverse("reviews:editor", args=[film.pk])
        cycle.links[Step.PREPARE_REVIEW] = reverse("reviews:prepare", args=[film.cycle_id])
    reviews = SharedReview.objects.filter(cycle__in=known).annotate(chosen=Count("items"))
    for review in reviews:
        _know_review(known[review.cycle_id], review)


def _know_review(cycle: CycleKnown, review: SharedReview) -> None:
    cycle.links |= {
        Step.HOLD_REVIEW: reverse("reviews:prepare", args=[review.cycle_id]),
        Step.FINISH_REVIEW: reverse("reviews:words", args=[review.pk]),
        Step.DECIDE: reverse("reviews:finish", args=[review.pk]),
    }
    # A review from which every moment was taken out again is still to be prepared.
    if review.chosen or review.state != ReviewState.PLANNED:
        cycle.review = ReviewState(review.state)


def entries(case: Case) -> list[Entry]:
    return [*_moments_found(case), *_reviews(case)]


def _moments_found(case: Case) -> list[Entry]:
    films = Film.objects.filter(case=case, kind__in=WATCHED_TOGETHER).annotate(
        found=Count("moments"), last=Max("moments__at")
    )
    return [
        Entry(
            film.last,
            "clip",
            ngettext("%(number)d moment found", "%(number)d moments found", film.found)
            % {"number": film.found},
            url=reverse("reviews:editor", args=[film.pk]),
            note=film.title,
            cycle_id=film.cycle_id,
        )
        for film in films
        if film.found
    ]


def _reviews(case: Case) -> list[Entry]:
    reviews = (
        SharedReview.objects.filter(cycle__case=case)
        .exclude(state=ReviewState.PLANNED)
        .select_related("cycle__dyad__first", "cycle__dyad__second")
    )
    first_words = _first_words(case)
    return [_review_entry(review, first_words.get(review.pk, "")) for review in reviews]


def _review_entry(review: SharedReview, words: str) -> Entry:
    client = client_of(review.cycle)
    step = _("Next step: %(step)s") % {"step": review.next_step} if review.next_step else ""
    return Entry(
        on_day(review.held_on, review.at) if review.held_on else review.at,
        "review",
        _("We watched together"),
        url=reverse("reviews:review", args=[review.pk]),
        words=words,
        by=client.name if words and client else "",
        note=step,
        cycle_id=review.cycle_id,
    )


def _first_words(case: Case) -> dict[UUID, str]:
    """The client's words for each review: what they said of it all, else of the first moment."""
    rows = (
        Words.objects.filter(review__cycle__case=case, struck_at=None, speaker=CLIENT)
        .order_by("review", "item__position", "at")
        .values_list("review_id", "item_id", "text")
    )
    found: dict[UUID, str] = {}
    for review, item, text in rows:
        if item is None or review not in found:
            found[review] = text
    return found


CONTRIBUTION = Contributor(entries=entries, know=know)
