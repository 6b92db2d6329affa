"""What a program in the sandbox has in place of files: sources and a sink at the parent's."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from attune.core.media.sandbox.wire import LONGEST, READ, BrokenWireError, Line, Word, to_json
from attune.core.seeking import SeekableReader

Say = Callable[[dict[str, Any]], None]
"""How a program tells how far it is: any JSON object, shown to nobody as it stands."""

BLOCK = LONGEST
KEPT = 16
"""Blocks that are kept: films are read at two or three places in turn."""


class Blocks:
    """Asks the parent for blocks of its sources, and for the next one before it is wanted."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._due: deque[tuple[int, int]] = deque()

    def block(self, source: int, number: int, *, ahead: bool) -> bytes:
        """Block `number` of a source; with `ahead` the one after it is asked for too."""
        with self._lock:
            self._ask(source, number)
            if ahead and (source, number - 1) in self._kept:
                self._ask(source, number + 1)
            while (source, number) not in self._kept:
                self._hear()
            self._kept.move_to_end((source, number))
            return self._kept[source, number]

    def _ask(self, source: int, number: int) -> None:
        if (source, number) not in self._kept and (source, number) not in self._due:
            self._line.send(Word.READ, READ.pack(source, number * BLOCK, BLOCK))
            self._due.append((source, number))

    def _hear(self) -> None:
        word, content = self._line.receive()
        if word is not Word.BYTES:
            raise BrokenWireError(f"The parent said {word.name} instead of bytes.")
        self._kept[self._due.popleft()] = content
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


class RemoteFile(SeekableReader):
    """One source: reads and seeks as a file on a disk does. `size` is in bytes."""

    def __init__(self, blocks: Blocks, source: int, size: int) -> None:
        super().__init__()
        self._blocks, self._source = blocks, source
        self.size = size

    def _piece(self, at: int, most: int) -> bytes:
        number, start = divmod(at, BLOCK)
        ahead = (number + 1) * BLOCK < self.size
        block = self._blocks.block(self._source, number, ahead=ahead)
        return block[start : start + most]


class RemoteSink:
    """A `HeadedSink` whose parts the parent keeps."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lock = threading.Lock()

    def append(self, name: str, piece: bytes) -> None:
        """See `Sink`."""
        self._send(Word.APPEND, name, piece)

    def replace(self, name: str, content: bytes) -> None:
        """See `Sink`."""
        self._send(Word.REPLACE, name, content)

    def put_before(self, name: str, content: bytes) -> None:
        """See `HeadedSink`."""
        self._send(Word.PUT_BEFORE, name, content)

    def _send(self, word: Word, name: str, content: bytes) -> None:
        view = memoryview(content)
        with self._lock:  # the pieces of two parts must not mingle
            for start in range(0, len(view), LONGEST):
                self._line.send(Word.PIECE, view[start : start + LONGEST])
            self._line.send(word, name.encode())


def saying(line: Line) -> Say:
    """The function with which a program says how far it is."""
    return lambda words: line.send(Word.SAY, to_json(words))
