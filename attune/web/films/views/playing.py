"""What a browser plays and shows of a film: only what we made of it, never an uploaded byte.

What is made lies encrypted: it is decrypted segment by segment while it is sent.
"""

import logging
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from attune.core.journey import FilmState
from attune.core.media import playable  # noqa: TID253 -- it opens no film and loads no codec
from attune.core.vault.errors import VaultError
from attune.core.vault.joined import JoinedReader
from attune.web.films import queries, store
from attune.web.films.models import Film
from attune.web.films.sending import PRIVATE, send_film
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK, Actor

log = logging.getLogger("attune.films")

SHEETS = 1000  # their names have three digits
HEADS_KEPT = 32  # films that are played at the same time, in one process
SHOWN = (FilmState.PREPARING, FilmState.READY)
LOGGED_FOR = 5 * 60  # seconds: a player asks for many parts, and that is one look at the film


@require_safe
@access(*CASEWORK, atomic=False)
def video(request: HttpRequest, film_id: UUID) -> HttpResponseBase:
    """The film, or the part of it that a player asks for. With `?fragments=K` it ends after its first
    K fragments: so a film can be watched that is still being prepared."""
    film = queries.open_watchable(request.actor, film_id)
    file, etag = _playable(film, _count(request.GET.get("fragments")))
    log_look(request.actor, film)
    return send_film(request, file, size=file.size, etag=etag)


def _count(text: str | None) -> int | None:
    """How many fragments are asked for; None: all of them, of a film that is ready."""
    if text is None:
        return None
    if not text.isdecimal() or not 0 < len(text) < 7 or int(text) < 1:
        raise Http404
    return int(text)


def _playable(film: Film, count: int | None) -> tuple["Played", str]:
    """The film as one file, and its ETag: it names the one attempt to prepare the film whose bytes
    these are. Raises Http404 while there is nothing to see."""
    growing = not film.is_ready
    if growing and count is None:
        raise Http404
    body = _open(film, store.FRAGMENTS)
    try:
        start, length = _start(film.pk, body.salt, count, growing)
        if length > body.size:
            raise Http404
    except BaseException:
        body.close()
        raise
    etag = f'"{film.pk.hex}-{body.salt.hex()[:32]}-{count or "all"}"'
    return Played(start, body, length), etag


class Played(JoinedReader):
    """A head and the fragments behind it, as one file."""

    def __init__(self, start: bytes, body: BinaryIO, length: int) -> None:
        super().__init__([len(start), length], lambda number: (BytesIO(start), body)[number])
        self._body = body

    def close(self) -> None:
        self._body.close()
        super().close()


@lru_cache(maxsize=HEADS_KEPT)
def _start(film_id: UUID, salt: bytes, count: int | None, growing: bool) -> tuple[bytes, int]:
    """What stands before the fragments, and how many bytes those are. It never changes for a stream
    of fragments, which its salt names. Raises Http404."""
    opened = store.open_growing if growing else store.open_for_read
    try:
        with opened(film_id, store.INIT) as init, opened(film_id, store.INDEX) as index:
            fragments = playable.read_index(index.read())
            if not fragments or (count is not None and count > len(fragments)):
                raise Http404
            fragments = fragments[:count]
            start = playable.head(init.read(), fragments)
    except FileNotFoundError as error:
        raise Http404 from error
    return start, sum(fragment.size for fragment in fragments)


@require_safe
@access(*CASEWORK, atomic=False)
def poster(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """The first picture at once, a better one later."""
    return _small(request.actor, film_id, store.POSTER, "image/jpeg", at_once=True)


@require_safe
@access(*CASEWORK, atomic=False)
def frames(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """The frame table, in ticks of the original."""
    return _small(request.actor, film_id, store.FRAMES, "application/json")


@require_safe
@access(*CASEWORK, atomic=False)
def peaks(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """The loudness over time, to draw."""
    return _small(request.actor, film_id, store.PEAKS, "application/json")


@require_safe
@access(*CASEWORK, atomic=False)
def sprite(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """What the sheets of thumbnails hold, in ticks of the original."""
    return _small(request.actor, film_id, store.SPRITE, "application/json")


@require_safe
@access(*CASEWORK, atomic=False)
def sheet(request: HttpRequest, film_id: UUID, number: int) -> HttpResponse:
    """Many thumbnails in one picture."""
    if number >= SHEETS:
        raise Http404
    return _small(request.actor, film_id, f"sprite-{number:03}.jpg", "image/jpeg", at_once=True)


def _small(
    actor: Actor, film_id: UUID, name: str, content_type: str, *, at_once: bool = False
) -> HttpResponse:
    """A part that is whole, or, of a film that is being prepared, one that may be seen `at_once`."""
    film = queries.open_watchable(actor, film_id)
    if not (film.is_ready or at_once):
        raise Http404
    with _open(film, name) as file:
        content = file.read()
    log_look(actor, film, watched=name != store.POSTER)
    return HttpResponse(content, content_type=content_type, headers=PRIVATE)


def _open(film: Film, name: str) -> BinaryIO:
    """Raises Http404 while there is nothing to see."""
    if film.state not in SHOWN:
        raise Http404
    try:
        opened = store.open_for_read if film.is_ready else store.open_growing
        return opened(film.pk, name)
    except FileNotFoundError as error:
        raise Http404 from error
    except VaultError:
        log.exception("A part of film %s does not open.", film.pk)
        raise


def log_look(actor: Actor, film: Film, *, watched: bool = True) -> None:
    """Write that this person saw this film, whatever part of it; once in a while is enough. The one
    picture that stands for a film on a page is seen, too, but that is not watching the film."""
    seen = "watched" if watched else "poster"
    key = f"look:{seen}:{actor.person.pk}:{film.pk}"
    if cache.get(key):
        return
    with transaction.atomic():
        record(by=actor, verb="read", thing=film, **{seen: True})
    cache.set(key, True, LOGGED_FOR)
