"""Streams that are still written: read as far as they go, and never mixed with another."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.vault.binding import Binding
from attune.core.vault.errors import DamagedError
from attune.core.vault.growing import GrowingReader, TornReader, sealed_tail, tail_of
from attune.core.vault.streaming import HEADER, TAG, StreamReader, StreamWriter, whole_size

KEY = bytes(range(32))
HERE = Binding("service", "case", "film", "proxy.frag")
SMALL = 128
CONTENT = random.Random(5).randbytes(800)


def begun(size: int, *, finish: bool = False) -> tuple[bytes, bytes]:
    """A stream of which `size` bytes were written, and its tail."""
    out = io.BytesIO()
    writer = StreamWriter(out, KEY, HERE, segment=SMALL)
    writer.write(CONTENT[:size])
    tail = sealed_tail(writer, KEY, HERE)
    if finish:
        writer.finish()
    return out.getvalue(), tail


def growing(stream: bytes, tail: bytes) -> GrowingReader:
    return GrowingReader(io.BytesIO(stream), tail, KEY, HERE, segment=SMALL)


def torn(stream: bytes) -> TornReader:
    return TornReader(io.BytesIO(stream), KEY, HERE, segment=SMALL)


@given(st.integers(0, 800), st.integers(0, 800), st.booleans())
def test_growing_stream_is_read_as_far_as_its_tail_says(size, more, finish):
    _stream, tail = begun(size)
    out = io.BytesIO()
    writer = StreamWriter(out, KEY, HERE, segment=SMALL)
    writer.write(CONTENT[:size])
    tail = sealed_tail(writer, KEY, HERE)
    writer.write(CONTENT[size : size + more])  # it has grown since
    if finish:
        writer.finish()
    with growing(out.getvalue(), tail) as reader:
        assert reader.size == size
        assert reader.read() == CONTENT[:size]


def test_tail_of_another_stream_is_refused():
    stream, _tail = begun(500)
    _stream, tail = begun(500)
    with pytest.raises(DamagedError, match="two different streams"):
        growing(stream, tail)


def test_tail_is_bound_to_its_place_too():
    out = io.BytesIO()
    writer = StreamWriter(out, KEY, HERE, segment=SMALL)
    tail = sealed_tail(writer, KEY, HERE)
    with StreamReader(io.BytesIO(tail), KEY, tail_of(HERE)) as reader:
        assert reader.read() == writer.salt + bytes(4)
    with pytest.raises(DamagedError):
        StreamReader(io.BytesIO(tail), KEY, HERE)


def test_segment_that_is_missing_is_found():
    stream, tail = begun(500)
    with growing(stream[: 2 * SMALL], tail) as reader:
        reader.seek(whole_size(2, segment=SMALL))
        with pytest.raises(DamagedError):
            reader.read(1)


def test_sizes_of_whole_segments():
    sizes = [whole_size(number, segment=SMALL) for number in range(3)]
    assert sizes == [0, SMALL - TAG - HEADER, 2 * (SMALL - TAG) - HEADER]


@given(st.integers(0, 800), st.integers(0, 128))
def test_torn_stream_is_read_as_far_as_its_whole_segments_go(size, cut):
    stream, _tail = begun(size)
    kept = stream[: max(HEADER, len(stream) - cut)]
    whole = len(kept) // SMALL
    with torn(kept) as reader:
        assert reader.size == whole_size(whole, segment=SMALL)
        assert reader.read() == CONTENT[: reader.size]


@given(st.integers(0, 800))
def test_finished_stream_counts_to_its_end(size):
    with torn(begun(size, finish=True)[0]) as reader:
        assert reader.read() == CONTENT[:size]


def test_torn_stream_ends_before_its_first_damaged_segment():
    stream = bytearray(begun(700)[0])
    stream[2 * SMALL + 7] ^= 1
    with torn(bytes(stream)) as reader:
        assert reader.size == whole_size(2, segment=SMALL)
        assert reader.read() == CONTENT[: reader.size]


def test_stream_without_its_header_is_no_stream():
    with pytest.raises(DamagedError):
        torn(begun(700)[0][: HEADER - 1])
