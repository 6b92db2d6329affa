"""What is kept of a film, encrypted: how bytes come in, stay, are read, and go.

The only room of the web wing that knows how the parts of a film are called. Names are made of UUIDs
and of the words below: nothing that a person typed, and no name of their file, ever reaches the disk.
All is encrypted with the key of the case (keys.py) and bound to its place; there is no other way in or
out. What has been kept is on the disk before the function that kept it returns, so that a row may
name it.
"""

import re
from contextlib import closing
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from attune.core.vault.growing import GrowingReader, sealed_tail
from attune.core.vault.joined import JoinedReader
from attune.core.vault.streaming import StreamReader, StreamWriter
from attune.web.films.blobs import BusyError, Draft, blobs
from attune.web.films.exported import EXPORT, Exporting, ExportReader, drop_export, export
from attune.web.films.keys import Place, place_of
from attune.web.films.originals import (
    ORIGINAL,
    Arriving,
    arrived,
    create,
    is_full,
    open_for_append,
    part_name,
    sizes,
)

# Part of this door too:
__all__ = [
    "ORIGINAL",
    "Arriving",
    "BusyError",
    "Exporting",
    "arrived",
    "create",
    "drop_export",
    "export",
    "is_full",
    "open_for_append",
]

POSTER, FRAMES, PEAKS = "poster.jpg", "frames.json", "peaks.json"
INIT, FRAGMENTS, INDEX = "proxy.init", "proxy.frag", "proxy.index"
SPRITE = "sprite.json"
# Without one of these a film is not prepared:
MUST = (INIT, FRAGMENTS, INDEX, POSTER, PEAKS, FRAMES)
MADE = re.compile(
    r"proxy\.(init|frag|index)|poster\.jpg|frames\.json|peaks\.json|sprite(\.json|-[0-9]{3}\.jpg)"
)
PICTURE = re.compile(r"pictures/[0-9a-f-]{36}\.(png|jpg)")
IS_MAKING, IS_MADE = "making", "made"
TAIL = ".tail"


def picture(moment_id: UUID, ending: str) -> str:
    """The name of a moment's picture; `ending` is "png" or "jpg"."""
    return f"pictures/{moment_id}.{ending}"


# --- reading --------------------------------------------------------------------------------------
def open_for_read(film_id: UUID, name: str) -> BinaryIO:
    """A part of the film, decrypted as it is read: a file to read and seek in, with its `size`.

    Raises FileNotFoundError, and VaultError when it is not what was written.
    """
    _check(name)
    place = place_of(film_id)
    if name == ORIGINAL:
        return JoinedReader(
            sizes(film_id),
            lambda number: _reader(film_id, place, f"{ORIGINAL}/{part_name(number)}"),
        )
    if EXPORT.fullmatch(name):
        return ExportReader(film_id, name, place)
    return _reader(film_id, place, name, f"{IS_MADE}/" if MADE.fullmatch(name) else "")


def open_growing(film_id: UUID, name: str) -> BinaryIO:
    """What a preparation that runs has written of a part so far; when it has ended, what it made.

    It does not grow while it is open. Raises FileNotFoundError and VaultError.
    """
    _check(name)
    place = place_of(film_id)
    try:
        return _growing(film_id, place, name)
    except FileNotFoundError:
        return _reader(film_id, place, name, f"{IS_MADE}/")


def _growing(film_id: UUID, place: Place, name: str) -> BinaryIO:
    try:
        with closing(blobs.open(film_id, f"{IS_MAKING}/{name}{TAIL}")) as file:
            tail = file.readall()
    except FileNotFoundError:
        return _reader(film_id, place, name, f"{IS_MAKING}/")
    file = blobs.open(film_id, f"{IS_MAKING}/{name}")
    return _closing_on_error(
        file, lambda: GrowingReader(file, tail, place.key, place.binding(name))
    )


def _reader(film_id: UUID, place: Place, name: str, folder: str = "") -> BinaryIO:
    file = blobs.open(film_id, folder + name)
    return _closing_on_error(file, lambda: StreamReader(file, place.key, place.binding(name)))


def _closing_on_error(file: BinaryIO, made) -> BinaryIO:
    try:
        return made()
    except BaseException:
        file.close()
        raise


def has(film_id: UUID, name: str) -> bool:
    _check(name)
    try:
        if name == ORIGINAL:
            return bool(sizes(film_id))
        return blobs.size(film_id, (f"{IS_MADE}/" if MADE.fullmatch(name) else "") + name) > 0
    except FileNotFoundError:
        return False


