"""The bytes of a film that come in: the server's side of tus 1.0 (see tus.py)."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attune.core.journey import FilmState
from attune.web.films import actions, queries, receiving, tus
from attune.web.films.models import Film
from attune.web.people.access import access
from attune.web.people.queries import CASEWORK

ARRIVED = (FilmState.PREPARING, FilmState.READY)


@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS"])
@access(*CASEWORK, atomic=False)
def upload(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """How far it is (HEAD), more of it (PATCH), stop (DELETE), what the server can (OPTIONS)."""
    film = queries.open_film(request.actor, film_id)
    if request.method == "OPTIONS":
        return _answer(204, tus.options(settings.LARGEST_FILM))
    try:
        tus.require_version(request.headers)
        return ANSWERS[request.method](request, film)
    except tus.UploadError as error:
        receiving.let_pass(request)
        return _refusal(error)


def _head(request: HttpRequest, film: Film) -> HttpResponse:
    if film.state in ARRIVED:
        return _answer(200, tus.state(offset=film.size, size=film.size, expires=None))
    _check_open(film)
    actions.require_consent(film=film, by=request.actor)
    offset = queries.arrived(film)
    if offset == film.size:  # the server was stopped just before it could say so
        actions.finish_upload(film=film, by=request.actor)
    return _answer(200, tus.state(offset=offset, size=film.size, expires=film.expires_at))


def _patch(request: HttpRequest, film: Film) -> HttpResponse:
    offset = tus.whole_number(request.headers, "Upload-Offset")
    length = tus.body_length(request.headers)
    if film.state in ARRIVED and (offset, length) == (film.size, 0):
        return _answer(204, tus.state(offset=offset, size=film.size, expires=None))
    _check_open(film)
    actions.require_consent(film=film, by=request.actor)
    if "Upload-Length" in request.headers:
        _end_recording(request, film, offset + length)
    offset = receiving.receive(
        film.pk,
        receiving.pieces(request, length),
        offset=offset,
        length=length,
        size=settings.LARGEST_FILM if film.size is None else film.size,
        checksum=tus.checksum(request.headers),
    )
    actions.keep_open(film)
    if film.size is None:
        actions.note_part(film)
    if offset == film.size:
        actions.finish_upload(film=film, by=request.actor)
    return _answer(204, tus.state(offset=offset, size=film.size, expires=film.expires_at))


def _end_recording(request: HttpRequest, film: Film, least: int) -> None:
    """The length that was left open when it began, with the part that begins or ends here."""
    size = tus.whole_number(request.headers, "Upload-Length")
    if not least <= size <= settings.LARGEST_FILM:
        raise tus.UploadError(413, _("This is more than the film was said to have."))
    actions.tell_size(film=film, size=size)


def _delete(request: HttpRequest, film: Film) -> HttpResponse:
    if film.state in ARRIVED:
        raise tus.UploadError(409, arrived_already())
    if film.state != FilmState.UPLOADING:  # its page says why it was refused, until it is deleted
        raise tus.UploadError(410, film.refusal)
    actions.delete_film(film=film, by=request.actor)
    return _answer(204, {"Tus-Resumable": tus.VERSION})


ANSWERS = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}


@require_safe
@access(*CASEWORK, atomic=False)
def blocks(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Checksums of what arrived, from block `first` on (receiving.blocks_from)."""
    film = queries.open_film(request.actor, film_id)
    try:
        _check_open(film)
        actions.require_consent(film=film, by=request.actor)
        first = tus.whole_number(request.GET, "first")
        digests = receiving.blocks_from(film.pk, first)
    except FileNotFoundError:
        return _refusal(tus.UploadError(410, receiving.gone()))
    except tus.UploadError as error:
        return _refusal(error)
    return JsonResponse(
        {"size": receiving.BLOCK, "arrived": queries.arrived(film), "digests": digests}
    )


def _check_open(film: Film) -> None:
    """Raise UploadError unless the film still waits for bytes."""
    if film.state in ARRIVED:
        raise tus.UploadError(409, arrived_already())
    if film.state != FilmState.UPLOADING:
        raise tus.UploadError(410, film.refusal or receiving.gone())
    if film.expires_at < timezone.now():
        raise tus.UploadError(
            410, _("This upload waited too long to be continued. Please add the film once more.")
        )


def arrived_already() -> str:
    return _("This film has arrived already. You can delete it on its own page.")


def _answer(status: int, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(status=status, headers=headers)


def _refusal(error: tus.UploadError) -> HttpResponse:
    headers = {"Tus-Resumable": tus.VERSION}
    if error.status == 412:
        headers["Tus-Version"] = tus.VERSION
    return HttpResponse(
        error.sentence,
        status=error.status,
        reason=tus.REASONS.get(error.status),
        content_type="text/plain; charset=utf-8",
        headers=headers,
    )
