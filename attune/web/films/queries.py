"""Reading films: everything here asks who asks, and whether the people in the picture agree."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from uuid import UUID

from django.core.exceptions import PermissionDenied

from attune.core.clock import FrameTable
from attune.core.consent import Purpose
from attune.core.journey import FilmState
from attune.web.cases.models import Cycle, Participant
from attune.web.cases.queries import consent_for, open_in_case
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.people.queries import Actor

TABLES_KEPT = 8  # films that people work on at the same time, in one process

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


def recordings_of(cycle: Cycle) -> list[Film]:
    """Recordings of this cycle that were broken off, or go on on another page."""
    return list(Film.objects.filter(cycle=cycle, state=FilmState.UPLOADING, size=None))


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
