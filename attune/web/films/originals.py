"""An original as it comes in: a row of parts, original/00000 and on, each a stream of its own.

One part for each request that brought bytes, finished when the request ends, however it ends. While it
comes in it is called original/arriving. What was acknowledged is in finished parts; of a part whose
writer was killed the whole segments count, copied under a new nonce (`mend`).
"""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from attune.core.vault.errors import DamagedError
from attune.core.vault.growing import TornReader
from attune.core.vault.streaming import HEADER, SEGMENT, StreamWriter, plain_size
from attune.web.films.blobs import BusyError, Draft, blobs
from attune.web.films.keys import Place, place_of

ORIGINAL = "original"
PART = re.compile(r"[0-9]{5}", re.ASCII)
ARRIVING, MENDED = "arriving", "mended"


class Arriving:
    """The next part of an original. Only one of them exists for a film at any moment.

    `offset` counts all bytes of the original that are kept or wait to be.
    """

    def __init__(self, film_id: UUID, place: Place, sizes: list[int]) -> None:
        self._film_id, self._name = film_id, part_name(len(sizes))
        self._binding, self._key = place.binding(f"{ORIGINAL}/{self._name}"), place.key
        self._before = sum(sizes)
        self._draft: Draft | None = None
        self._writer: StreamWriter | None = None
        self._full = False
        self._lost: OSError | None = None

    @property
    def offset(self) -> int:
        return self._before + (self._writer.size if self._writer else 0)

    def write(self, piece: bytes) -> None:
        """Add bytes. When the disk is full (OSError), `keep` keeps the whole segments that are there."""
        if not piece:
            return
        if self._writer is None:
            self._draft = blobs.start(self._film_id, f"{ORIGINAL}/{ARRIVING}")
            self._writer = StreamWriter(self._draft, self._key, self._binding)
        try:
            self._writer.write(piece)
        except OSError:
            self._full = True
            raise

    def keep(self) -> None:
        """Return when every byte that `offset` counts is on the disk. Nothing can be written after it.

        When the disk has no room for the end (OSError), whole segments before it are kept.
        """
        if self._draft is None or self._writer is None:
            return
        try:
            self._finish(self._draft, self._writer)
            self._draft.keep(self._name)
        except OSError:  # what is there counts for `mend`, the next time somebody asks
            self._forget()
            raise
        if self._lost is not None:
            raise self._lost

    def _finish(self, draft: Draft, writer: StreamWriter) -> None:
        try:
            if self._full:
                writer.finish_at(writer.segments)
            else:
                writer.finish()
        except OSError as error:
            if not writer.segments:
                raise
            draft.cut(max(HEADER, (writer.segments - 1) * SEGMENT))
            writer.finish_at(writer.segments - 1)
            self._lost = None if self._full else error

    def drop(self) -> None:
        """Forget what this request brought."""
        if self._draft is not None:
            self._draft.drop()
        self._forget()

    def _forget(self) -> None:
        if self._draft is not None:
            self._draft.close()
        self._draft = self._writer = None


def create(film_id: UUID) -> None:
    """Make a film's folder with an original of no bytes in it."""
    blobs.create(film_id, ORIGINAL)


@contextmanager
def open_for_append(film_id: UUID) -> Iterator[Arriving]:
    """The original, to write at its end. Raises BusyError, or FileNotFoundError when it is gone."""
    with blobs.lock(film_id, ORIGINAL):
        place = place_of(film_id)
        mend(film_id, place)
        arriving = Arriving(film_id, place, sizes(film_id))
        try:
            yield arriving
        finally:
            arriving._forget()


def arrived(film_id: UUID) -> int:
    """How many bytes of the original are here, safely on the disk."""
    try:
        with blobs.lock(film_id, ORIGINAL):
            mend(film_id, place_of(film_id))
    except BusyError:
        pass  # what is just coming in counts when it has come
    return sum(sizes(film_id))


def mend(film_id: UUID, place: Place) -> None:
    """A part whose writer was killed: keep its whole segments as a part, under a new nonce."""
    names = blobs.names(film_id, ORIGINAL)
    if MENDED in names:
        blobs.drop(film_id, f"{ORIGINAL}/{MENDED}")
    if ARRIVING not in names:
        return
    name = part_name(len(sizes(film_id)))
    binding = place.binding(f"{ORIGINAL}/{name}")
    try:
        torn = TornReader(blobs.open(film_id, f"{ORIGINAL}/{ARRIVING}"), place.key, binding)
    except DamagedError:  # it had hardly begun
        torn = None
    if torn is not None:
        with torn:
            _copy_part(film_id, torn, name, place)
    blobs.drop(film_id, f"{ORIGINAL}/{ARRIVING}")


def _copy_part(film_id: UUID, torn: TornReader, name: str, place: Place) -> None:
    if not torn.size:
        return
    draft = blobs.start(film_id, f"{ORIGINAL}/{MENDED}")
    try:
        writer = StreamWriter(draft, place.key, place.binding(f"{ORIGINAL}/{name}"))
        while piece := torn.read(SEGMENT):
            writer.write(piece)
        writer.finish()
        draft.keep(name)
    finally:
        draft.close()


def part_name(number: int) -> str:
    return f"{number:05}"


def sizes(film_id: UUID) -> list[int]:
    """Bytes of plaintext in each part of the original, as far as their lengths tell."""
    names = [each for each in blobs.names(film_id, ORIGINAL) if PART.fullmatch(each)]
    if names != [part_name(number) for number in range(len(names))]:
        raise DamagedError("A part in the middle of this original is missing.")
    return [plain_size(blobs.size(film_id, f"{ORIGINAL}/{name}")) for name in names]


def is_full(error: OSError) -> bool:
    """Whether this is a disk that has no room left."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
