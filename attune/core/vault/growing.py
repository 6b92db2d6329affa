"""Streams that are still written: what of them may be read, by whom, and when.

The stream itself gives whole segments only. What waits for the next segment is kept beside it as its
tail, a small stream of its own: it says to which stream it belongs and after which segment it goes on.
A tail is replaced, never appended to, so that no nonce is used twice.
"""

import io
from typing import BinaryIO

from attune.core.vault.binding import Binding
from attune.core.vault.errors import DamagedError
from attune.core.vault.streaming import (
    SALT,
    SEGMENT,
    SegmentReader,
    StreamReader,
    StreamWriter,
    whole_size,
)

COUNT = 4  # bytes of the number of segments, big-endian


def tail_of(binding: Binding) -> Binding:
    """The place of the tail of the stream at `binding`."""
    return Binding(binding.service, binding.case, binding.film, binding.rendition + ".tail")


def sealed_tail(writer: StreamWriter, key: bytes, binding: Binding) -> bytes:
    """The tail of a stream that `writer` writes at `binding`, encrypted: to be kept beside it.

    It has to be there only after the stream's whole segments are.
    """
    out = io.BytesIO()
    tail = StreamWriter(out, key, tail_of(binding))
    tail.write(writer.salt + writer.segments.to_bytes(COUNT, "big") + writer.waiting)
    tail.finish()
    return out.getvalue()


class GrowingReader(SegmentReader):
    """What is there of a stream that is still written, as its `tail` says. It does not grow further:
    to see more, open it again.

    Raises `DamagedError` when the tail belongs to another stream, or a segment is missing.
    """

    def __init__(
        self,
        file: BinaryIO,
        tail: bytes,
        key: bytes,
        binding: Binding,
        *,
        segment: int = SEGMENT,
    ) -> None:
        super().__init__(file, key, binding, segment)
        with StreamReader(io.BytesIO(tail), key, tail_of(binding)) as reader:
            said = reader.read()
        self._whole = int.from_bytes(said[SALT : SALT + COUNT], "big")
        self._tail = said[SALT + COUNT :]
        if said[:SALT] != self.salt:
            raise DamagedError(f"{binding.rendition} and its tail are of two different streams.")
        self.size = whole_size(self._whole, segment=segment) + len(self._tail)

    def _fresh(self, number: int) -> bytes:
        if number == self._whole:
            return self._tail
        return self._unsealed(number, last=False)


class TornReader(SegmentReader):
    """What is there of a stream whose writer was stopped in the middle: its whole segments, as far as
    each of them is authentic. Opening it reads them all.

    A stream that was finished is here as well read to its end, its last segment included.
    """

    def __init__(
        self, file: BinaryIO, key: bytes, binding: Binding, *, segment: int = SEGMENT
    ) -> None:
        super().__init__(file, key, binding, segment)
        self._finished_by: int | None = None
        number = 0
        while text := self._next(number):
            self.size += len(text)
            number += 1

    def _next(self, number: int) -> bytes:
        for last in (False, True):
            try:
                text = self._unsealed(number, last=last)
            except DamagedError:
                continue
            self._finished_by = number if last else None
            return text
        return b""

    def _fresh(self, number: int) -> bytes:
        return self._unsealed(number, last=number == self._finished_by)
