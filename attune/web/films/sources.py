"""What a worker reads a film from: the original, or, once that is removed, the copy that plays.

Both have the same frames. `clock` puts the original's ticks, by which everything is kept, into the copy's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from attune.core.clock import FrameTable
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.films.queries import frame_table

if TYPE_CHECKING:
    from attune.core.media.render.copies import CopyClock


@dataclass(frozen=True)
class Source:
    """An open film with the times of its frames; `clock` is None for an original."""

    file: BinaryIO
    table: FrameTable
    clock: "CopyClock | None" = None

    @property
    def frames(self) -> BinaryIO:
        """The frame table as a file, as the programs of core/media/sandbox take it."""
        return BytesIO(self.table.to_bytes())

    def tick(self, tick: int) -> int:
        """Its tick for one of the original's."""
        return self.clock.tick(tick) if self.clock else tick

    def back(self, tick: int) -> int:
        """The original's tick for one of its own."""
        return self.clock.back(tick) if self.clock else tick


@contextmanager
def open_source(film_id: UUID) -> Iterator[Source]:
    """A film that is ready, to read as a program does. Raises FileNotFoundError and VaultError."""
    table = frame_table(film_id)
    if has_original(film_id):
        with store.open_for_read(film_id, store.ORIGINAL) as file:
            yield Source(file, table)
        return
    from attune.core.media.render.copies import CopyClock

    clock = CopyClock(table)
    with open_copy(film_id) as file:
        yield Source(file, clock.table, clock)


def has_original(film_id: UUID) -> bool:
    return not Film.objects.filter(pk=film_id, original_removed_at__isnull=False).exists()


def open_copy(film_id: UUID) -> BinaryIO:
    """The copy of a film that is ready, as one file. Raises FileNotFoundError and VaultError."""
    from attune.core.media.playable import PlayableFile, head, read_index

    with store.open_for_read(film_id, store.INDEX) as index:
        fragments = read_index(index.read())
    with store.open_for_read(film_id, store.INIT) as init:
        start = head(init.read(), fragments)
    length = sum(fragment.size for fragment in fragments)
    return PlayableFile(start, store.open_for_read(film_id, store.FRAGMENTS), length)
