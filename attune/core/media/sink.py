"""Where what is made of a film goes: named pieces, so that nothing here knows disks or keys."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, runtime_checkable

from attune.core.media.errors import OutputError


class Sink(Protocol):
    """Takes what is made, piece by piece, in the order in which it is made.

    It is called by one thread at a time, which may be another one than that which reads the source.
    What it raises ends the work.
    """

    def append(self, name: str, piece: bytes) -> None:
        """Add `piece` at the end of the part `name`, which begins empty."""

    def replace(self, name: str, content: bytes) -> None:
        """Make `content` the whole of the part `name`."""


@runtime_checkable
class HeadedSink(Sink, Protocol):
    """A sink for a part whose beginning is known last, as the index of a film is."""

    def put_before(self, name: str, content: bytes) -> None:
        """Put `content` before all that was appended to the part `name`. It is done once, at the end."""


class FolderSink:
    """Parts as plain files of a folder that exists, for the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def append(self, name: str, piece: bytes) -> None:
        """See `Sink`. Raises `OutputError` where nothing can be written."""
        self._write(name, piece, "ab")

    def replace(self, name: str, content: bytes) -> None:
        """See `Sink`. Raises `OutputError` where nothing can be written."""
        self._write(name, content, "wb")

    def put_before(self, name: str, content: bytes) -> None:
        """See `HeadedSink`. Raises `OutputError` where nothing can be written."""
        path = self._path_of(name)
        draft = path.with_name(f".{path.name}.whole")
        try:
            with told_plainly(), path.open("rb") as rest, draft.open("wb") as whole:
                whole.write(content)
                shutil.copyfileobj(rest, whole, 1 << 20)
                draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _write(self, name: str, content: bytes, mode: str) -> None:
        with told_plainly(), self._path_of(name).open(mode) as file:
            file.write(content)

    def _path_of(self, name: str) -> Path:
        return self.folder / name


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the system refuses while something is written into an `OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"The film cannot be written there: {error.strerror}.") from error


class FileSink(FolderSink):
    """The one part that something makes, as a plain file, whatever the part is called."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.parent)
        self._path = path

    def _path_of(self, name: str) -> Path:
        return self._path
