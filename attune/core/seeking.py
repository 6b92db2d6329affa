"""Files that are not on a disk as they are read: what all of them can do, reading at any place."""

import io
import os
from typing import BinaryIO


class SeekableReader(io.BufferedIOBase, BinaryIO):
    """A binary file to read and seek in; `size` is its length in bytes.

    `read` gives as many bytes as were asked for, until the end. Not for two threads at once. Whoever
    makes one says in `_piece` what stands where.
    """

    def __init__(self) -> None:
        super().__init__()
        self.size = 0
        self._at = 0

    def _piece(self, at: int, most: int) -> bytes:
        """At least one byte from place `at`, which is before the end, and not more than `most`; none
        only where what should be there has become shorter."""
        raise NotImplementedError

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Always true."""
        return True

    def tell(self) -> int:
        """The place of the next byte, counted from 0."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, as any file does; past the end there is nothing to read."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("There is nothing before the beginning of a file.")
        self._at = start + offset
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """The next `size` bytes, fewer at the end, all of them when it is negative or None."""
        left = max(0, self.size - self._at)
        if size is not None and size >= 0:
            left = min(left, size)
        pieces = []
        while left > 0:
            piece = self._piece(self._at, left)
            if not piece:
                break
            pieces.append(piece)
            self._at += len(piece)
            left -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def read1(self, size: int = -1, /) -> bytes:
        """Some of the next bytes, `size` at most, as many as can be had without putting them together;
        none at the end only."""
        left = max(0, self.size - self._at)
        if size >= 0:
            left = min(left, size)
        if not left:
            return b""
        piece = self._piece(self._at, left)
        self._at += len(piece)
        return piece