# --- what is made ---------------------------------------------------------------------------------
class Making:
    """What a preparation makes, part by part (core.media.sink.Sink), until it is kept or dropped.

    What is appended can be read while it grows (`open_growing`); nothing counts before `keep`.
    """

    def __init__(self, film_id: UUID) -> None:
        self._film_id, self._place = film_id, place_of(film_id)
        self._streams: dict[str, tuple[Draft, StreamWriter]] = {}
        self._whole: set[str] = set()
        blobs.empty(film_id, IS_MAKING)

    def append(self, name: str, piece: bytes) -> None:
        """Add `piece` at the end of a part that begins empty."""
        _check_made(name)
        if name not in self._streams:
            draft = blobs.start(self._film_id, f"{IS_MAKING}/{name}")
            writer = StreamWriter(draft, self._place.key, self._place.binding(name))
            self._streams[name] = (draft, writer)
        _draft, writer = self._streams[name]
        writer.write(piece)
        tail = sealed_tail(writer, self._place.key, self._place.binding(name))
        blobs.put(self._film_id, f"{IS_MAKING}/{name}{TAIL}", tail, durable=False)

    def replace(self, name: str, content: bytes) -> None:
        """Make `content` the whole of a part."""
        _check_made(name)
        blobs.put(self._film_id, f"{IS_MAKING}/{name}", _sealed(self._place, name, content))
        self._whole.add(name)

    def keep(self) -> None:
        """Put all of it in place of what was there. Raises FileNotFoundError when a part is missing, or
        the film is gone; then nothing has been put in place."""
        missing = [name for name in MUST if name not in self._streams and name not in self._whole]
        if missing:
            raise FileNotFoundError(f"Preparing has not made {', '.join(missing)}.")
        for name, (draft, writer) in self._streams.items():
            writer.finish()
            draft.keep()
            blobs.drop(self._film_id, f"{IS_MAKING}/{name}{TAIL}")
        blobs.put_in_place(self._film_id, IS_MAKING, IS_MADE)

    def drop(self) -> None:
        """Forget all of it; no harm when it was kept or dropped already."""
        for draft, _writer in self._streams.values():
            draft.close()
        drop_making(self._film_id)


def making(film_id: UUID) -> Making:
    """Begin to make a film's parts; whatever a broken-off attempt left is gone. Raises
    FileNotFoundError when the film is."""
    return Making(film_id)


def drop_making(film_id: UUID) -> None:
    blobs.drop(film_id, IS_MAKING)


def write(film_id: UUID, name: str, content: bytes) -> None:
    """Keep a small part whole: a reader sees all of it or nothing. Raises FileNotFoundError when
    the film is gone."""
    if not PICTURE.fullmatch(name):
        raise ValueError(f"A film has no part {name!r} that is written so.")
    blobs.put(film_id, name, _sealed(place_of(film_id), name, content))


def _sealed(place: Place, name: str, content: bytes) -> bytes:
    out = bytearray()

    class Out:
        write = staticmethod(out.extend)

    writer = StreamWriter(Out, place.key, place.binding(name))
    writer.write(content)
    writer.finish()
    return bytes(out)


# --- room and end ---------------------------------------------------------------------------------
def drop_picture(film_id: UUID, name: str) -> None:
    """Erase the picture of a moment that is there no more."""
    _check(name)
    blobs.drop(film_id, name)


def erase_original(film_id: UUID) -> None:
    """The film as it was sent, all of it at once; what was made of it stays. No harm done twice."""
    blobs.drop(film_id, ORIGINAL)


def free_bytes() -> int:
    """What the file system still has for us."""
    return blobs.free_bytes()


def has_room_for(size: int) -> bool:
    """Whether `size` more bytes leave the reserve untouched, which notes and measures live on."""
    return free_bytes() - size >= settings.DISK_RESERVE


def erase(film_id: UUID) -> None:
    """Everything of this film, at once. It does no harm when there is nothing."""
    blobs.erase(film_id)


def film_ids() -> dict[UUID, float]:
    """Every film that has a folder, and when something last changed in it (as time.time() counts)."""
    return blobs.film_ids()


def finish_erasing() -> int:
    """Clear what a power cut, or a bucket that was away, kept `erase` from clearing; return how much
    still has to wait for the bucket."""
    return blobs.finish_erasing()


# --- names ----------------------------------------------------------------------------------------
def _check(name: str) -> None:
    if name != ORIGINAL and not any(kind.fullmatch(name) for kind in (MADE, PICTURE, EXPORT)):
        raise ValueError(f"A film has no part {name!r}.")


def _check_made(name: str) -> None:
    if not MADE.fullmatch(name):
        raise ValueError(f"Preparing makes no part {name!r}.")
