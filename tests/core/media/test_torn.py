import io
from fractions import Fraction

import pytest

from attune.core.media.errors import TruncatedFilmError
from attune.core.media.frames import frame_table
from attune.core.media.torn import DURATION, EBML, INFO, SEGMENT, Ending, ending
from tests.films.broken import rewrapped, torn_films
from tests.films.made import made


def box(name: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4) + name + content


def test_films_cut_at_several_places_are_refused(tmp_path):
    for path, kind in torn_films(tmp_path):
        with pytest.raises(kind, match="cut short"):
            frame_table(path)


def test_whole_films_and_other_files_pass():
    paths = [made("h264").path, rewrapped(".mkv"), rewrapped(".ts"), rewrapped(".avi", "-bsf:v", "h264_mp4toannexb", "-an")]  # fmt: skip
    for path in paths:
        with path.open("rb") as file:
            ending(file)


@pytest.mark.parametrize(
    "data",
    [
        box(b"ftyp") + box(b"moov") + b"\0\0\0\0mdat and so on to the end",
        box(b"ftyp") + box(b"moov") + (1).to_bytes(4) + b"mdat" + (24).to_bytes(8) + b"12345678",
        box(b"ftyp") + box(b"moov") + b"\0\0\0\x05free",
        box(b"ftyp") + box(b"moov") + b"\0\0\0\x10\xff\xff\xff\xff12345678",
        b"RIFF\x04\0\0\0AVI ",
        EBML + b"\x80" + SEGMENT + b"\x81\x00",
        EBML + b"\x80" + SEGMENT + b"\x01\xff\xff\xff\xff\xff\xff\xff",
        EBML + b"\x80" + b"\x12\x34\x56\x78",
        EBML + b"\x00",
        EBML,
    ],
)
def test_parts_that_end_with_the_file_or_say_no_length_pass(data):
    ending(io.BytesIO(data))


def index(*parts: bytes) -> bytes:
    return box(b"ftyp") + box(b"moov", b"".join(parts))


def mvhd(scale: int, *, wide: bool = False) -> bytes:
    times = bytes(16 if wide else 8)
    return box(b"mvhd", bytes((wide, 0, 0, 0)) + times + scale.to_bytes(4) + bytes(8))


def mehd(length: int, *, wide: bool = False) -> bytes:
    return box(b"mvex", box(b"mehd", bytes((wide, 0, 0, 0)) + length.to_bytes(8 if wide else 4)))


def sidx(*sizes: int, wide: bool = False, after: int = 0) -> bytes:
    first = bytes((wide, 0, 0, 0)) + bytes(8)
    first += bytes(8) + after.to_bytes(8) if wide else bytes(4) + after.to_bytes(4)
    table = b"".join(size.to_bytes(4) + bytes(8) for size in sizes)
    return box(b"sidx", first + bytes(2) + len(sizes).to_bytes(2) + table)


FRAGMENT = box(b"moof", bytes(12)) + box(b"mdat", bytes(32))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (index() + FRAGMENT * 2, Ending(states=False)),
        (index() + FRAGMENT + FRAGMENT[:30], Ending(states=False, breaks_off=True)),
        (index() + FRAGMENT * 2 + box(b"mfra"), Ending()),
        (index() + sidx(60, 60) + FRAGMENT * 2, Ending()),
        (index() + sidx(60, 60, wide=True) + FRAGMENT * 2, Ending()),
        (index(mvhd(600), mehd(0)) + FRAGMENT, Ending(states=False)),
        (index(mehd(900)) + FRAGMENT, Ending(states=False)),
        (index(mvhd(600), mehd(900)) + FRAGMENT, Ending(seconds=Fraction(3, 2))),
        (index(mvhd(600, wide=True), mehd(900, wide=True)) + FRAGMENT, Ending(seconds=Fraction(3, 2))),
        # an index of its own before each fragment says nothing of those that follow
        (index() + FRAGMENT + sidx(60) + FRAGMENT, Ending(states=False)),
        (EBML + b"\x80" + SEGMENT + b"\xff" + INFO + b"\x80", Ending(states=False)),
        (EBML + b"\x80" + SEGMENT + b"\xff" + INFO + b"\x84" + DURATION + b"\x81\1", Ending()),
        (EBML + b"\x80" + SEGMENT + b"\xff" + INFO, Ending(states=False)),
        (EBML + b"\x80" + SEGMENT + b"\xff", Ending(states=False)),
        ((b"\x47" + bytes(187)) * 2, Ending(states=False)),
        ((bytes(4) + b"\x47" + bytes(187)) * 2, Ending(states=False)),
        (b"\x00\x00\x01\xba" + bytes(40), Ending(states=False)),
        (b"FLV" + bytes(40), Ending()),
    ],
)  # fmt: skip
def test_whether_a_film_states_its_length_is_told(data, expected):
    assert ending(io.BytesIO(data)) == expected


@pytest.mark.parametrize(
    "data",
    [
        box(b"ftyp") + box(b"mdat", b"1234"),
        box(b"ftyp") + box(b"moov") + b"\0\0\0\xffmdat1234",
        box(b"ftyp") + box(b"moov") + (1).to_bytes(4) + b"mdat" + (99).to_bytes(8) + b"12345678",
        b"RIFF\x05\0\0\0AVI ",
        EBML + b"\x80" + SEGMENT + b"\x82\x00",
        EBML + b"\x80" + SEGMENT + b"\x41\x00" + bytes(255),
        index() + sidx(60, 60) + FRAGMENT,
        index() + sidx(60, 60, after=8) + FRAGMENT * 2,
        index(mvhd(600), mehd(900)) + FRAGMENT[:-1],
        index() + sidx(60) + FRAGMENT + FRAGMENT[:-1],
    ],
)
def test_parts_that_run_past_the_end_are_refused(data):
    with pytest.raises(TruncatedFilmError):
        ending(io.BytesIO(data))
