"""Reading the moments of a film, for those who may look at it closely."""

from functools import lru_cache
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from attune.core.timeline.edit import read_moment, write_moment
from attune.core.timeline.frameworks import Framework, attunement_principles
from attune.core.timeline.model import Timeline
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.films.queries import TABLES_KEPT, can_begin, frame_table, open_watchable, table_now
from attune.web.people.queries import Actor
from attune.web.reviews.models import Moment, ReviewItem, TimelineChange


class NotReadyError(PermissionDenied):
    """Nothing of the film can be seen yet, or it could not be used."""


def open_editable(actor: Actor, film_id: UUID) -> Film:
    """A film that the actor may look at frame by frame. Raises NoConsentError, NotReadyError."""
    film = open_watchable(actor, film_id)
    if not can_begin(film):
        raise NotReadyError(film.pk)
    return film


def open_moment(actor: Actor, moment_id: UUID) -> Moment:
    """A moment whose picture the actor may see now."""
    moment = get_object_or_404(Moment.objects.select_related("film"), pk=moment_id)
    moment.film = open_editable(actor, moment.film_id)
    return moment


def framework_in_use() -> Framework:
    return attunement_principles()


def timeline_of(film: Film) -> Timeline:
    """All moments of the film, as the core reads them."""
    timeline = Timeline()
    for row in Moment.objects.filter(film=film):
        timeline = timeline.with_moment(read_moment(as_change(row)))
    return timeline


def as_change(row: Moment) -> dict:
    """The change that makes this moment."""
    times = {"first": row.first, "last": row.last} if row.is_clip else {"at": row.first}
    words = {"title": row.title, "note": row.note, "principles": row.principles}
    return {"op": "put", "kind": row.kind, "id": str(row.pk), **times, **words}


def as_data(timeline: Timeline) -> list[dict]:
    """The moments for the page: what a change carries, without what it does."""
    written = (write_moment(moment) for moment in timeline.moments.values())
    return [{key: value for key, value in one.items() if key != "op"} for one in written]


@lru_cache(maxsize=TABLES_KEPT)
def _all_ticks(film_id: UUID) -> frozenset[int]:
    return frozenset(frame_table(film_id).pts)


def ticks_of(film_id: UUID) -> frozenset[int]:
    """Every tick at which a frame begins, of those that are there while a film is being prepared."""
    try:
        return _all_ticks(film_id)
    except FileNotFoundError:
        return frozenset(table_now(film_id).pts)


def change_known(change_id: UUID) -> TimelineChange | None:
    """A change that was kept before, on whichever film of whichever service: ids are taken once."""
    with scopes_disabled():
        return TimelineChange.objects.filter(pk=change_id).first()


def belongs_elsewhere(moment_id: UUID, film: Film) -> bool:
    """Whether a moment of another film has this id."""
    with scopes_disabled():
        return Moment.objects.filter(pk=moment_id).exclude(film=film).exists()


def chosen_for_review(moment_id: UUID, film: Film) -> ReviewItem | None:
    """Where the moment is chosen to be watched together."""
    items = ReviewItem.objects.filter(moment_id=moment_id, moment__film=film)
    return items.select_related("review", "moment").first()


def picture_name(moment: Moment) -> str:
    """The picture of the moment's first frame: its name changes with the frame."""
    ending = "jpg" if moment.is_clip else "png"
    return store.picture(uuid5(moment.pk, str(moment.first)), ending)


def going_with(film: Film) -> list[str]:
    """What of ours goes when the film is deleted, in a sentence each."""
    rows = Moment.objects.filter(film=film)
    clips = rows.filter(kind=Moment.Kind.CLIP).count()
    stills = rows.filter(kind=Moment.Kind.STILL).count()
    chosen = ReviewItem.objects.filter(moment__film=film).count()
    said = [
        (clips, ngettext("%(n)d clip", "%(n)d clips", clips)),
        (stills, ngettext("%(n)d still picture", "%(n)d still pictures", stills)),
        (
            chosen,
            ngettext(
                "the film in %(n)d place of a shared review; the words stay",
                "the film in %(n)d places of shared reviews; the words stay",
                chosen,
            ),
        ),
    ]
    return [sentence % {"n": number} for number, sentence in said if number]
