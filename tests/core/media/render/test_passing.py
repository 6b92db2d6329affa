"""What passes through is, byte for byte, the film that a muxer would write into a file of its own."""

import io
import os
from fractions import Fraction

import av
import pytest

from attune.core.media.errors import OutputError
from attune.core.media.render.front import PIECE, index_first
from attune.core.media.render.passing import Passing, Unseen
from tests.core.media.sandbox.inside import Parts
from tests.films.made import made

NAME = "out.mp4"


def muxed(file, sizes, *, after=lambda: None):
    """An MP4 of the film's kind, whose pictures are noise of these sizes in bytes."""
    with (
        av.open(str(made("h264").path)) as film,
        av.open(file, "w", format="mp4", options={"fflags": "bitexact"}) as out,
    ):
        stream = out.add_stream_from_template(film.streams.video[0])
        for number, size in enumerate(sizes):
            packet = av.Packet(bytes([number % 256]) * size)
            packet.stream, packet.time_base = stream, Fraction(1, 30)
            packet.pts = packet.dts = number
            out.mux(packet)
            after()


@pytest.mark.parametrize("sizes", [[100] * 3, [300_000] * 20, [5, 3 * PIECE + 7, 5], [40_000] * 30])
def test_all_of_it_passes_in_its_order_and_little_is_held(sizes):
    own, parts = io.BytesIO(), Parts()
    muxed(own, sizes)
    passing, held = Passing(parts, NAME), []
    muxed(passing, sizes, after=lambda: held.append(passing.size - len(parts.get(NAME, b""))))
    passing.rest()
    head = passing.head()
    parts.put_before(NAME, head)
    assert parts[NAME] == b"".join(index_first(own.getbuffer()))
    assert len(head) + passing.size == len(parts[NAME])
    assert max(held) <= 2 * PIECE + max(sizes)


def box(name, content=b"", *, size=None):
    return (size or 8 + len(content)).to_bytes(4) + name + content


START = box(b"ftyp", b"isom") + box(b"free") + box(b"mdat", size=8)
INDEX = box(b"moov", box(b"trak", b""))


def passed(*steps):
    """What comes of it when a muxer does this: bytes to write, or places to go to."""
    parts = Parts()
    passing = Passing(parts, NAME)
    for step in steps:
        if isinstance(step, bytes):
            assert passing.write(step) == len(step)
        else:
            assert passing.seek(*step) == passing.tell()
    passing.rest()
    parts.put_before(NAME, passing.head())
    return parts[NAME]


def test_a_beginning_that_comes_in_pieces_and_an_index_that_is_changed():
    film = passed(
        b"\0\0", START[2:4] + b"ftyp", START[8:], b"pictures",
        (len(START) - 8,), (16).to_bytes(4), (0, os.SEEK_END),
        b"\0\0\0\0moov", INDEX[8:], (-len(INDEX), os.SEEK_CUR), INDEX[:4],
    )  # fmt: skip
    assert film == START[:20] + INDEX + box(b"mdat", b"pictures")


def test_a_length_of_eight_bytes_stands_where_a_free_box_was():
    film = passed(
        START, b"pictures", (len(START) - 16,), b"\0\0\0\1mdat" + (24).to_bytes(8),
        (0, os.SEEK_END), INDEX,
    )  # fmt: skip
    assert film == START[:12] + INDEX + b"\0\0\0\1mdat" + (24).to_bytes(8) + b"pictures"


LENGTH = ((len(START) - 8,), (16).to_bytes(4), (0, os.SEEK_END))


@pytest.mark.parametrize(
    "steps",
    [
        (b"",),
        (START[:-8],),
        (b"\0\0\0\4oops" + START,),
        (START, b"pictures", INDEX),  # nobody said how long it is
        (START, b"pictu", *LENGTH, INDEX),
        (START, bytes(3 * PIECE), *LENGTH, INDEX),
        (START, b"pictures", *LENGTH),
        (START, b"pictures", *LENGTH, INDEX, INDEX),
        (START, b"pictures", *LENGTH, INDEX, b"\0"),
        (START, b"pictures", *LENGTH, box(b"free")),
        (START, b"pictures", (len(START) - 4,), bytes(8)),  # across a border
        (START, b"pictures", (99,), b"behind"),
        (START, bytes(3 * PIECE), (len(START) + 5,), b"passed on already"),
    ],
)
def test_what_is_no_whole_film_is_refused(steps):
    with pytest.raises(OutputError, match="not whole"):
        passed(*steps)


def test_a_film_of_which_only_the_head_is_at_hand():
    film = Unseen(b"head", PIECE + 2)
    assert film.read() == b"head" + bytes(PIECE + 2)
    film.seek(2)
    assert film.read(4) == b"ad\0\0"
