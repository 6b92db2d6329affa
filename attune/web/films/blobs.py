"""Encrypted bytes by name, in a directory: settings.FILMS/<film id>/<name>.

Knows no keys and no film's meaning: what is written here is noise already. Names are made by store.py.
What `keep` and `put_in_place` return from is on the disk, file and folder. Everything is written here;
what is large may lie in a bucket later (moving.py), and then a note in its place says where
(core/vault/away.py). Whoever reads or erases does not notice.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

from attune.core.vault.away import LARGEST, Away
from attune.core.vault.errors import DamagedError
from attune.web.films.bucket import AwayReader, BucketError, bucket_of

log = logging.getLogger("attune.films")

GONE = ".gone-"  # a folder on its way out


class BusyError(OSError):
    """Someone else writes to this film just now."""


class Draft:
    """A blob that is being written. It counts only when it has been kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._length = 0

    def write(self, piece: bytes) -> None:
        """Add all of `piece`, or, when the disk is full, nothing of it."""
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            with suppress(OSError):
                self.cut(self._length)
            raise
        self._length += len(piece)

    def cut(self, length: int) -> None:
        """Forget what is after `length` bytes."""
        os.ftruncate(self._descriptor, length)
        os.lseek(self._descriptor, length, os.SEEK_SET)
        self._length = length

    def keep(self, name: str | None = None) -> None:
        """Return when it is on the disk, under another `name` of its folder if one is given."""
        os.fsync(self._descriptor)
        self.close()
        if name is not None:
            self._path.rename(self._path.with_name(name))
        sync_folder(self._path.parent)

    def close(self) -> None:
        """Leave it as it is."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def drop(self) -> None:
        self.close()
        self._path.unlink(missing_ok=True)


class Directory:
    """The blobs of all films in one local directory."""

    @property
    def root(self) -> Path:
        root = Path(settings.FILMS)
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return root

    def folder(self, film_id: UUID) -> Path:
        if not isinstance(film_id, UUID):
            raise TypeError("A film is named by its UUID.")
        return self.root / str(film_id)

    # --- writing --------------------------------------------------------------------------------
    def create(self, film_id: UUID, *folders: str) -> None:
        """Make the film's folder, with empty folders in it. Raises FileExistsError."""
        folder = self.folder(film_id)
        folder.mkdir(mode=0o700)
        for each in folders:
            (folder / each).mkdir(mode=0o700)
        sync_folder(folder)
        sync_folder(folder.parent)

    def make_folder(self, film_id: UUID, folder: str) -> None:
        """A folder in the film's, if it is not there. Raises FileNotFoundError when the film's is not."""
        (self.folder(film_id) / folder).mkdir(mode=0o700, exist_ok=True)
        sync_folder(self.folder(film_id))

    def start(self, film_id: UUID, name: str) -> Draft:
        """A new blob; its folder must exist."""
        return Draft(self.folder(film_id) / name)

    def put(self, film_id: UUID, name: str, content: bytes, *, durable: bool = True) -> None:
        """Keep a small blob whole: a reader sees all of it or what was there before. Its folder is made
        when it is missing, the film's is not: FileNotFoundError."""
        path = self.folder(film_id) / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if note_at(path) is not None:
            self.drop(film_id, name)
        draft = Draft(path.with_name(f".{uuid4()}"))
        try:
            draft.write(content)
            if durable:
                draft.keep(path.name)
                sync_folder(path.parent.parent)
            else:
                draft.close()
                draft._path.rename(path)
        finally:
            draft.drop()

    def empty(self, film_id: UUID, folder: str) -> None:
        """Make an empty folder; what was in it is gone."""
        path = self.folder(film_id) / folder
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)

    def put_in_place(self, film_id: UUID, making: str, made: str) -> None:
        """Call the folder `making` from now on `made`: all of it at once."""
        folder = self.folder(film_id)
        sync_folder(folder / making)
        if (folder / made).exists():
            (folder / made).rename(folder / f"{GONE}{uuid4()}")
        (folder / making).rename(folder / made)
        sync_folder(folder)
        for old in folder.glob(f"{GONE}*"):
            forget(old)

    @contextmanager
    def lock(self, film_id: UUID, folder: str) -> Iterator[None]:
        """Be the only one who writes in this folder. Raises BusyError, or FileNotFoundError."""
        descriptor = os.open(self.folder(film_id) / folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError(f"Film {film_id} is being written to.") from error
            yield
        finally:
            os.close(descriptor)

    # --- reading --------------------------------------------------------------------------------
    def open(self, film_id: UUID, name: str) -> BinaryIO:
        """Raises FileNotFoundError, and BucketError when it lies in a bucket that can't be used."""
        file = (self.folder(film_id) / name).open("rb", buffering=0)
        try:
            note = Away.read(file)
        except BaseException:
            file.close()
            raise
        if note is None:
            return file
        file.close()
        return AwayReader(note)

    def size(self, film_id: UUID, name: str) -> int:
        """How many bytes it has, wherever they lie. Raises FileNotFoundError."""
        path = self.folder(film_id) / name
        note = note_at(path)
        return path.stat().st_size if note is None else note.size

    def names(self, film_id: UUID, folder: str) -> list[str]:
        """What is in a folder, in order. Raises FileNotFoundError."""
        return sorted(path.name for path in (self.folder(film_id) / folder).iterdir())

    def film_ids(self) -> dict[UUID, float]:
        """Every film that has a folder, and when something last changed in it (as time.time())."""
        found = {}
        for entry in os.scandir(self.root):
            try:
                found[UUID(entry.name)] = entry.stat().st_mtime
            except ValueError:
                continue
        return found

    def free_bytes(self) -> int:
        """What the file system still has for us."""
        told = os.statvfs(self.root)
        return told.f_bavail * told.f_frsize

    # --- end ------------------------------------------------------------------------------------
    def drop(self, film_id: UUID, name: str) -> None:
        """Erase a blob, or a folder of blobs all at once; no harm when it is not there."""
        path = self.folder(film_id) / name
        gone = self.folder(film_id) / f"{GONE}{uuid4()}"
        with suppress(FileNotFoundError):
            with alone(gone.parent):  # see moving.py: nothing is put in its place meanwhile
                if path.is_dir() or note_at(path) is not None:
                    path.rename(gone)
                    sync_folder(gone.parent)
                else:
                    path.unlink()
                sync_folder(path.parent)
            forget(gone)

    def erase(self, film_id: UUID) -> None:
        """Everything of this film, at once. No harm when there is nothing."""
        gone = self.root / f"{GONE}{uuid4()}"
        try:
            self.folder(film_id).rename(gone)
        except FileNotFoundError:
            return
        sync_folder(self.root)
        forget(gone)

    def finish_erasing(self) -> int:
        """Clear what a power cut, or a bucket that was away, kept `erase` and `drop` from clearing.
        Returns how much still has to wait."""
        left = (*self.root.glob(f"{GONE}*"), *self.root.glob(f"*/{GONE}*"))
        return sum(not forget(gone) for gone in left)


blobs = Directory()


def note_at(path: Path) -> Away | None:
    """Where the bytes of this file lie, if not in it. Raises FileNotFoundError for no file."""
    with suppress(FileNotFoundError, IsADirectoryError):
        if path.stat().st_size <= LARGEST:
            with path.open("rb") as file:
                return Away.read(file)
    return None


def forget(gone: Path) -> bool:
    """Clear a file or folder that counts no more, and first what its notes name in the bucket. As long
    as the bucket can't be reached it stays, with the notes in it, for the next sweep: then False."""
    for path in [gone, *gone.rglob("*")]:
        try:
            note = note_at(path)
            if note is not None:
                bucket_of(note).drop(note.key)
        except DamagedError:
            log.exception("%s does not say any more what it names in the bucket.", path)
        except BucketError as error:
            log.warning("What was erased here waits to be erased in the bucket. %s", error)
            return False
    if gone.is_dir():
        shutil.rmtree(gone, ignore_errors=True)
    else:
        gone.unlink(missing_ok=True)
    return True


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else is in this for this folder. Raises FileNotFoundError when it is gone."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
