"""Reading films: everything here asks who asks, and whether the people in the picture agree."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from attune.core.clock import FrameTable
from attune.core.consent import Purpose
from attune.core.journey import FilmState
from attune.web.cases.models import Case, Cycle, Participant
from attune.web.cases.queries import consent_for, open_case, open_in_case
from attune.web.films import store
from attune.web.films.models import ErasureReceipt, Film, SecondCamera
from attune.web.people.models import Person
from attune.web.people.queries import Actor

if TYPE_CHECKING:
    from attune.core.media.playable import Fragment

TABLES_KEPT = 8  # films that people work on at the same time, in one process

# A camera sends each second and a slow line a part in some minutes: after so long without anything
# a film is taken for broken off. It may still go on.
QUIET_CAMERA = timedelta(minutes=1)
QUIET_UPLOAD = timedelta(minutes=10)

# Apps above say in a sentence each what of theirs goes when a film is deleted. See `goes_with`.
BELONGINGS: list[Callable[[Film], Iterable[str]]] = []


class NoConsentError(PermissionDenied):
    """Someone in the picture has not agreed to being filmed, or does not agree any more."""

    def __init__(self, film: Film, people: list[Participant]) -> None:
        super().__init__(film.pk)
        self.film, self.people = film, people


def open_film(actor: Actor, film_id: UUID) -> Film:
    """A film of a case that the actor holds. 404 when not in their service, 403 when not theirs.

    What it shows may be seen only through `open_watchable`.
    """
    return open_in_case(actor, Film, film_id, "cycle", "by")


def open_watchable(actor: Actor, film_id: UUID) -> Film:
    """A film whose pictures the actor may see now. Raises NoConsentError (a PermissionDenied)."""
    film = open_film(actor, film_id)
    people = list(film.in_picture.all())
    if not people or (missing := without_consent(people)):
        raise NoConsentError(film, missing if people else [])
    return film


def without_consent(people: Iterable[Participant]) -> list[Participant]:
    """Those of `people` who do not, today, agree to being filmed."""
    asked = list(people)
    missing = set(consent_for(asked, Purpose.FILM).missing)
    return [person for person in asked if person.pk in missing]


@lru_cache(maxsize=TABLES_KEPT)
def frame_table(film_id: UUID) -> FrameTable:
    """The frame table of a film that is ready; it never changes. Raises FileNotFoundError."""
    with store.open_for_read(film_id, store.FRAMES) as file:
        return FrameTable.from_bytes(file.read())


def fragments_so_far(film_id: UUID) -> list["Fragment"]:
    """What a running preparation has written of the film; none before the first is whole."""
    from attune.core.media.playable import INDEX, read_index

    try:
        with store.open_growing(film_id, INDEX) as file:
            return read_index(file.read())
    except FileNotFoundError:
        return []


def table_now(film_id: UUID) -> FrameTable:
    """The frame table, or as much of it as is there while the film is being prepared.

    Raises FileNotFoundError when there is nothing yet.
    """
    from attune.core.media.playable import table_so_far

    try:
        return frame_table(film_id)
    except FileNotFoundError:
        fragments = fragments_so_far(film_id)
        if not fragments:
            raise
        return table_so_far(fragments)


def can_begin(film: Film) -> bool:
    """Whether one can look at it frame by frame: it is ready, or some of it is there already."""
    if film.is_ready:
        return True
    return film.state == FilmState.PREPARING and bool(fragments_so_far(film.pk))


def has_poster(film: Film) -> bool:
    """Whether there is a picture of the film to show, be it only its first."""
    if film.is_ready:
        return True
    try:
        store.open_growing(film.pk, store.POSTER).close()
    except FileNotFoundError:
        return False
    return True


def recordings_of(cycle: Cycle) -> list[Film]:
    """Recordings of this cycle that were broken off, or go on on another page."""
    recorded = Q(size=None) | Q(last_part_at__isnull=False)
    return list(Film.objects.filter(recorded, cycle=cycle, state=FilmState.UPLOADING))


def is_broken_off(film: Film) -> bool:
    """Whether nothing of a film has come any more for a while, though not all of it is here."""
    if film.state != FilmState.UPLOADING:
        return False
    # Each part that comes puts the end off (actions.keep_open).
    last = film.expires_at - timedelta(hours=settings.UPLOAD_KEPT_HOURS)
    quiet = QUIET_CAMERA if film.is_recording else QUIET_UPLOAD
    return timezone.now() - max(last, film.at) > quiet


def standing(film: Film) -> FilmState:
    """How far a film has come, as the journey sees it."""
    if is_broken_off(film):
        return FilmState.BROKEN_OFF
    if film.state == FilmState.PREPARING and film.held == Film.Held.STOPPED:
        return FilmState.STOPPED
    return FilmState(film.state)


def receipts_of(case: Case) -> list[ErasureReceipt]:
    """The films of a case that were erased, oldest first. (Of a film that is here still, only its
    original may be gone.)"""
    return list(ErasureReceipt.objects.filter(case_id=case.pk, what=ErasureReceipt.What.FILM))


def open_receipt(actor: Actor, receipt_id: UUID) -> tuple[ErasureReceipt, Case]:
    """The receipt of an erasure, and the case of which it was. By the same rule as open_case."""
    receipt = get_object_or_404(ErasureReceipt.objects, pk=receipt_id)
    return receipt, open_case(actor, receipt.case_id)


def key_destroyed_by(receipt: ErasureReceipt) -> ErasureReceipt | None:
    """The erasure with which the key of this film's case went: this one, or one after it."""
    later = ErasureReceipt.objects.filter(case_id=receipt.case_id, key_destroyed=True)
    return later.filter(erased_at__gte=receipt.erased_at).first()


def erased_by(receipt: ErasureReceipt) -> Person | None:
    """Who did it; None when it was the clock."""
    return Person.objects.filter(pk=receipt.by_id).first() if receipt.by_id else None


def second_camera_of(film: Film) -> SecondCamera | None:
    """The film that was joined to this one, with its offset."""
    joined = SecondCamera.objects.filter(first=film)
    return joined.select_related("first__case", "second__case").first()


def beside(actor: Actor, film: Film) -> SecondCamera | None:
    """The film of the other camera, when the actor may watch that one too just now."""
    joined = second_camera_of(film)
    if joined is None:
        return None
    try:
        open_watchable(actor, joined.second_id)
    except PermissionDenied:
        return None
    return joined


def could_be_second(film: Film) -> list[Film]:
    """Other films of the same cycle that are ready and belong to no pair yet."""
    others = Film.objects.filter(cycle=film.cycle_id, state=FilmState.READY).exclude(pk=film.pk)
    return list(others.filter(first_camera=None, second_camera=None))


def open_second(actor: Actor, film: Film, second_id: UUID) -> Film:
    """One of `could_be_second` that the actor may watch. 404, or NoConsentError."""
    second = open_watchable(actor, second_id)
    if second not in could_be_second(film):
        raise Http404
    return second


def arrived(film: Film) -> int:
    """How many bytes of the upload are here."""
    try:
        return store.arrived(film.pk)
    except FileNotFoundError:
        return 0


def all_arrived(film: Film) -> bool:
    return film.state == FilmState.UPLOADING and arrived(film) == film.size


def goes_with(describe: Callable[[Film], Iterable[str]]) -> None:
    """Let an app above say what goes with a film: `describe(film)` gives sentences, none if
    nothing."""
    BELONGINGS.append(describe)


def what_goes_with(film: Film) -> list[str]:
    return [sentence for describe in BELONGINGS for sentence in describe(film)]
