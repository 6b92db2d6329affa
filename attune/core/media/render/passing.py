"""What a muxer takes for a file: the pictures and the sound of an MP4 go on at once, its index last.

A muxer writes an MP4 as a beginning, a box of pictures and sound (`mdat`) and an index (`moov`), and then
goes back to say how long that box is. So only the beginning and the index are held until all is there.
"""

import os

from attune.core.media.errors import OutputError
from attune.core.media.render.front import PIECE, boxes, moved
from attune.core.media.sink import HeadedSink
from attune.core.seeking import SeekableReader

NOT_WHOLE = "The film that was written is not whole."
SHORT, LONG = 8, 16
"""Bytes of the head of a box, and of one whose length needs eight bytes."""


class Passing:
    """The file of an MP4 being written to the part `name` of a sink.

    At most `PIECE` bytes of pictures and sound are held, and what the muxer writes at once. When it is
    done, `rest` passes on the last of them, and then `head` is what stands before them.
    """

    def __init__(self, sink: HeadedSink, name: str) -> None:
        self._sink, self._name = sink, name
        self._at = 0
        self._begin, self._end = bytearray(), bytearray()
        self._media: int | None = None
        """The place where pictures and sound begin, once that is known."""
        self._held = bytearray()
        self._sent = 0
        self._ending = False

    @property
    def size(self) -> int:
        """Bytes of pictures and sound so far."""
        return self._sent + len(self._held)

    # --- what a muxer does with a file --------------------------------------------------------------
    def write(self, data: bytes) -> int:
        """Take bytes at the place that was gone to. Raises `OutputError` where they can't be changed."""
        if self._media is None:
            _put(self._begin, self._at, data)
            self._find_media()
        elif self._at < self._media:
            self._ending = True
            _put(self._begin, self._at, data, most=self._media)
        elif not self._ending:
            _put(self._held, self._at - self._media - self._sent, data)
            self._pass_on()
        else:
            _put(self._end, self._at - self._media - self.size, data)
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        whole = len(self._begin) + self.size + len(self._end)
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: whole}[whence]
        return self._at

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def _find_media(self) -> None:
        at = _media_box(self._begin)
        if at is not None:
            self._media = at + SHORT
            self._held += self._begin[self._media :]
            del self._begin[self._media :]

    def _pass_on(self, least: int = 2 * PIECE) -> None:
        """Hand on what is held when it is much. A film that is smaller than this is all held, for a muxer
        that writes it at once, its index too."""
        while len(self._held) >= max(least, 1):
            piece = bytes(self._held[:PIECE])
            self._sink.append(self._name, piece)
            del self._held[:PIECE]
            self._sent += len(piece)

    # --- when it is written -------------------------------------------------------------------------
    def rest(self) -> None:
        """Pass on the last pictures and sound. Raises `OutputError` when the film is not whole."""
        length = self._length()
        if length < self._sent or length > self.size:
            raise OutputError(NOT_WHOLE)
        self._end[:0] = self._held[length - self._sent :]
        del self._held[length - self._sent :]
        self._pass_on(least=1)

    def head(self) -> bytes:
        """What stands before the pictures and the sound: the beginning with the index in it."""
        if [name for name, *_ in boxes(memoryview(self._end))] != [b"moov"]:
            raise OutputError(NOT_WHOLE)
        start = len(self._begin) - self._head_length()
        index = moved(self._end, len(self._end))
        return bytes(self._begin[:start]) + index + bytes(self._begin[start:])

    def _head_length(self) -> int:
        # A box that became too long for four bytes has its length where a free box of eight was.
        return LONG if self._begin[-LONG:-SHORT] == b"\0\0\0\1mdat" else SHORT

    def _length(self) -> int:
        """Bytes of pictures and sound, as the muxer says."""
        if self._media is None:
            raise OutputError(NOT_WHOLE)
        size = int.from_bytes(self._begin[-SHORT:][: SHORT if self._head_length() == LONG else 4])
        return size - self._head_length()


def _put(held: bytearray, at: int, data: bytes, most: int | None = None) -> None:
    if not 0 <= at <= len(held) or (most is not None and at + len(data) > most):
        raise OutputError(NOT_WHOLE)
    held[at : at + len(data)] = data


def _media_box(data: bytearray) -> int | None:
    """Where the box of pictures and sound begins; None while it isn't there."""
    at = 0
    while at + SHORT <= len(data):
        if data[at + 4 : at + SHORT] == b"mdat":
            return at
        size = int.from_bytes(data[at : at + 4])
        if size < SHORT:
            return None
        at += size
    return None


class Unseen(SeekableReader):
    """A film of which only the head is at hand: noughts stand for its pictures and sound. It tells when
    each picture is shown, not what is in it."""

    def __init__(self, head: bytes, length: int) -> None:
        super().__init__()
        self._head = head
        self.size = len(head) + length

    def _piece(self, at: int, most: int) -> bytes:
        if at < len(self._head):
            return self._head[at : at + most]
        return bytes(min(most, PIECE))
