"""Where the bytes of films lie: settings.FILMS/<film id>/, and how they come to stay there.

The only room of the web wing that knows paths. They are made of UUIDs and of the names below:
nothing that a person typed, and no name of their file, ever reaches the disk. What has been kept
is on the disk (file and folder) before the function that kept it returns, so that a row may name it.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

ORIGINAL, PROXY, POSTER = "original", "proxy.mp4", "poster.jpg"
FRAMES, PEAKS = "frames.json", "peaks.json"
MADE = (PROXY, POSTER, FRAMES, PEAKS)  # what preparing makes
MAKING, PICTURES = "making", "pictures"
PICTURE = re.compile(r"pictures/[0-9a-f-]{36}\.(png|jpg)")
EXPORT = re.compile(r"exports/[0-9a-f-]{36}\.mp4")  # lies with the film of its first moment
GONE = ".gone-"  # a folder on its way out


class BusyError(OSError):
    """Someone else writes to this film just now."""


class Arriving:
    """An original that grows. Only one of them exists for a film at any moment."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.offset = os.fstat(descriptor).st_size

    def write(self, piece: bytes) -> None:
        """Add bytes at the end. When the disk is full, what went in stays counted in `offset`."""
        rest = memoryview(piece)
        while rest:
            written = os.write(self._descriptor, rest)
            self.offset += written
            rest = rest[written:]

    def drop_from(self, offset: int) -> None:
        """Forget everything from `offset` on."""
        os.ftruncate(self._descriptor, offset)
        self.offset = offset

    def keep(self) -> None:
        """Return when every byte so far is on the disk."""
        os.fsync(self._descriptor)


def picture(moment_id: UUID, ending: str) -> str:
    """The name of a moment's picture; `ending` is "png" or "jpg"."""
    return f"{PICTURES}/{moment_id}.{ending}"


def export(export_id: UUID) -> str:
    """The name of an export's file."""
    return f"exports/{export_id}.mp4"


# --- arriving -------------------------------------------------------------------------------------
def create(film_id: UUID) -> None:
    """Make a film's folder with an original of no bytes in it."""
    folder = _folder(film_id)
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder / ORIGINAL, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.fsync(descriptor)
    os.close(descriptor)
    _sync_folder(folder)
    _sync_folder(folder.parent)


@contextmanager
def open_for_append(film_id: UUID) -> Iterator[Arriving]:
    """The original, to write at its end. Raises BusyError, or FileNotFoundError when it is gone."""
    descriptor = os.open(_path(film_id, ORIGINAL), os.O_RDWR | os.O_APPEND)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"Film {film_id} is being written to.") from error
        yield Arriving(descriptor)
    finally:
        os.close(descriptor)


def arrived(film_id: UUID) -> int:
    """How many bytes of the original are here, safely on the disk."""
    with open_for_read(film_id, ORIGINAL) as file:
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_size


# --- reading --------------------------------------------------------------------------------------
def open_for_read(film_id: UUID, name: str) -> BinaryIO:
    """A part of the film, as a file to read and seek in. Raises FileNotFoundError."""
    return _path(film_id, name).open("rb")


def has(film_id: UUID, name: str) -> bool:
    return _path(film_id, name).exists()


def path_for_worker(film_id: UUID, name: str) -> Path:
    """Where the process that prepares films finds this part."""
    return _path(film_id, name)


# --- what is made ---------------------------------------------------------------------------------
def fresh_making_folder(film_id: UUID) -> Path:
    """An empty folder to make things in; whatever a broken-off attempt left there is gone."""
    folder = _folder(film_id) / MAKING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def keep_made(film_id: UUID) -> None:
    """Put what was made in its place, all of it, and clear the making folder.

    Raises FileNotFoundError when a part is missing; then nothing has been put in place.
    """
    making = _folder(film_id) / MAKING
    for name in MADE:
        _sync_file(making / name)
    for name in MADE:
        (making / name).replace(_path(film_id, name))
    drop_making(film_id)
    _sync_folder(_folder(film_id))


def drop_making(film_id: UUID) -> None:
    shutil.rmtree(_folder(film_id) / MAKING, ignore_errors=True)


def write(film_id: UUID, name: str, content: bytes) -> None:
    """Keep a small part whole: a reader sees all of it or nothing. Raises FileNotFoundError when
    the film is gone."""
    path = _path(film_id, name)
    if path.parent != _folder(film_id):
        path.parent.mkdir(mode=0o700, exist_ok=True)
    half = path.with_name(f".{uuid4()}")
    try:
        with half.open("xb") as file:
            file.write(content)
        _sync_file(half)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    _sync_folder(path.parent)
    _sync_folder(_folder(film_id))


# --- room and end ---------------------------------------------------------------------------------
def drop_picture(film_id: UUID, name: str) -> None:
    """Erase the picture of a moment that is there no more, or begins elsewhere now."""
    path = _path(film_id, name)
    if path.exists():
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)


def free_bytes() -> int:
    """What the file system still has for us."""
    told = os.statvfs(_root())
    return told.f_bavail * told.f_frsize


def has_room_for(size: int) -> bool:
    """Whether `size` more bytes leave the reserve untouched, which notes and measures live on."""
    return free_bytes() - size >= settings.DISK_RESERVE


def erase(film_id: UUID) -> None:
    """Everything of this film, at once. It does no harm when there is nothing."""
    gone = _root() / f"{GONE}{uuid4()}"
    try:
        _folder(film_id).rename(gone)
    except FileNotFoundError:
        return
    _sync_folder(_root())
    shutil.rmtree(gone, ignore_errors=True)


def film_ids() -> dict[UUID, float]:
    """Every film that has a folder, and when something last changed in it (as time.time() counts)."""
    found = {}
    for entry in os.scandir(_root()):
        try:
            found[UUID(entry.name)] = entry.stat().st_mtime
        except ValueError:
            continue
    return found


def finish_erasing() -> None:
    """Clear what a power cut kept `erase` from clearing."""
    for entry in os.scandir(_root()):
        if entry.name.startswith(GONE):
            shutil.rmtree(entry.path, ignore_errors=True)


# --- paths ----------------------------------------------------------------------------------------
def _root() -> Path:
    root = Path(settings.FILMS)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _folder(film_id: UUID) -> Path:
    if not isinstance(film_id, UUID):
        raise TypeError("A film is named by its UUID.")
    return _root() / str(film_id)


def _path(film_id: UUID, name: str) -> Path:
    known = name == ORIGINAL or name in MADE
    if not known and not PICTURE.fullmatch(name) and not EXPORT.fullmatch(name):
        raise ValueError(f"A film has no part {name!r}.")
    return _folder(film_id) / name


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
