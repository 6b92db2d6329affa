"""A film's checksum, taken from the bytes as they pass by, so that the film is not read twice."""

import hashlib
import os
from typing import BinaryIO

from attune.core.seeking import SeekableReader

PIECE = 1 << 20


class Summing(SeekableReader):
    """Reads `file`, which stays open, and keeps the SHA-256 of its bytes from the first to where
    reading has come without a gap. What was left out is read at the end, by `sha256`."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._digest = hashlib.sha256()
        self._passed = 0
        self.size = file.seek(0, os.SEEK_END)

    def _piece(self, at: int, most: int) -> bytes:
        self._file.seek(at)
        piece = self._file.read(most)
        end = at + len(piece)
        if at <= self._passed < end:
            self._digest.update(memoryview(piece)[self._passed - at :])
            self._passed = end
        return piece

    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        self.seek(self._passed)
        while self.read(PIECE):
            pass
        return self._digest.hexdigest()
