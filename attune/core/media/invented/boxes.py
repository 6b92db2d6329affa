"""Writes into a finished MP4 or MOV what the muxer cannot: a rotation, a trimmed start.

Phones store the sensor's landscape picture with a matrix that turns it, and a trimmed film keeps its
first frames behind an edit list. Only numbers inside existing boxes are changed, never a size.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

CONTAINERS = {b"moov", b"trak", b"edts", b"mdia"}
ONE = 1 << 16


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


def _matrix(rotation: int, width: int, height: int) -> bytes:
    """The display matrix for a clockwise turn of a picture stored as `width` x `height`."""
    a, b, c, d, x, y = {
        90: (0, ONE, -ONE, 0, height, 0),
        180: (-ONE, 0, 0, -ONE, width, height),
        270: (0, -ONE, ONE, 0, 0, width),
    }[rotation]
    return struct.pack(">9i", a, b, 0, c, d, 0, x * ONE, y * ONE, 1 << 30)


def set_rotation(path: Path, rotation: int, width: int, height: int) -> None:
    """Tell players to turn the film's first track by `rotation` (90, 180, 270) clockwise."""
    data = bytearray(path.read_bytes())
    content = next(at for name, at, _ in _boxes(bytes(data), 0, len(data)) if name == b"tkhd")
    matrix = content + (52 if data[content] == 1 else 40)
    data[matrix : matrix + 36] = _matrix(rotation, width, height)
    path.write_bytes(data)


def trim_start(path: Path, seconds: float) -> None:
    """Hide the first `seconds` of every track behind its edit list, as a trimmed phone film does.

    Every track must have an edit list of one entry of version 0, as the muxer writes them.
    """
    data = bytearray(path.read_bytes())
    movie = media = 0
    edits: list[tuple[int, int]] = []
    for name, content, _ in _boxes(bytes(data), 0, len(data)):
        if name == b"mvhd":
            (movie,) = struct.unpack_from(">I", data, content + 12)
        elif name == b"elst":
            edits.append((content, 0))
        elif name == b"mdhd" and edits:
            (media,) = struct.unpack_from(">I", data, content + 12)
            edits[-1] = (edits[-1][0], media)
    for content, scale in edits:
        length, first = struct.unpack_from(">Ii", data, content + 8)
        struct.pack_into(
            ">Ii",
            data,
            content + 8,
            length - round(seconds * movie),
            first + round(seconds * scale),
        )
    path.write_bytes(data)
