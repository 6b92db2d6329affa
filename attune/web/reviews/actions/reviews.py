"""Choosing, watching, writing down and finishing. Each is one transaction with one log entry."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.journey import ReviewState
from attune.web.cases.actions import start_cycle
from attune.web.cases.models import Cycle
from attune.web.people.actions import record
from attune.web.people.queries import Actor
from attune.web.reviews.actions.moments import ask_for_picture
from attune.web.reviews.models import Moment, ReviewItem, SharedReview, Words
from attune.web.reviews.queries.reviews import agreement_to_watch, client_has_spoken, watchable


# --- choosing -----------------------------------------------------------------------------------
@transaction.atomic
def choose(*, by: Actor, cycle: Cycle, moment: Moment) -> ReviewItem:
    """Put a moment last in the cycle's review, which begins with its first moment."""
    review, begun = SharedReview.objects.get_or_create(cycle=cycle, defaults={"by": by.person})
    _check_open(review)
    if begun:
        record(by=by, verb="create", thing=review)
    last = review.items.aggregate(last=Max("position"))["last"] or 0
    fresh = {"position": last + 1, "from_film": moment.film_id}
    item, added = review.items.get_or_create(moment=moment, defaults=fresh)
    if added:
        record(by=by, verb="create", thing=item, position=item.position)
        ask_for_picture(moment=moment)  # so that it is there when the page is
    return item


@transaction.atomic
def leave_out(*, by: Actor, item: ReviewItem) -> None:
    """Take a moment out of the review again. ValidationError when something was said of it, or the
    client chose only to watch it."""
    _check_open(item.review)
    if item.watched_only_at is not None:
        raise ValidationError(_("This moment was watched together, so it stays in the review."))
    if item.words.exists():
        raise ValidationError(
            _("Something was said about this moment, so it stays in the review with those words.")
        )
    record(by=by, verb="change", thing=item.review, left_out=str(item.pk))
    item.delete()
    _number_anew(list(item.review.items.all()))


@transaction.atomic
def move(*, by: Actor, item: ReviewItem, places: int) -> None:
    """Move a moment this many places later; a negative number is earlier. It stops at the ends."""
    _check_open(item.review)
    items = list(item.review.items.all())
    here = items.index(item)
    there = min(max(here + places, 0), len(items) - 1)
    items.insert(there, items.pop(here))
    _number_anew(items)
    record(by=by, verb="change", thing=item, position=there + 1)


def _check_open(review: SharedReview) -> None:
    if review.state == ReviewState.FINISHED:
        raise ValidationError(_("This review is finished. Reopen it first."))


def _number_anew(items: list[ReviewItem]) -> None:
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


# --- watching -----------------------------------------------------------------------------------
@transaction.atomic
def begin_watching(*, by: Actor, review: SharedReview) -> None:
    """The review is being held. ValidationError when it may not be, or there is nothing to see."""
    if not watchable(review):
        raise ValidationError(_("Choose at least one moment to watch together first."))
    if not agreement_to_watch(review).stands:  # also to watch once more
        raise _not_agreed()
    _hold(review)
    record(by=by, verb="change", thing=review, state=review.state)


def _hold(review: SharedReview) -> None:
    """What was held stays held; before that, everyone must have agreed. Raises ValidationError."""
    if review.state == ReviewState.PLANNED:
        if not agreement_to_watch(review).stands:
            raise _not_agreed()
        review.state = ReviewState.HELD
        review.held_on = timezone.localdate()
        review.save(update_fields=["state", "held_on"])


def _not_agreed() -> ValidationError:
    return ValidationError(_("Not everyone in the picture has agreed to watching together."))


# --- what was said ------------------------------------------------------------------------------
@transaction.atomic
def keep_words(
    *,
    by: Actor,
    review: SharedReview,
    item: ReviewItem | None,
    speaker: Words.Speaker,
    text: str,
    form: UUID,
) -> Words:
    """Write down what was said. `form` names the form that was sent: a repeat changes nothing.

    The client speaks first of each moment: ValidationError when the practitioner, or both
    together, are written down before the client spoke or chose only to watch. The first words hold
    the review, so they need the agreement to watch; later ones stay possible without it.
    """
    speaker = Words.Speaker(speaker)
    if item is not None and speaker != Words.Speaker.CLIENT and not client_has_spoken(item):
        raise ValidationError(_("The client’s words come first. Write down theirs, then yours."))
    _hold(review)
    place = item.pk if item else ""
    key = uuid5(review.pk, f"{form}\n{place}\n{speaker}\n{text}")
    words, added = Words.objects.get_or_create(
        pk=key,
        defaults={
            "review": review,
            "item": item,
            "speaker": speaker,
            "text": text,
            "by": by.person,
        },
    )
    if added:
        record(by=by, verb="create", thing=words, speaker=str(speaker))
    return words


@transaction.atomic
def watch_only(*, by: Actor, item: ReviewItem, only: bool) -> None:
    """The client preferred to watch this moment without saying anything, or speaks after all."""
    if only:
        _hold(item.review)
    item.watched_only_at = timezone.now() if only else None
    item.save(update_fields=["watched_only_at"])
    record(by=by, verb="change", thing=item, watched_only=only)


@transaction.atomic
def strike(*, by: Actor, words: Words, struck: bool) -> None:
    """Show these words no more, or again. Only who wrote them down may; the row stays."""
    if words.by_id != by.person.pk:
        raise ValidationError(_("Only the person who wrote these words down can take them back."))
    words.struck_at = timezone.now() if struck else None
    words.save(update_fields=["struck_at"])
    record(by=by, verb="change", thing=words, struck=struck)


# --- finishing ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Conclusion:
    """What a review ends with. narrative: what the client says now, ideas: had together; both are
    words like any other. go_on: begin the next cycle now, in which `next_film` is filmed."""

    narrative: str
    ideas: str
    next_step: str
    next_film: str
    go_on: bool
    form: UUID  # the form that was sent


@transaction.atomic
def finish(*, by: Actor, review: SharedReview, conclusion: Conclusion) -> Cycle | None:
    """The review is finished. Going on begins the next cycle of the same two people, once."""
    _hold(review)
    # Two clicks are two requests: the second waits here, and then knows of the first's cycle.
    review.next_cycle = SharedReview.objects.select_for_update().get(pk=review.pk).next_cycle
    said = {
        Words.Speaker.CLIENT: conclusion.narrative,
        Words.Speaker.TOGETHER: conclusion.ideas,
    }
    for speaker, text in said.items():
        if text:
            keep_words(
                by=by, review=review, item=None, speaker=speaker, text=text, form=conclusion.form
            )
    review.next_step, review.next_film = conclusion.next_step, conclusion.next_film
    review.state = ReviewState.FINISHED
    if conclusion.go_on and review.next_cycle is None:
        review.next_cycle = start_cycle(
            by=by,
            case=review.cycle.case,
            dyad_id=review.cycle.dyad_id,
            plan=conclusion.next_film,
        )
    review.save(update_fields=["next_step", "next_film", "state", "next_cycle"])
    record(by=by, verb="change", thing=review, state=review.state, goes_on=conclusion.go_on)
    return review.next_cycle


@transaction.atomic
def reopen(*, by: Actor, review: SharedReview) -> None:
    """Take up a finished review again; nothing that was kept changes."""
    if review.state == ReviewState.FINISHED:
        review.state = ReviewState.HELD
        review.save(update_fields=["state"])
        record(by=by, verb="change", thing=review, state=review.state)
