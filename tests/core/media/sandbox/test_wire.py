"""Frames on the wire: what is sent is heard, however it is cut, and nonsense is refused."""

import os
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as some

from attune.core.media.sandbox.wire import (
    LONGEST,
    BrokenWireError,
    Hearing,
    Line,
    Word,
    to_json,
)

CHILDS = [word for word in Word if word >= Word.READY]


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@given(
    some.lists(some.tuples(some.sampled_from(CHILDS), some.binary(max_size=50)), max_size=8),
    some.integers(1, 40),
)
def test_frames_are_heard_as_they_were_sent_wherever_they_are_cut(frames, cut):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        line = Line(ours.fileno())
        for word, content in frames:
            line.send(word, content)
        ours.shutdown(socket.SHUT_WR)
        sent = b"".join(iter(lambda: theirs.recv(1000), b""))
    hearing = Hearing()
    heard = [
        frame for at in range(0, len(sent), cut) for frame in hearing.take(sent[at : at + cut])
    ]
    assert heard == frames


def test_child_receives_what_the_parent_sends_in_pieces(pair):
    ours, theirs = pair
    ours.sendall(b"\x03\x00\x00")
    ours.sendall(b"\x00\x05hel")
    ours.sendall(b"lo\x02\x00\x00\x00\x00")
    line = Line(theirs.fileno())
    assert line.receive() == (Word.BYTES, b"hello")
    assert line.receive() == (Word.GIVEN, b"")


def test_line_without_a_parent_is_broken(pair):
    ours, theirs = pair
    ours.close()
    line = Line(theirs.fileno())
    with pytest.raises(BrokenWireError):
        line.receive()
    with pytest.raises(BrokenWireError):
        line.send(Word.SAY, b"{}")


def test_line_that_is_cut_with_words_unheard_is_broken(pair):
    ours, theirs = pair
    line = Line(theirs.fileno())
    line.send(Word.SAY, b"{}")
    ours.close()
    with pytest.raises(BrokenWireError):
        line.receive()


def test_longest_frame_passes_and_a_longer_one_is_not_sent():
    read, write = os.pipe()
    os.set_blocking(write, False)
    with pytest.raises(ValueError, match="too long"):
        Line(write).send(Word.PIECE, bytes(LONGEST + 1))
    os.close(write)
    assert os.read(read, 10) == b""
    os.close(read)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\x00\x00\x00\x00",
        b"\xff\x00\x00\x00\x00",
        bytes([Word.BYTES, 0, 0, 0, 1, 65]),
        bytes([Word.PIECE, 0, 16, 0, 1]),
        bytes([Word.PIECE, 255, 255, 255, 255]),
    ],
    ids=["no word", "no word either", "the parent's word", "a byte too long", "4 GiB"],
)
def test_parent_hears_no_nonsense(nonsense):
    with pytest.raises(BrokenWireError):
        list(Hearing().take(nonsense))


def test_json_on_the_wire_is_short():
    assert to_json({"a": [1, 2]}) == b'{"a":[1,2]}'
