"""Files that can be read at any place: as io.BytesIO does it."""

import hashlib
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.seeking import SeekableReader

CONTENT = bytes(range(100))


class Known(SeekableReader):
    def __init__(self):
        super().__init__()
        self.size = len(CONTENT)

    def _piece(self, at: int, most: int) -> bytes:
        return CONTENT[at : at + min(most, 7)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([os.SEEK_SET, os.SEEK_CUR, os.SEEK_END]),
            st.integers(-120, 120),
            st.one_of(st.none(), st.integers(-1, 120)),
        ),
        max_size=8,
    )
)
def test_seek_tell_and_read_are_those_of_any_file(steps):
    ours, known = Known(), io.BytesIO(CONTENT)
    for whence, offset, size in steps:
        base = {0: 0, 1: known.tell(), 2: 100}[whence]
        if base + offset < 0:
            with pytest.raises(ValueError, match="before the beginning"):
                ours.seek(offset, whence)
            continue
        assert ours.seek(offset, whence) == known.seek(offset, whence)
        assert ours.read(size) == known.read(size)
        assert ours.tell() == known.tell()


def test_it_can_be_read_into_and_digested_as_a_file():
    file = Known()
    assert (file.readable(), file.seekable(), file.writable()) == (True, True, False)
    assert hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(CONTENT).digest()
    file.seek(90)
    into = bytearray(20)
    assert (file.readinto(into), bytes(into[:10])) == (10, CONTENT[90:])
    assert file.read1(1) == b""


def test_read1_gives_what_can_be_had_at_once():
    file = Known()
    assert file.read1() == CONTENT[:7]
    assert file.read1(3) == CONTENT[7:10]
    assert b"".join(iter(lambda: file.read1(50), b"")) == CONTENT[10:]


def test_reader_that_says_nothing_gives_nothing():
    file = SeekableReader()
    assert file.read() == b""
    file.size = 1
    with pytest.raises(NotImplementedError):
        file.read()
