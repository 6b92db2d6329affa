"""Puts the index of a finished MP4 in front of its pictures, so that it plays while it comes."""

from collections.abc import Iterator

from attune.core.media.errors import OutputError

HOLDERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
PIECE = 1 << 20
"""Bytes that are handed on at once."""


def boxes(data: memoryview, start: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, start, start of the content and end of each box (ISO/IEC 14496-12, 4.2).

    Raises `OutputError` where they do not add up.
    """
    at = start
    while at < len(data):
        size, head = int.from_bytes(data[at : at + 4]), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        if size < head or at + size > len(data):
            raise OutputError("The film that was written is not whole.")
        yield bytes(data[at + 4 : at + 8]), at, at + head, at + size
        at += size


def index_first(film: memoryview) -> Iterator[bytes]:
    """The film's bytes with its `moov` before its `mdat`, in pieces of a megabyte at most.

    Raises `OutputError` for what is no such film.
    """
    outer = list(boxes(film))
    names = [name for name, *_ in outer]
    if names.count(b"moov") != 1 or b"mdat" not in names:
        raise OutputError("The film that was written is not whole.")
    first = names.index(b"mdat")
    _, start, _, end = outer[names.index(b"moov")]
    behind = start > outer[first][1]
    index = moved(film[start:end], end - start if behind else 0)
    order = [outer[number] for number in range(len(outer)) if outer[number][0] != b"moov"]
    for name, start, _, end in order:
        if name == b"mdat" and start == outer[first][1]:
            yield index
        for at in range(start, end, PIECE):
            yield bytes(film[at : min(end, at + PIECE)])


def moved(index: bytes | bytearray | memoryview, by: int) -> bytes:
    """An index (a `moov`) whose pictures and sound stand so many bytes later.

    Raises `OutputError` where that is too far for it.
    """
    changed = bytearray(index)
    _shift(memoryview(changed), by)
    return bytes(changed)


def _shift(data: memoryview, by: int) -> None:
    """Move every place that the index names, of chunks of samples, by so many bytes."""
    for name, _, content, end in boxes(data):
        inside = data[content:end]
        if name in HOLDERS:
            _shift(inside, by)
        elif name in (b"stco", b"co64"):
            width = 4 if name == b"stco" else 8
            for at in range(8, len(inside), width):
                place = int.from_bytes(inside[at : at + width]) + by
                if place >= 1 << 8 * width:
                    raise OutputError("The film is too large for its index.")
                inside[at : at + width] = place.to_bytes(width)
