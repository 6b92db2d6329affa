"""Reading shared reviews: what was chosen, what was said, and who still has to agree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from attune.core.consent import Purpose
from attune.core.journey import FilmState
from attune.web.cases.models import Cycle, HelpingQuestion, Participant
from attune.web.cases.queries import consent_for, require_worker
from attune.web.films.models import ErasureReceipt, Film
from attune.web.people.queries import Actor
from attune.web.reviews.models import Moment, ReviewItem, SharedReview, Words

WATCHED_TOGETHER = (Film.Kind.INTERACTION, Film.Kind.PRACTICE)


# --- opening, for those who hold the case -------------------------------------------------------
def open_review(actor: Actor, review_id: UUID) -> SharedReview:
    reviews = SharedReview.objects.select_related(
        "cycle__case", "cycle__dyad__first", "cycle__dyad__second", "next_cycle"
    )
    review = get_object_or_404(reviews, pk=review_id)
    require_worker(actor, review.cycle.case)
    return review


def open_item(actor: Actor, item_id: UUID) -> ReviewItem:
    items = ReviewItem.objects.select_related(
        "moment__film",
        "review__cycle__case",
        "review__cycle__dyad__first",
        "review__cycle__dyad__second",
    )
    item = get_object_or_404(items, pk=item_id)
    require_worker(actor, item.review.cycle.case)
    return item


def open_words(actor: Actor, words_id: UUID) -> Words:
    rows = Words.objects.select_related("review__cycle__case", "item")
    words = get_object_or_404(rows, pk=words_id)
    require_worker(actor, words.review.cycle.case)
    return words


def review_of(cycle: Cycle) -> SharedReview | None:
    return SharedReview.objects.filter(cycle=cycle).first()


# --- what was found, and what was chosen --------------------------------------------------------
def moments_of(cycle: Cycle) -> QuerySet[Moment]:
    """All moments of the cycle's films that can be watched."""
    return (
        Moment.objects.filter(film__cycle=cycle)
        .filter(film__kind__in=WATCHED_TOGETHER, film__state=FilmState.READY)
        .select_related("film")
        .order_by("film__at", "first", "at")
    )


def items_of(review: SharedReview) -> QuerySet[ReviewItem]:
    """The chosen moments in their order, without those of which nothing at all is left. `deleted_at`:
    when the film was deleted that a moment was of; None while it is there, or when nobody knows."""
    receipts = ErasureReceipt.objects.filter(
        film_id=OuterRef("from_film"), what=ErasureReceipt.What.FILM
    )
    return (
        review.items.filter(Q(moment__isnull=False) | Q(words__isnull=False))
        .annotate(deleted_at=Subquery(receipts.values("erased_at")[:1]))
        .select_related("moment__film")
        .prefetch_related("words__by")
        .distinct()
    )


def watchable(review: SharedReview) -> list[ReviewItem]:
    """The chosen moments whose film can be played."""
    return list(
        review.items.filter(moment__film__state=FilmState.READY).select_related("moment__film")
    )


def film_to_look_into(cycle: Cycle) -> Film | None:
    """The cycle's newest film in which moments can be found."""
    ready = cycle.films.filter(kind__in=WATCHED_TOGETHER, state=FilmState.READY)
    return ready.order_by("at").last()


# --- consent ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Agreement:
    """Whether these people have agreed, and who has not. unnamed: of a film, nobody is named."""

    stands: bool
    missing: tuple[Participant, ...]
    unnamed: bool


def agreement(films: set[UUID], *purposes: Purpose) -> Agreement:
    """Have all people in the picture of these films agreed to all of these purposes? A film of which
    nobody is named has nobody's agreement, whatever the others have."""
    people = list(Participant.objects.filter(films__in=films).distinct())
    named = set(
        Film.objects.filter(pk__in=films, in_picture__in=people).values_list("pk", flat=True)
    )
    unnamed = not films or named != films
    missing = {key for each in purposes for key in consent_for(people, each).missing}
    return Agreement(
        stands=not unnamed and not missing,
        missing=tuple(person for person in people if person.pk in missing),
        unnamed=unnamed,
    )


def agreement_to_watch(review: SharedReview) -> Agreement:
    """Have all people in the chosen moments agreed to be filmed, and that it is watched together?"""
    films = review.items.filter(moment__isnull=False).values_list("moment__film", flat=True)
    return agreement(set(films), Purpose.FILM, Purpose.REVIEW)


# --- what was said ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """What was said of one moment, or of the whole review; the client's words come first."""

    client: list[Words] = field(default_factory=list)
    practitioner: list[Words] = field(default_factory=list)
    together: list[Words] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.client or self.practitioner or self.together)


def said(rows: Iterable[Words]) -> Said:
    """The words that were not taken back, by who said them."""
    by_speaker: dict[str, list[Words]] = defaultdict(list)
    for row in rows:
        if row.struck_at is None:
            by_speaker[row.speaker].append(row)
    return Said(
        client=by_speaker[Words.Speaker.CLIENT],
        practitioner=by_speaker[Words.Speaker.PRACTITIONER],
        together=by_speaker[Words.Speaker.TOGETHER],
    )


def client_has_spoken(item: ReviewItem) -> bool:
    """Whether it is the practitioner's turn: the client said something, or chose only to watch."""
    return item.watched_only_at is not None or bool(said(item.words.all()).client)


def said_of_all(review: SharedReview) -> Said:
    """What was said of the whole review, not of one moment."""
    return said(review.words.filter(item=None))


def question_then(review: SharedReview) -> HelpingQuestion | None:
    """The helping question as it was when the review was held."""
    questions = review.cycle.case.helping_questions
    if review.held_on is None:
        return questions.last()
    return questions.filter(at__date__lte=review.held_on).last() or questions.first()


def other_of(cycle: Cycle) -> Participant:
    """Whom the client is in relationship with."""
    dyad = cycle.dyad
    return dyad.first if dyad.first != client_of(cycle) else dyad.second


def client_of(cycle: Cycle) -> Participant | None:
    """The adult of the relationship in focus whose words these are."""
    for participant in (cycle.dyad.first, cycle.dyad.second):
        if participant.is_client:
            return participant
    return None
