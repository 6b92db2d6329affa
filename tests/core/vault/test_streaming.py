"""Encrypted streams: the same as Tink's, exact at any place, and opened by nothing that was changed."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.vault.binding import Binding
from attune.core.vault.errors import DamagedError
from attune.core.vault.streaming import (
    HEADER,
    SEGMENT,
    TAG,
    SegmentReader,
    StreamReader,
    StreamWriter,
    check_stream,
    plain_size,
    whole_size,
)
from tests.core.vault import oracle

KEY = bytes(range(32))
HERE = Binding("service", "case", "film", "proxy.frag")
SMALL = 128  # bytes of a segment: so that a few hundred bytes have several
FIRST, REST = SMALL - HEADER - TAG, SMALL - TAG
EDGES = [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + REST, FIRST + REST + 1, FIRST + 3 * REST]


def written(content: bytes, *, key=KEY, at=HERE, segment=SMALL, pieces=1) -> bytes:
    out = io.BytesIO()
    writer = StreamWriter(out, key, at, segment=segment)
    step = max(1, len(content) // pieces)
    for start in range(0, len(content), step):
        assert writer.write(content[start : start + step]) == len(content[start : start + step])
    writer.finish()
    assert writer.size == len(content)
    return out.getvalue()


def opened(sealed: bytes, *, key=KEY, at=HERE, segment=SMALL) -> StreamReader:
    return StreamReader(io.BytesIO(sealed), key, at, segment=segment)


def told(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.mark.parametrize("size", EDGES)
def test_what_we_write_tink_reads(size):
    sealed = written(told(size), pieces=7)
    assert oracle.decrypted(sealed, KEY, HERE.to_bytes(), SMALL) == told(size)


@pytest.mark.parametrize("size", EDGES)
def test_what_tink_writes_we_read(size):
    sealed = oracle.encrypted(told(size), KEY, HERE.to_bytes(), SMALL)
    assert len(sealed) == len(written(told(size)))
    with opened(sealed) as reader:
        assert (reader.size, reader.read()) == (size, told(size))


def test_whole_segments_of_real_size_go_both_ways():
    content = told(2 * SEGMENT + 5)
    sealed = written(content, segment=SEGMENT)
    assert oracle.decrypted(sealed, KEY, HERE.to_bytes(), SEGMENT) == content
    sealed = oracle.encrypted(content, KEY, HERE.to_bytes(), SEGMENT)
    with StreamReader(io.BytesIO(sealed), KEY, HERE) as reader:
        assert reader.read() == content
        assert (reader.segments, check_stream(reader)) == (3, len(content))


@given(st.integers(0, 600), st.integers(0, 700), st.integers(-1, 700))
def test_any_read_is_the_slice(size, start, length):
    content = told(size)
    with opened(written(content)) as reader:
        assert reader.seek(start) == reader.tell() == start
        end = None if length < 0 else start + length
        assert reader.read(length) == content[start:end]
        assert reader.tell() == max(start, min(size, size if end is None else end))


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 300)), max_size=12))
def test_reads_in_any_order_are_the_slices(wanted):
    content = told(900)
    with opened(written(content)) as reader:
        for start, length in wanted:
            reader.seek(start)
            assert reader.read(length) == content[start : start + length]


@pytest.mark.parametrize("size", EDGES)
def test_every_flipped_bit_is_found(size):
    sealed = written(told(size))
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << place % 8
        with pytest.raises(DamagedError), opened(bytes(changed)) as reader:
            reader.read()


@pytest.mark.parametrize("size", EDGES)
def test_every_truncation_is_found_when_the_stream_is_opened(size):
    sealed = written(told(size))
    for length in range(len(sealed)):
        with pytest.raises(DamagedError):
            opened(sealed[:length])


def test_bytes_after_the_end_are_found():
    for more in (b"x", bytes(SMALL)):
        with pytest.raises(DamagedError):
            opened(written(told(300)) + more)


def test_segments_that_changed_places_are_found():
    sealed = written(told(FIRST + 4 * REST))
    parts = [sealed[at : at + SMALL] for at in range(0, len(sealed), SMALL)]
    parts[1], parts[2] = parts[2], parts[1]
    with opened(b"".join(parts)) as reader:
        assert reader.read(FIRST) == told(FIRST + 4 * REST)[:FIRST]
        with pytest.raises(DamagedError, match=r"proxy.frag .* segment 1 "):
            reader.read(1)


def test_segment_of_another_stream_is_found():
    one, other = written(told(300)), written(told(300))
    assert one != other  # the same film twice looks like two films
    with opened(one[:SMALL] + other[SMALL : 2 * SMALL] + one[2 * SMALL :]) as reader:
        reader.seek(FIRST)
        with pytest.raises(DamagedError):
            reader.read(1)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Binding("other", "case", "film", "proxy.frag"),
        Binding("service", "other", "film", "proxy.frag"),
        Binding("service", "case", "other", "proxy.frag"),
        Binding("service", "case", "film", "original/0"),
        Binding("servicec", "ase", "film", "proxy.frag"),
    ],
)
def test_file_of_another_place_does_not_open(elsewhere):
    with pytest.raises(DamagedError, match="belongs elsewhere"):
        opened(written(b"film"), at=elsewhere)


def test_other_key_does_not_open():
    with pytest.raises(DamagedError):
        opened(written(b"film"), key=bytes(32))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_key_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match="32 bytes"):
        written(b"film", key=bytes(length))


@pytest.mark.parametrize(
    "content", [b"", b"\x28", b"no stream of ours at all, and long enough" * 3]
)
def test_what_does_not_begin_as_a_stream_is_refused(content):
    with pytest.raises(DamagedError, match="does not begin"):
        opened(content)


@given(st.integers(0, 2000))
def test_size_follows_from_the_length_of_the_file(size):
    assert plain_size(len(written(told(size))), segment=SMALL) == size


def test_size_of_what_is_too_short_is_nothing():
    assert plain_size(0) == plain_size(HEADER + TAG) == 0


def test_stream_goes_out_segment_by_segment():
    out = io.BytesIO()
    writer = StreamWriter(out, KEY, HERE, segment=SMALL)
    writer.write(told(FIRST))
    assert (writer.segments, writer.waiting, len(out.getvalue())) == (0, told(FIRST), HEADER)
    writer.write(b"!")
    assert (writer.segments, writer.waiting, len(out.getvalue())) == (1, b"!", SMALL)
    assert writer.size == FIRST + 1


@pytest.mark.parametrize("segments", [0, 1, 2])
def test_stream_that_has_no_room_for_more_is_finished_where_it_was_cut(segments):
    content = told(FIRST + REST + 5)
    out = io.BytesIO()
    writer = StreamWriter(out, KEY, HERE, segment=SMALL)
    writer.write(content)
    out.truncate(max(HEADER, segments * SMALL))
    out.seek(0, io.SEEK_END)
    writer.finish_at(segments)
    kept = content[: whole_size(segments, segment=SMALL)]
    assert writer.size == len(kept)
    with opened(out.getvalue()) as reader:
        assert reader.read() == kept
    assert oracle.decrypted(out.getvalue(), KEY, HERE.to_bytes(), SMALL) == kept


def test_stream_ends_at_a_place_once_because_no_nonce_is_used_twice():
    writer = StreamWriter(io.BytesIO(), KEY, HERE, segment=SMALL)
    writer.write(told(FIRST + 5))
    writer.finish()
    with pytest.raises(RuntimeError, match="no nonce is used twice"):
        writer.finish_at(1)
    with pytest.raises(RuntimeError, match="no nonce is used twice"):
        writer.finish()
    writer.finish_at(0)


def test_reader_closes_its_file():
    file = io.BytesIO(written(b"film"))
    with StreamReader(file, KEY, HERE, segment=SMALL):
        pass
    assert file.closed


def test_kind_of_stream_that_is_not_said_is_not_read():
    reader = SegmentReader(io.BytesIO(written(b"film")), KEY, HERE, SMALL)
    reader.size = 4
    with pytest.raises(NotImplementedError):
        reader.read()
