"""Finds a film whose end is missing from the lengths that its own outer parts state.

MP4, MOV, Matroska, WebM and AVI say how long their parts are. A film that breaks off often still
opens and decodes, with a track or some frames fewer: what its own lengths contradict is not believed.
"""

import os
from typing import BinaryIO

from attune.core.media.errors import TruncatedFilmError

FIRST_BOXES = (b"ftyp", b"wide", b"mdat", b"moov")
EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"


def refuse_torn(file: BinaryIO) -> None:
    """Raise `TruncatedFilmError` when the file ends before its outermost parts do.

    Files of other kinds pass. Where the file stands afterwards is not said.
    """
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[4:8] in FIRST_BOXES:
        _refuse_torn_boxes(file, end)
    elif head[:4] == b"RIFF" and head[8:] == b"AVI ":
        _refuse_beyond(8 + int.from_bytes(head[4:8], "little"), end)
    elif head[:4] == EBML:
        _refuse_torn_segment(file, end)


def _refuse_beyond(stated: int, end: int) -> None:
    if stated > end:
        raise TruncatedFilmError("its last part is missing")


def _refuse_torn_boxes(file: BinaryIO, end: int) -> None:
    at, names = 0, set()
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, name = int.from_bytes(head[:4]), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16])
        if not name.isalnum() or 0 < size < 8:
            break  # not a box: something else was added at the end
        names.add(name)
        at = at + size if size else end
    _refuse_beyond(at, end)
    if b"moov" not in names:
        raise TruncatedFilmError("its table of contents, which stands at the end, is missing")


def _refuse_torn_segment(file: BinaryIO, end: int) -> None:
    file.seek(4)
    header = _length(file)
    if header is None:
        return
    file.seek(header, os.SEEK_CUR)
    if file.read(4) != SEGMENT:
        return
    segment = _length(file)
    if segment is not None:
        _refuse_beyond(file.tell() + segment, end)


def _length(file: BinaryIO) -> int | None:
    """The EBML length that stands here; None where it is unknown, as in a live recording."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] & (0x7F >> more)]) + file.read(more))
    return None if value == (1 << 7 * (more + 1)) - 1 else value
