"""The film that a browser plays, put together from the fragments that ingest has written so far.

Ingest writes three parts: `proxy.init` (the head of a fragmented MP4), `proxy.frag` (its fragments,
one after the other) and `proxy.index` (a line of JSON for each fragment, written after its bytes). A
film of K fragments is the init, a table of those K fragments (a `sidx` box, ISO/IEC 14496-12, 8.16.3)
and their bytes. It is the same for a film that still grows and for a whole one.
"""

import json
import shutil
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from attune.core.clock import FrameTable, TimeBase
from attune.core.seeking import SeekableReader

INIT, FRAGMENTS, INDEX = "proxy.init", "proxy.frag", "proxy.index"
MOST_REFERENCES = 0xFFFF
PIECE = 1 << 20
LARGEST = 0xFFFF_FFFF
"""The most that a 32-bit field of a box holds."""


class PlayableError(ValueError):
    """The parts of a film do not belong together; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One fragment: its `size` in bytes, the `ticks` of its frames and the tick at which it ends.

    Ticks are those of the original, over `time_base`.
    """

    time_base: TimeBase
    size: int
    ticks: tuple[int, ...]
    end: int

    def to_line(self, *, first: bool) -> bytes:
        """The line of the index for this fragment; the first line tells the time base too."""
        value: dict[str, object] = {"size": self.size, "ticks": list(self.ticks), "end": self.end}
        if first:
            value["time_base"] = [self.time_base.num, self.time_base.den]
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def read_index(data: bytes) -> list[Fragment]:
    """The fragments that an index tells; a last line that is not whole yet is left out.

    Raises `PlayableError` for anything that ingest does not write.
    """
    found: list[Fragment] = []
    try:
        for line in data[: data.rfind(b"\n") + 1].splitlines():
            value = json.loads(line)
            base = found[0].time_base if found else TimeBase(*value["time_base"])
            found.append(Fragment(base, value["size"], tuple(value["ticks"]), value["end"]))
    except (ValueError, KeyError, TypeError) as error:
        raise PlayableError("The index of this film cannot be read.") from error
    return found


def table_so_far(fragments: Sequence[Fragment]) -> FrameTable:
    """The frame table of these fragments, in the original's ticks; `PlayableError` for none."""
    if not fragments:
        raise PlayableError("A film without a fragment has no frames.")
    ticks = tuple(tick for fragment in fragments for tick in fragment.ticks)
    return FrameTable(fragments[0].time_base, ticks, fragments[-1].end)


def head(init: bytes, fragments: Sequence[Fragment]) -> bytes:
    """What stands before the fragments: `init`, its length filled in, and the table of them.

    The film is this and then the bytes of exactly these fragments, from the first. Raises
    `PlayableError` when there is none.
    """
    if not fragments:
        raise PlayableError("A film without a fragment cannot be played.")
    return with_duration(init, fragments) + _sidx(fragments)


def with_duration(init: bytes, fragments: Sequence[Fragment]) -> bytes:
    """`init` with the film's length in its `mehd` box, in thousandths of a second."""
    at = init.find(b"mehd")
    if at < 0:
        raise PlayableError("The head of this film is not one that Attune wrote.")
    base = fragments[0].time_base
    length = base.seconds(fragments[-1].end - fragments[0].ticks[0]) * 1000
    return init[: at + 8] + struct.pack(">Q", round(length)) + init[at + 16 :]


def _sidx(fragments: Sequence[Fragment]) -> bytes:
    together = -(-len(fragments) // MOST_REFERENCES)
    groups = [fragments[n : n + together] for n in range(0, len(fragments), together)]
    base = fragments[0].time_base
    starts = [group[0].ticks[0] for group in groups] + [fragments[-1].end]
    content = struct.pack(">IIIQQHH", 1 << 24, 1, base.den, 0, 0, 0, len(groups))
    for number, group in enumerate(groups):
        size = sum(fragment.size for fragment in group)
        length = min(LARGEST, (starts[number + 1] - starts[number]) * base.num)
        # It begins with a key frame (SAP type 1).
        content += struct.pack(">III", size, length, 0x9000_0000)
    return struct.pack(">I4s", 8 + len(content), b"sidx") + content


def write_playable(folder: Path, out: Path) -> None:
    """Write the film whose parts lie in `folder` to `out`, one file. Raises `OSError`."""
    fragments = read_index((folder / INDEX).read_bytes())
    with out.open("wb") as film, (folder / FRAGMENTS).open("rb") as body:
        film.write(head((folder / INIT).read_bytes(), fragments))
        shutil.copyfileobj(body, film, PIECE)


class PlayableFile(SeekableReader):
    """Reads a head and the fragments behind it as one file that can seek.

    `body` is a file of at least `length` bytes, of which exactly those are the film. It is closed
    with this file.
    """

    def __init__(self, start: bytes, body: BinaryIO, length: int) -> None:
        super().__init__()
        self._start, self._body = start, body
        self.size = len(start) + length

    def _piece(self, at: int, most: int) -> bytes:
        if at < len(self._start):
            return self._start[at : at + most]
        self._body.seek(at - len(self._start))
        return self._body.read(most)

    def close(self) -> None:
        """Close the body too."""
        self._body.close()
        super().close()
