"""Several files in order, read as one."""

import io
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import BinaryIO

from attune.core.seeking import SeekableReader
from attune.core.vault.errors import DamagedError

OPEN_AT_ONCE = 4  # parts: picture and sound of a film may lie in different ones


class JoinedReader(SeekableReader):
    """One seekable binary file made of parts.

    `sizes` are the bytes of each part; `opened(number)` opens one, and is asked when a byte of it is
    wanted. Whatever `opened` and the parts raise is passed on; a part that is shorter than its size
    raises `DamagedError`.
    """

    def __init__(self, sizes: Sequence[int], opened: Callable[[int], BinaryIO]) -> None:
        super().__init__()
        self._starts = list(accumulate(sizes, initial=0))
        self._opened = opened
        self._open: OrderedDict[int, BinaryIO] = OrderedDict()
        self.size = self._starts[-1]

    def close(self) -> None:
        """Close every part that is open."""
        while self._open:
            self._open.popitem()[1].close()
        super().close()

    def _piece(self, at: int, most: int) -> bytes:
        number = bisect_right(self._starts, at) - 1
        part = self._part(number)
        part.seek(at - self._starts[number])
        most = min(most, self._starts[number + 1] - at)
        piece = part.read1(most) if isinstance(part, io.BufferedIOBase) else part.read(most)
        if not piece:
            raise DamagedError(f"Part {number} is shorter than it should be.")
        return piece

    def _part(self, number: int) -> BinaryIO:
        found = self._open.pop(number, None) or self._opened(number)
        self._open[number] = found
        if len(self._open) > OPEN_AT_ONCE:
            self._open.popitem(last=False)[1].close()
        return found
