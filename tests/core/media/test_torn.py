import io

import pytest

from attune.core.media.errors import TruncatedFilmError
from attune.core.media.frames import frame_table
from attune.core.media.torn import EBML, SEGMENT, refuse_torn
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
            refuse_torn(file)


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
    refuse_torn(io.BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        box(b"ftyp") + box(b"mdat", b"1234"),
        box(b"ftyp") + box(b"moov") + b"\0\0\0\xffmdat1234",
        box(b"ftyp") + box(b"moov") + (1).to_bytes(4) + b"mdat" + (99).to_bytes(8) + b"12345678",
        b"RIFF\x05\0\0\0AVI ",
        EBML + b"\x80" + SEGMENT + b"\x82\x00",
        EBML + b"\x80" + SEGMENT + b"\x41\x00" + bytes(255),
    ],
)
def test_parts_that_run_past_the_end_are_refused(data):
    with pytest.raises(TruncatedFilmError):
        refuse_torn(io.BytesIO(data))
