"""What is large of a film moves into the bucket, when one is set, and a note stays in its place.

It was acknowledged on the disk and stays there until the bucket has given back every byte of it; then a
note takes its place, at once. Before a byte is sent a note of where it will be lies beside it, so that a
move that was broken off leaves nothing in the bucket that nobody knows of.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from attune.core.vault.away import Away
from attune.web.films.blobs import (
    GONE,
    BusyError,
    alone,
    blobs,
    forget,
    note_at,
    sync_folder,
)
from attune.web.films.bucket import Bucket, BucketError, bucket, same_bytes
from attune.web.films.originals import ARRIVING, MENDED

IN_WORK = "making"  # the folder of a preparation that runs (store.py)
SMALLEST = 2**20  # bytes: what is smaller stays, so that pages do not wait for the bucket
ENDING, MOVER = ".moving", ".mover"


def to_move(film_id: UUID) -> list[Path]:
    """What of a film that is ready is large and lies here; nothing when no bucket is set."""
    folder = blobs.folder(film_id)
    if bucket() is None or not folder.exists():
        return []
    return [path for path in sorted(folder.rglob("*")) if _is_large(path)]


def _is_large(path: Path) -> bool:
    if path.name.startswith(".") or path.name in (ARRIVING, MENDED) or path.parent.name == IN_WORK:
        return False
    return path.is_file() and _size(path) >= SMALLEST and note_at(path) is None


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def move_out(film_id: UUID) -> int:
    """Move it; return how many parts went. Raises BucketError when the bucket can't be used: then what
    did not go is here, whole, as before. Who does the same for this film already is left to it."""
    found, moved = bucket(), 0
    if found is None:
        return 0
    with suppress(BusyError, FileNotFoundError), _only_mover(film_id):
        for left in blobs.folder(film_id).rglob(f".*{ENDING}"):  # of a move that was broken off
            if not forget(left):
                raise BucketError("What a move left in the bucket can’t be erased just now.")
        for path in to_move(film_id):
            moved += _move(found, film_id, path)
    return moved


@contextmanager
def _only_mover(film_id: UUID) -> Iterator[None]:
    descriptor = os.open(blobs.folder(film_id) / MOVER, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BusyError(f"Film {film_id} is being moved.") from error
    finally:
        os.close(descriptor)


def _move(found: Bucket, film_id: UUID, path: Path) -> bool:
    try:
        with path.open("rb") as file, _planned(film_id, path, _size(path)) as (plan, note):
            found.put(note.key, file, note.size)
            if not same_bytes(found, note, file):
                raise BucketError(f"The bucket does not give back what was put into {note.key}.")
            return _take_place(film_id, path, file, plan)
    except FileNotFoundError:  # it was erased meanwhile
        return False


@contextmanager
def _planned(film_id: UUID, path: Path, size: int) -> Iterator[tuple[Path, Away]]:
    """A note beside the file of where it is going to be. When it comes to nothing, what was put there is
    erased; as long as that can't be, the note waits for the next sweep."""
    note, plan = Away(f"{film_id}/{uuid4()}", size), path.with_name(f".{uuid4()}{ENDING}")
    _write(plan, note)
    try:
        yield plan, note
    finally:
        if note_at(path) != note:
            if not plan.exists():  # it went with the film, before the bytes had arrived
                plan = blobs.root / f"{GONE}{uuid4()}"
                _write(plan, note)
            forget(plan)


def _take_place(film_id: UUID, path: Path, file: BinaryIO, plan: Path) -> bool:
    """Put the note in the file's place; False when another file stands there meanwhile."""
    with alone(blobs.folder(film_id)):
        if not os.path.samestat(path.stat(), os.fstat(file.fileno())):
            return False
        plan.rename(path)
        sync_folder(path.parent)
        return True


def _write(path: Path, note: Away) -> None:
    with path.open("xb") as file:
        file.write(note.to_bytes())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
