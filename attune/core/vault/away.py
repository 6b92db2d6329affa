"""A note that stands where a stream of bytes stood: the bytes lie elsewhere, under a name.

It begins as no stream of this vault does (the first byte of those is the length of their header, 40), so
that whoever opens a file sees from its beginning which of the two it is.
"""

import json
from dataclasses import dataclass
from typing import BinaryIO, Self

from attune.core.vault.errors import DamagedError

MARK = b"attune: these bytes lie elsewhere\n"
LARGEST = 1000
"""Bytes that a note has at most; a larger file is none."""


@dataclass(frozen=True, slots=True)
class Away:
    """Where the bytes lie: their name there, and how many they are."""

    key: str
    size: int

    def to_bytes(self) -> bytes:
        """The note."""
        return MARK + json.dumps({"key": self.key, "size": self.size}).encode()

    @classmethod
    def read(cls, file: BinaryIO) -> Self | None:
        """The note in an open file; None when it is none, and then the file stands at its beginning.

        Raises `DamagedError` for a note that is cut short.
        """
        file.seek(0)
        begins = file.read(len(MARK))
        if begins != MARK:
            file.seek(0)
            return None
        try:
            told = json.loads(file.read(LARGEST))
            return cls(str(told["key"]), int(told["size"]))
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError("A note of where bytes lie cannot be read.") from error
