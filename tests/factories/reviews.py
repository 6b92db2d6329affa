"""Moments and shared reviews for tests."""

from itertools import count
from uuid import uuid4

from attune.core.clock import FrameTable, TimeBase
from attune.core.journey import FilmState
from attune.web.cases.models import Cycle
from attune.web.films import keys, store
from attune.web.films.models import Film
from attune.web.reviews.actions import reviews as actions
from attune.web.reviews.models import Moment, ReviewItem, SharedReview, Words
from tests.factories import Family
from tests.factories.films import make_parts

FRAMES = FrameTable(TimeBase(1, 25), tuple(range(250)), 250)  # ten seconds
numbers = count(0)


def make_film(family: Family, cycle: Cycle, **fields: object) -> Film:
    """A film that is ready to watch, with everyone of the family in the picture; no bytes."""
    film = Film.objects.create(
        case=family.case,
        cycle=cycle,
        **{
            "title": "Bath time",
            "original_name": "IMG_0001.MOV",
            "size": 1,
            "state": FilmState.READY,
            "expires_at": Film.next_expiry(),
            "by": family.actor.person,
        }
        | fields,
    )
    film.in_picture.set(family.people)
    return film


def keep_frames(film: Film) -> None:
    """Give the film its times: 250 frames of a 25th of a second."""
    keys.give(film.case)
    store.create(film.pk)
    make_parts(film.pk, frames=FRAMES)


def make_moment(film: Film, **fields: object) -> Moment:
    """A clip of two seconds, each beginning a frame later than the one made before."""
    first = next(numbers) % 100
    return Moment.objects.create(
        **{
            "id": uuid4(),
            "film": film,
            "kind": Moment.Kind.CLIP,
            "first": first,
            "last": first + 49,
            "title": f"Moment at {first}",
            "framework": "attunement-principles/1",
            "by": film.by,
        }
        | fields
    )


def choose(family: Family, cycle: Cycle, film: Film, *, moments: int = 1) -> list[ReviewItem]:
    """Moments chosen for the cycle's review."""
    return [
        actions.choose(by=family.actor, cycle=cycle, moment=make_moment(film))
        for _ in range(moments)
    ]


def say(
    family: Family,
    review: SharedReview,
    item: ReviewItem | None,
    text: str,
    speaker: Words.Speaker = Words.Speaker.CLIENT,
) -> Words:
    return actions.keep_words(
        by=family.actor, review=review, item=item, speaker=speaker, text=text, form=uuid4()
    )
