"""Finds a film whose end is missing from the lengths that its own outer parts state.

MP4, MOV, Matroska, WebM and AVI say how long their parts are. A film that breaks off often still
opens and decodes, with a track or some frames fewer: what its own lengths contradict is not believed.

A recording that was written while it was made (by a browser, a security camera, a transport stream)
says no length. It may end anywhere and is still what was recorded: it is taken as it is, and that
nobody can tell whether its end is missing is one of its defects.
"""

import os
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

from attune.core.media.errors import TruncatedFilmError

FIRST_BOXES = (b"ftyp", b"styp", b"wide", b"mdat", b"moov")
EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
INFO, DURATION = b"\x15\x49\xa9\x66", b"\x44\x89"
INFO_WITHIN = 1 << 16
"""A Matroska file says its length near its beginning, if at all."""
LARGEST_INDEX = 1 << 24
SYNC, PACKETS = 0x47, (188, 192)
MPEG_PACK = b"\x00\x00\x01\xba"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a file ends.

    It `states` how long it should be, or does not; `seconds` is that length where only this file says
    it, None elsewhere. A file that states none may break off in the middle of a part: `breaks_off`.
    """

    states: bool = True
    seconds: Fraction | None = None
    breaks_off: bool = False


def ending(file: BinaryIO) -> Ending:
    """How the file ends; raises `TruncatedFilmError` when it ends before it says that it should.

    Where the file stands afterwards is not said.
    """
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(197)
    if head[4:8] in FIRST_BOXES:
        return _boxes_end(file, end)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        _refuse_beyond(8 + int.from_bytes(head[4:8], "little"), end)
    elif head[:4] == EBML:
        return _segment_ends(file, end)
    elif head[:4] == MPEG_PACK or any(
        head[start : start + 1 + size : size] == bytes((SYNC, SYNC))
        for size, start in zip(PACKETS, (0, 4), strict=True)
    ):
        return Ending(states=False)
    return Ending()


def _refuse_beyond(stated: int, end: int) -> None:
    if stated > end:
        raise TruncatedFilmError("its last part is missing")


@dataclass(slots=True)
class _Boxes:
    """What was met among the outermost boxes of an MP4; `at` is where the last one should end."""

    at: int = 0
    index: bool = False
    fragments: bool = False
    closed: bool = False
    seconds: Fraction | None = None
    indexed_to: int = 0

    def meet(self, name: bytes, size: int, file: BinaryIO) -> None:
        if name == b"moov":
            self.index = True
            self.seconds = _stated_seconds(file.read(min(size, LARGEST_INDEX)))
        elif name == b"moof":
            self.fragments = True
        elif name == b"sidx" and not self.fragments:
            after = file.tell() + size
            self.indexed_to = max(self.indexed_to, after + _indexed(file.read(min(size, 1 << 20))))
        elif name == b"mfra":
            self.closed = True


def _boxes_end(file: BinaryIO, end: int) -> Ending:
    met = _Boxes()
    while met.at + 8 <= end:
        file.seek(met.at)
        head = file.read(16)
        size, name = int.from_bytes(head[:4]), head[4:8]
        content = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(head[8:16])
        if not name.isalnum() or 0 < size < 8:
            break  # not a box: something else was added at the end
        file.seek(met.at + content)
        met.meet(name, size - content if size else end - met.at, file)
        met.at = met.at + size if size else end
    if not met.index:
        raise TruncatedFilmError("its table of contents, which stands at the end, is missing")
    if not met.fragments:
        _refuse_beyond(met.at, end)
        return Ending()
    # An index of the fragments that stands before them says where the last one ends.
    _refuse_beyond(met.indexed_to, end)
    states = met.closed or met.seconds is not None or met.indexed_to > 0
    if states:
        _refuse_beyond(met.at, end)
    return Ending(states, met.seconds, breaks_off=met.at > end)


def _stated_seconds(moov: bytes) -> Fraction | None:
    """The length of all fragments together, where the index says it (`mehd`)."""
    told, header = moov.find(b"mehd"), moov.find(b"mvhd")
    if told < 0 or header < 0:
        return None
    length = int.from_bytes(_after_flags(moov, told, 0))
    scale = int.from_bytes(_after_flags(moov, header, 2)[:4])
    return Fraction(length, scale) if length and scale else None


def _after_flags(moov: bytes, name: int, skipped: int) -> bytes:
    """The number after so many others in a box, 8 bytes each in version 1 and 4 in version 0."""
    size = 8 if moov[name + 4 : name + 5] == b"\x01" else 4
    return moov[name + 8 + skipped * size : name + 8 + (skipped + 1) * size]


def _indexed(sidx: bytes) -> int:
    """How many bytes after itself an index of fragments (ISO/IEC 14496-12, 8.16.3) covers."""
    wide = sidx[:1] == b"\x01"
    after = int.from_bytes(sidx[20:28] if wide else sidx[16:20])
    table = 32 if wide else 24
    count = int.from_bytes(sidx[table - 2 : table])
    sizes = (sidx[table + 12 * each : table + 12 * each + 4] for each in range(count))
    return after + sum(int.from_bytes(size) & 0x7FFFFFFF for size in sizes)


def _segment_ends(file: BinaryIO, end: int) -> Ending:
    file.seek(4)
    header = _length(file)
    if header is None:
        return Ending()
    file.seek(header, os.SEEK_CUR)
    if file.read(4) != SEGMENT:
        return Ending()
    segment = _length(file)
    if segment is not None:
        _refuse_beyond(file.tell() + segment, end)
        return Ending()
    return Ending(states=_states_duration(file.read(INFO_WITHIN)))


def _states_duration(beginning: bytes) -> bool:
    """Whether the facts at the beginning of a Matroska film say how long it is."""
    at = beginning.find(INFO)
    if at < 0:
        return False
    size = beginning[at + 4 : at + 12]
    more = 8 - size[0].bit_length() if size and size[0] else 0
    length = int.from_bytes(bytes([size[0] & (0x7F >> more)]) + size[1 : 1 + more]) if size else 0
    return DURATION in beginning[at + 5 + more : at + 5 + more + length]


def _length(file: BinaryIO) -> int | None:
    """The EBML length that stands here; None where it is unknown, as in a live recording."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] & (0x7F >> more)]) + file.read(more))
    return None if value == (1 << 7 * (more + 1)) - 1 else value
