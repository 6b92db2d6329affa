"""The words between a sandboxed child and its parent: short frames over one pair of sockets.

A frame is one byte for the word, four for the length (big-endian) and at most `LONGEST` bytes. The child
reads and writes with `read` and `write` alone, so that its walls can forbid every call for sockets.
"""

import json
import os
import struct
import threading
from collections.abc import Iterator
from enum import IntEnum

HEAD = struct.Struct("!BI")
READ = struct.Struct("!HQI")
"""What follows the word READ: the number of the source, the offset, the length."""
LONGEST = 1 << 20
"""Bytes that one frame may carry; longer things are sent as several."""


class Word(IntEnum):
    """What a frame says. The first three are the parent's, the others the child's."""

    START = 1
    """JSON: which walls to raise."""
    GIVEN = 2
    """JSON: what the program is given, and the sizes of its sources."""
    BYTES = 3
    """What was asked for with READ, in the same order."""
    READY = 4
    """JSON: the walls that stand. Nothing of a film is sent before."""
    READ = 5
    """See `READ`."""
    PIECE = 6
    """A part of what the next APPEND, REPLACE or PUT_BEFORE names."""
    APPEND = 7
    """A name: the pieces so far go to the end of that part."""
    REPLACE = 8
    """A name: the pieces so far are the whole of that part."""
    SAY = 9
    """JSON: how far the work is."""
    DONE = 10
    """JSON: the facts. The work is done."""
    REFUSED = 11
    """JSON: the name of the refusal and its sentence. The film cannot be used."""
    FAILED = 12
    """A line for the log. Something else went wrong."""
    PUT_BEFORE = 13
    """A name: the pieces so far go before all of that part."""


class BrokenWireError(Exception):
    """The other side is gone, or says what is no word."""


def to_json(value: object) -> bytes:
    """JSON as it goes over the wire."""
    return json.dumps(value, separators=(",", ":")).encode()


class Line:
    """The child's end. Several threads may send; one at a time may receive."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._sending = threading.Lock()

    def send(self, word: Word, content: bytes | memoryview = b"") -> None:
        """Send one frame; waits while the parent is slow.

        Raises `BrokenWireError`, and `ValueError` for more than `LONGEST` bytes.
        """
        if len(content) > LONGEST:
            raise ValueError(f"{word.name} of {len(content)} bytes is too long to be sent.")
        with self._sending:
            rest = memoryview(HEAD.pack(word, len(content)) + content)
            while rest:
                try:
                    rest = rest[os.write(self._descriptor, rest) :]
                except OSError as error:
                    raise BrokenWireError("The parent is gone.") from error

    def receive(self) -> tuple[Word, bytes]:
        """The next frame; waits for it. Raises `BrokenWireError`."""
        number, length = HEAD.unpack(self._exactly(HEAD.size))
        return Word(number), self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        whole = bytearray(length)
        rest = memoryview(whole)
        while rest:
            try:
                got = os.readv(self._descriptor, [rest])
            except ConnectionResetError:
                got = 0
            if not got:
                raise BrokenWireError("The parent is gone.")
            rest = rest[got:]
        return bytes(whole)


class Hearing:
    """The parent's ear: takes bytes as they come and gives whole frames. Nothing in them is believed."""

    def __init__(self) -> None:
        self._held = bytearray()

    def take(self, heard: bytes) -> Iterator[tuple[Word, bytes]]:
        """Frames that are whole now. Raises `BrokenWireError` for what no child of ours says."""
        self._held += heard
        while len(self._held) >= HEAD.size:
            number, length = HEAD.unpack_from(self._held)
            if not Word.READY <= number <= Word.PUT_BEFORE or length > LONGEST:
                raise BrokenWireError("The child said something that is no word of ours.")
            end = HEAD.size + length
            if len(self._held) < end:
                return
            content = bytes(memoryview(self._held)[HEAD.size : end])
            del self._held[:end]
            yield Word(number), content
