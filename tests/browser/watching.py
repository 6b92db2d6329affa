"""Looks through directories, all the time, for bytes that must not be there."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

PIECE = 64  # bytes: no two films or proxies share so many by accident
EVERY = 32 * 1024  # of the film's bytes: less than anybody writes at once


def pieces_of(content: bytes) -> list[bytes]:
    """Pieces from all over a film, but those of a few letters (there may be zeros anywhere)."""
    found = (content[at : at + PIECE] for at in range(0, len(content) - PIECE, EVERY))
    return [piece for piece in found if len(set(piece)) > 8]


def _below(folder: Path) -> Iterator[Path]:
    """Every file; a folder that goes away meanwhile is passed over."""
    for parent, _folders, names in os.walk(folder):
        yield from (Path(parent) / name for name in names)


class Watcher:
    """Reads every file below some folders again and again, and keeps what it finds of `wanted`."""

    def __init__(self, folders: list[Path], wanted: list[bytes]) -> None:
        self.folders = folders
        self.wanted = wanted
        self._seen: dict[Path, tuple[int, int]] = {}
        self.found: dict[str, bytes] = {}
        self.rounds = self.files = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_all_the_time)

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
        self.look()

    def _look_all_the_time(self) -> None:
        while not self._over.wait(0.02):  # a breath, for the server needs the machine too
            self.look()

    def look(self) -> None:
        """Search every file that is new, or was written to since the look before."""
        for folder in self.folders:
            for path in _below(folder):
                try:
                    told = path.stat()
                    seen = (told.st_mtime_ns, told.st_size)
                    if self._seen.get(path) == seen or not path.is_file():
                        continue
                    content = path.read_bytes()
                except OSError:
                    continue  # it has just gone
                self._seen[path] = seen
                self.files += 1
                self.found |= {str(path): each for each in self.wanted if each in content}
        self.rounds += 1
