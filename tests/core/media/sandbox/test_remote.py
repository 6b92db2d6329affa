"""Files and a sink at the other end of a line: they behave as files on a disk do."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from attune.core.media.sandbox import remote
from attune.core.media.sandbox.launcher import run
from attune.core.media.sandbox.wire import BrokenWireError, Word
from tests.core.media.sandbox.inside import Parts, in_thread, serving

CONTENT = bytes(i * 7 % 251 for i in range(10_007))
STEPS = some.one_of(
    some.tuples(some.just("read"), some.integers(-1, 700)),
    some.tuples(some.just("seek"), some.integers(0, 11_000), some.just(io.SEEK_SET)),
    some.tuples(some.just("seek"), some.integers(-50, 50), some.just(io.SEEK_CUR)),
    some.tuples(some.just("seek"), some.integers(-9000, 10), some.just(io.SEEK_END)),
    some.tuples(some.just("readinto"), some.integers(0, 700)),
    some.just(("tell",)),
)


def walk(file, steps):
    """What each step gives; a seek before the first byte gives the kind of its error."""
    for name, *arguments in steps:
        if name == "readinto":
            buffer = bytearray(*arguments)
            yield file.readinto(buffer), bytes(buffer)
            continue
        try:
            yield getattr(file, name)(*arguments)
        except (OSError, ValueError):
            yield "refused"


@settings(max_examples=40, deadline=None)
@given(some.lists(STEPS, max_size=40))
def test_remote_file_reads_as_a_file_in_memory_does(steps):
    def program(_given, sources, _sink, _say):
        return {"walked": [str(one) for one in walk(sources[0], steps)]}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "BLOCK", 512)
        patch.setattr(remote, "KEPT", 3)
        facts = run("-", {}, [io.BytesIO(CONTENT)], Parts(), walls=(), start=serving(program))
    expected = [str(one) for one in walk(WithoutSeekBack(CONTENT), steps)]
    assert facts["walked"] == expected


class WithoutSeekBack(io.BytesIO):
    """As a file on a disk: no place before the first byte."""

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: len(CONTENT)}[whence]
        if start + offset < 0:
            raise ValueError
        return super().seek(start + offset)


def test_there_is_nothing_before_the_first_byte():
    file = remote.RemoteFile(None, 0, 10)
    assert file.seek(-10, io.SEEK_END) == 0
    with pytest.raises(ValueError, match="before the beginning"):
        file.seek(-1)


def test_two_sources_are_told_apart_and_parts_come_whole():
    def program(given, sources, sink, say):
        one, other = sources
        assert one.readable()
        assert one.seekable()
        say({"sizes": [one.size, other.size]})
        sink.append("a.bin", one.read(3))
        sink.append("a.bin", other.read(3))
        sink.put_before("a.bin", b"head ")
        sink.replace("b.bin", other.read())
        sink.replace("empty.bin", b"")
        return given

    parts, said = Parts(), []
    facts = run(
        "-",
        {"given": [1, "ü"]},
        [io.BytesIO(b"abcdef"), io.BytesIO(b"uvwxyz")],
        parts,
        said=said.append,
        walls=(),
        start=serving(program),
    )
    assert facts == {"given": [1, "ü"]}
    assert parts == {"a.bin": b"head abcuvw", "b.bin": b"xyz", "empty.bin": b""}
    assert said == [{"sizes": [6, 6]}]


def test_part_longer_than_a_frame_arrives_whole():
    large = bytes(range(256)) * 12_000

    def program(_given, _sources, sink, _say):
        sink.replace("large.bin", large)
        return {}

    parts = Parts()
    run("-", {}, [], parts, walls=(), start=serving(program))
    assert parts["large.bin"] == large


def test_source_that_becomes_shorter_ends_early():
    class Shorter(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 5))

    class Ends(io.BytesIO):
        def read(self, size=-1):
            return b""

    def program(_given, sources, _sink, _say):
        return {"read": [source.read().decode() for source in sources]}

    sources = [Shorter(b"0123456789"), Ends(b"0123456789")]
    facts = run("-", {}, sources, Parts(), walls=(), start=serving(program))
    assert facts["read"] == ["0123456789", ""]


def test_parent_that_says_another_word_is_no_parent():
    heard = []

    def child(line):
        line.send(Word.READY, b"{}")
        blocks = remote.Blocks(line)
        line.receive()
        try:
            blocks.block(0, 0, ahead=False)  # the parent's next word is GIVEN
        except BrokenWireError as error:
            heard.append(str(error))
        line.send(Word.DONE, b"{}")

    run("-", {}, [io.BytesIO(b"x")], Parts(), walls=(), start=in_thread(child))
    assert heard == ["The parent said GIVEN instead of bytes."]
