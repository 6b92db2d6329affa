"""The file of an export: pictures and sound are written as they are made, what stands before them last.

Two streams in the folder exports/: the body, which has a name of its own try until it is kept, and the
head, with which the file is there. The head ends with the salt of the body it belongs to, so that
the two of different tries are never read as one.
"""

import re
from contextlib import ExitStack
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from attune.core.seeking import SeekableReader
from attune.core.vault.errors import DamagedError
from attune.core.vault.streaming import SALT, StreamReader, StreamWriter
from attune.web.films.blobs import blobs
from attune.web.films.keys import Place, place_of

FOLDER = "exports"
EXPORT = re.compile(r"exports/[0-9a-f-]{36}\.mp4")  # lies with the film of its first moment
BODY = ".body"


def export(export_id: UUID) -> str:
    """The name of an export's file."""
    return f"{FOLDER}/{export_id}.mp4"


class Exporting:
    """An export's file while it is made. It is there when it was kept, and gone when it was not."""

    def __init__(self, film_id: UUID, export_id: UUID) -> None:
        """Begin it; whatever another try left is gone. Raises FileNotFoundError when the film is."""
        self._film_id, self._name = film_id, export(export_id)
        self._place = place_of(film_id)
        drop_export(film_id, export_id)
        blobs.make_folder(film_id, FOLDER)
        self._draft = blobs.start(film_id, f"{FOLDER}/.{export_id}.{uuid4()}")
        binding = self._place.binding(self._name + BODY)
        self._body = StreamWriter(self._draft, self._place.key, binding)
        self._head = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._draft.drop()  # what was kept has another name by now

    @property
    def size(self) -> int:
        """Bytes of the whole file so far."""
        return len(self._head) + self._body.size

    def append(self, piece: bytes) -> None:
        """Add `piece` at the end."""
        self._body.write(piece)

    def put_before(self, head: bytes) -> None:
        """Put `head` before all that was added."""
        self._head = head + self._head

    def keep(self) -> None:
        """Return when all of it is on the disk. Raises FileNotFoundError when the film is gone, or
        another try has begun."""
        self._body.finish()
        self._draft.keep(self._name.removeprefix(f"{FOLDER}/") + BODY)
        head = bytearray()

        class Head:
            write = staticmethod(head.extend)

        writer = StreamWriter(Head, self._place.key, self._place.binding(self._name))
        writer.write(self._head + self._body.salt)
        writer.finish()
        blobs.put(self._film_id, self._name, bytes(head))


class ExportReader(SeekableReader):
    """An export's file, decrypted as it is read."""

    def __init__(self, film_id: UUID, name: str, place: Place) -> None:
        """Raises FileNotFoundError, and VaultError when it is not what was written."""
        super().__init__()
        with ExitStack() as opened:
            readers = []
            for each in (name, name + BODY):
                file = opened.enter_context(blobs.open(film_id, each))
                reader = StreamReader(file, place.key, place.binding(each))
                readers.append(opened.enter_context(reader))
            self._head, self._body = readers
            self._border = self._head.size - SALT
            self._head.seek(max(0, self._border))
            if self._head.read() != self._body.salt:
                raise DamagedError(f"{name} and its body are of two different tries.")
            self._open = opened.pop_all()
        self.size = self._border + self._body.size

    def close(self) -> None:
        """Close both streams."""
        self._open.close()
        super().close()

    def _piece(self, at: int, most: int) -> bytes:
        in_head = at < self._border
        part, start = (self._head, 0) if in_head else (self._body, self._border)
        part.seek(at - start)
        return part.read1(min(most, self._border - at) if in_head else most)


def drop_export(film_id: UUID, export_id: UUID) -> None:
    """Erase an export's file, and what a try left that was broken off. No harm when there is nothing."""
    try:
        names = blobs.names(film_id, FOLDER)
    except FileNotFoundError:
        return
    own = export(export_id).removeprefix(f"{FOLDER}/")
    for name in sorted(names, key=own.__ne__):  # without its head a file is not there
        if name in (own, own + BODY) or name.startswith(f".{export_id}."):
            blobs.drop(film_id, f"{FOLDER}/{name}")
