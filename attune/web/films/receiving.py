"""Bytes that come in: from the line to the disk, in bounded memory, keeping what arrived."""

import hashlib
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from attune.web.films import store, tus
from attune.web.films.tus import UploadError

PIECE = 256 * 2**10
SILENCE = 20  # seconds without a byte after which a line counts as cut, so that the lock goes free
LET_PASS = 16 * 2**20  # what our own page sends at once is less
BLOCK = 4 * 2**20  # what is compared when a file is chosen again
BLOCKS_AT_ONCE = 8


def pieces(request: HttpRequest, length: int) -> Iterator[bytes]:
    """The body, piece by piece. When the line is cut it ends early, after all that arrived."""
    line = request.META.get("gunicorn.socket")
    if line is not None:
        line.settimeout(SILENCE)
    left = length
    while left > 0:
        try:
            piece = request.read(min(PIECE, left))
        except OSError:  # the line broke, or fell silent
            piece = _what_the_server_still_holds(request, line, left)
            left = 0
        if not piece:
            break
        left -= len(piece)
        yield piece
    if line is not None:
        with suppress(OSError):
            line.settimeout(None)


def _what_the_server_still_holds(
    request: HttpRequest, line: socket.socket | None, left: int
) -> bytes:
    if line is not None:
        with suppress(OSError):  # it may be shut already
            line.shutdown(socket.SHUT_RD)  # nothing new is awaited: what is buffered comes out
    with suppress(OSError):
        return request.read(left)
    return b""


def let_pass(request: HttpRequest) -> None:
    """Read on without keeping anything, so that a browser hears the answer: one that is still
    sending when the line closes sees a broken line and no sentence."""
    line = request.META.get("gunicorn.socket")
    if line is not None:
        line.settimeout(SILENCE)
    left = LET_PASS
    with suppress(OSError):
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
    if line is not None:
        with suppress(OSError):
            line.settimeout(None)


def receive(
    film_id: UUID,
    body: Iterable[bytes],
    *,
    offset: int,
    length: int,
    size: int,
    checksum: tus.Checksum | None = None,
) -> int:
    """Put `length` bytes of `body` at `offset` of a film of `size` bytes; return the new offset.

    When it returns, all that it counts is on the disk, encrypted. A body that ends early is kept as far
    as it came, unless it has a checksum. Raises UploadError.
    """
    try:
        with store.open_for_append(film_id) as arriving:
            _check_place(arriving, offset=offset, length=length, size=size)
            try:
                _take(arriving, body, checksum=checksum)
            finally:
                arriving.keep()
            return arriving.offset
    except store.BusyError as error:
        raise UploadError(
            423, _("This film is already being sent, perhaps from another tab. Please wait.")
        ) from error
    except FileNotFoundError as error:
        raise UploadError(410, gone()) from error
    except OSError as error:
        if store.is_full(error):
            raise UploadError(507, no_room()) from error
        raise


def _check_place(arriving: store.Arriving, *, offset: int, length: int, size: int) -> None:
    if offset != arriving.offset:
        raise UploadError(409, _("The upload went on at the wrong place. It will be tried again."))
    if offset + length > size:
        raise UploadError(413, _("This is more than the film was said to have."))
    if not store.has_room_for(length):
        raise UploadError(507, no_room())


def _take(
    arriving: store.Arriving, body: Iterable[bytes], *, checksum: tus.Checksum | None
) -> None:
    added = checksum.fresh() if checksum else None
    for piece in body:
        arriving.write(piece)
        if added:
            added.update(piece)
    if added and added.digest() != checksum.digest:
        arriving.drop()
        raise UploadError(
            tus.CHECKSUM_MISMATCH, _("A part arrived damaged and was not kept. It is sent again.")
        )


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 of an original that is open (store.open_for_read), by reading it once.

    It asks no database and may run in a thread of its own, with a file of its own.
    """
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def blocks_from(film_id: UUID, first: int) -> list[str]:
    """SHA-256 of some whole blocks of what arrived, from block `first` on; the last may be short.

    With them a browser finds out whether a file chosen again is the same, before it goes on.
    """
    digests: list[str] = []
    with store.open_for_read(film_id, store.ORIGINAL) as file:
        file.seek(first * BLOCK)
        while len(digests) < BLOCKS_AT_ONCE and (block := file.read(BLOCK)):
            digests.append(hashlib.sha256(block).hexdigest())
    return digests


def no_room() -> str:
    return _(
        "There is not enough room left on the server for this film. What has arrived is kept. "
        "Please tell the person who runs Attune for you; then go on here."
    )


def gone() -> str:
    return _("This upload is not there any more. Please begin again with “Add a film”.")
