"""Writes into a finished MP4 or MOV what the muxer cannot: the way up, and a whole edit list.

Phones store the sensor's landscape picture with a matrix that turns and mirrors it, and a trimmed film
keeps what was cut away behind an edit list. The index must stand at the end of the file, where the
muxer writes it, so that no place in the file moves.
"""

import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

CONTAINERS = {b"moov", b"trak", b"edts", b"mdia"}
ONE = 1 << 16

Edit = tuple[Fraction | None, Fraction]
"""Where a part begins after the film's first frame (None: a pause), and how long it is; in seconds."""


def _boxes(data: bytes, start: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, first byte of the content, and end of every box between `start` and `stop`, nested."""
    at = start
    while at + 8 <= stop:
        size, name = struct.unpack_from(">I4s", data, at)
        content = at + 8
        yield name, content, at + size
        if name in CONTAINERS:
            yield from _boxes(data, content, at + size)
        at += size


def _matrix(rotation: int, mirrored: bool, width: int, height: int) -> bytes:
    """The display matrix of a picture stored as `width` x `height`."""
    a, b, c, d = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[
        rotation
    ]
    if mirrored:
        a, b = -a, -b
    # Moved so that what is shown begins at 0, 0 again.
    x = max(0, -a * width, -c * height)
    y = max(0, -b * width, -d * height)
    return struct.pack(">9i", a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, x * ONE, y * ONE, 1 << 30)


def set_way_up(path: Path, rotation: int, width: int, height: int, *, mirrored: bool) -> None:
    """Tell players to mirror the film's first track left for right, and then to turn it clockwise.

    `rotation` is 0, 90, 180 or 270.
    """
    data = bytearray(path.read_bytes())
    content = next(at for name, at, _ in _boxes(bytes(data), 0, len(data)) if name == b"tkhd")
    matrix = content + (52 if data[content] == 1 else 40)
    data[matrix : matrix + 36] = _matrix(rotation, mirrored, width, height)
    path.write_bytes(data)


def set_edits(path: Path, edits: Sequence[Edit]) -> None:
    """Have players present these parts of every track, in order, and nothing else.

    Every track must have an edit list of version 0 whose last entry says where its first frame lies,
    as the muxer writes them.
    """
    data = path.read_bytes()
    begin = next(content - 8 for name, content, _ in _boxes(data, 0, len(data)) if name == b"moov")
    movie = _scale(data, begin, b"mvhd")
    path.write_bytes(data[:begin] + _edited(data, begin, len(data), movie, edits))


def _scale(data: bytes, begin: int, header: bytes, stop: int | None = None) -> int:
    inside = _boxes(data, begin, len(data) if stop is None else stop)
    content = next(content for name, content, _ in inside if name == header)
    return int(struct.unpack_from(">I", data, content + 12)[0])


def _edited(
    data: bytes, begin: int, stop: int, movie: int, edits: Sequence[Edit], media: int = 1
) -> bytes:
    """The boxes from `begin` to `stop` with new edit lists."""
    out, at = b"", begin
    while at < stop:
        size, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + size]
        if name == b"trak":
            media = _scale(data, at + 8, b"mdhd", at + size)
        if name == b"elst":
            body = _edit_list(body, movie, media, edits)
        elif name in CONTAINERS and name != b"mdia":
            body = _edited(data, at + 8, at + size, movie, edits, media)
        out += struct.pack(">I4s", 8 + len(body), name) + body
        at += size
    return out


def _edit_list(old: bytes, movie: int, media: int, edits: Sequence[Edit]) -> bytes:
    (zero,) = struct.unpack_from(">i", old, len(old) - 8)
    new = struct.pack(">II", 0, len(edits))
    for start, length in edits:
        first = -1 if start is None else zero + round(start * media)
        new += struct.pack(">IiI", round(length * movie), first, ONE)
    return new
