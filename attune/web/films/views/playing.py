"""What a browser plays and shows of a film: only what we made of it, never an uploaded byte."""

import os
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from attune.web.films import queries, store
from attune.web.films.models import Film
from attune.web.films.ranges import Nothing, Part, choose
from attune.web.people.access import access
from attune.web.people.actions import record
from attune.web.people.queries import CASEWORK, Actor

PIECE = 256 * 2**10
LOGGED_FOR = 5 * 60  # seconds: a player asks for many parts, and that is one look at the film
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
@access(*CASEWORK, atomic=False)
def video(request: HttpRequest, film_id: UUID) -> HttpResponseBase:
    """The film, or the part of it that a player asks for."""
    film = queries.open_watchable(request.actor, film_id)
    file = _open(film, store.PROXY)
    log_look(request.actor, film)
    told = os.fstat(file.fileno())
    etag = f'"{film.pk.hex}-{told.st_size:x}-{told.st_mtime_ns:x}"'
    part = choose(
        request.headers.get("Range") if request.method == "GET" else None,
        size=told.st_size,
        cap=settings.RANGE_CAP,
        if_range=request.headers.get("If-Range"),
        etag=etag,
    )
    return _answer(request, file, part, size=told.st_size, etag=etag)


def _answer(request: HttpRequest, file: BinaryIO, part, *, size: int, etag: str):
    headers = {**PRIVATE, "Accept-Ranges": "bytes", "ETag": etag}
    if isinstance(part, Nothing):
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, length, status = 0, size, 200
    if isinstance(part, Part):
        first, length, status = part.first, part.length, 206
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, content_type="video/mp4", headers=headers)
    return StreamingHttpResponse(
        Pieces(file, first, length), status=status, content_type="video/mp4", headers=headers
    )


class Pieces:
    """Some bytes of a file, piece by piece. The server closes it, also when nobody read on: a
    generator that was never begun would not let go of its file."""

    def __init__(self, file: BinaryIO, first: int, length: int) -> None:
        file.seek(first)
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(min(PIECE, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


@require_safe
@access(*CASEWORK, atomic=False)
def poster(request: HttpRequest, film_id: UUID) -> HttpResponse:
    return _small(request.actor, film_id, store.POSTER, "image/jpeg")


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


def _small(actor: Actor, film_id: UUID, name: str, content_type: str) -> HttpResponse:
    film = queries.open_watchable(actor, film_id)
    with _open(film, name) as file:
        content = file.read()
    log_look(actor, film)
    return HttpResponse(content, content_type=content_type, headers=PRIVATE)


def _open(film: Film, name: str) -> BinaryIO:
    """Raises Http404 while there is nothing to see."""
    if not film.is_ready:
        raise Http404
    try:
        return store.open_for_read(film.pk, name)
    except FileNotFoundError as error:
        raise Http404 from error


def log_look(actor: Actor, film: Film) -> None:
    """Write that this person saw this film, whatever part of it; once in a while is enough."""
    key = f"look:{actor.person.pk}:{film.pk}"
    if cache.get(key):
        return
    with transaction.atomic():
        record(by=actor, verb="read", thing=film, watched=True)
    cache.set(key, True, LOGGED_FOR)
