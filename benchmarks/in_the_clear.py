"""Attune's web server with films that lie in the clear: the peer of `vault.py`, run by it alone.

Everything is as it is (people, consents, the log, the answer), but the bytes of the film come from the
plain file that ATTUNE_BENCH_PLAIN names.
"""

import os
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from attune.core.seeking import SeekableReader
from attune.web.config.wsgi import application
from attune.web.films import store

__all__ = ["application"]
PIECE = 256 * 1024
sealed = store.open_for_read


class Plain(SeekableReader):
    """A plain file."""

    salt = bytes(32)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._descriptor = os.open(path, os.O_RDONLY)
        self.size = path.stat().st_size

    def _piece(self, at: int, most: int) -> bytes:
        return os.pread(self._descriptor, min(most, PIECE), at)

    def close(self) -> None:
        """Close it; twice does no harm."""
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def opened(film_id: UUID, name: str) -> BinaryIO:
    """The film in the clear; of everything else what there is."""
    if name != store.FRAGMENTS:
        return sealed(film_id, name)
    return Plain(Path(os.environ["ATTUNE_BENCH_PLAIN"]))


store.open_for_read = opened
