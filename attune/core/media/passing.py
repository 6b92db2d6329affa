"""A film's checksum, taken from the bytes as they pass by, so that the film is not read twice."""

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 1 << 20


class Passing(io.RawIOBase):
    """Reads `file`, which stays open, and keeps the SHA-256 of its bytes from the first to where
    reading has come without a gap. What was left out is read at the end, by `sha256`."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._digest = hashlib.sha256()
        self._at = self._passed = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as in any file."""
        self._at = self._file.seek(offset, whence)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, all that are left without `size`."""
        piece = self._file.read(-1 if size is None else size)
        end = self._at + len(piece)
        if self._at <= self._passed < end:
            self._digest.update(memoryview(piece)[self._passed - self._at :])
            self._passed = end
        self._at = end
        return piece

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill `buffer` as far as there are bytes; returns how many."""
        view = memoryview(buffer).cast("B")
        piece = self.read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        self.seek(self._passed)
        while self.read(PIECE):
            pass
        return self._digest.hexdigest()
