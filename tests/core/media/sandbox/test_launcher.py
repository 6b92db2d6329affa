"""The parent: what it serves, and that nothing a child does hurts it."""

import io
import json
import os
import select
from contextlib import contextmanager, suppress

import pytest

from attune.core.media import errors
from attune.core.media.sandbox import walls
from attune.core.media.sandbox.launcher import (
    FilmRefusedError,
    Limits,
    SandboxError,
    WallsError,
    run,
)
from attune.core.media.sandbox.walls import Wall
from attune.core.media.sandbox.wire import LONGEST, READ, BrokenWireError, Word, to_json
from tests.core.media.sandbox.inside import Parts, in_thread, of_code, serving

READY = (Word.READY, b"{}")
FILM = b"0123456789"


def saying(*frames):
    """A child that says these frames whatever it hears, and then waits for the line to be cut."""

    def child(line):
        with suppress(BrokenWireError):
            for word, content in frames:
                line.send(word, content)
            while True:
                line.receive()

    return in_thread(child)


def told(*frames, limits=None, parts=None):
    return run(
        "-",
        {},
        [io.BytesIO(FILM)],
        Parts() if parts is None else parts,
        walls=(),
        limits=limits or Limits(),
        start=saying(READY, *frames),
    )


def read(number=0, offset=0, length=1):
    return Word.READ, READ.pack(number, offset, length)


def test_facts_are_what_the_child_says_last():
    assert told((Word.DONE, b'{"frames":3}')) == {"frames": 3}


@pytest.mark.parametrize(
    ("frames", "reason"),
    [
        ([read(number=1)], "what is not there"),
        ([read(offset=11)], "what is not there"),
        ([read(length=LONGEST + 1)], "what is not there"),
        ([(Word.READ, b"short")], "makes no sense"),
        ([(Word.DONE, b"[1]")], "makes no sense"),
        ([(Word.DONE, b"{")], "not JSON"),
        ([(Word.SAY, b"\xff\xfe")], "not JSON"),
        ([(Word.SAY, b"[" * 100_000)], "not JSON"),
        ([READY], "ready twice"),
        ([(Word.APPEND, b"../../etc/passwd")], "a part that is none"),
        ([(Word.REPLACE, b"/tmp/x.jpg")], "a part that is none"),
        ([(Word.REPLACE, "pr\u00f6xy.mp4".encode())], "a part that is none"),
        ([(Word.REPLACE, b"x.jpg\n")], "a part that is none"),
        ([(Word.REPLACE, b"")], "a part that is none"),
        ([(Word.REFUSED, b'{"kind":"SystemExit","sentence":"Pay."}')], "no reason that we know"),
        ([(Word.REFUSED, b'{"kind":"__doc__","sentence":"Pay."}')], "no reason that we know"),
        ([(Word.REFUSED, b'{"kind":"FilmError","sentence":""}')], "without a sentence"),
        (
            [(Word.REFUSED, to_json({"kind": "FilmError", "sentence": "a" * 301}))],
            "without a sentence",
        ),
        (
            [(Word.REFUSED, to_json({"kind": "FilmError", "sentence": "a\u202eb"}))],
            "without a sentence",
        ),
    ],
)
def test_child_that_lies_is_ended_and_nothing_is_believed(frames, reason):
    parts = Parts()
    with pytest.raises(SandboxError, match=reason):
        told(*frames, parts=parts)
    assert parts == {}


def test_child_that_speaks_before_its_walls_stand_is_ended():
    with pytest.raises(SandboxError, match="before its walls stood"):
        run("-", {}, [], Parts(), walls=(), start=saying((Word.DONE, b"{}")))


def test_parts_that_nobody_wants_are_not_taken():
    limits = Limits(names=frozenset({"poster.jpg"}))
    parts = Parts()
    with pytest.raises(SandboxError, match=r"none: 'proxy\.mp4'"):
        told(
            (Word.PIECE, b"x"),
            (Word.REPLACE, b"poster.jpg"),
            (Word.REPLACE, b"proxy.mp4"),
            limits=limits,
            parts=parts,
        )
    assert parts == {"poster.jpg": b"x"}


def test_a_head_is_not_taken_where_none_is_wanted():
    class Plain:
        append = replace = Parts().replace

    with pytest.raises(SandboxError, match=r"No head is wanted for a\.bin"):
        told((Word.APPEND, b"a.bin"), (Word.PUT_BEFORE, b"a.bin"), parts=Plain())


def test_child_that_writes_or_reads_without_end_is_ended():
    piece = (Word.PIECE, bytes(600_000))
    keep = (Word.APPEND, b"a.bin")
    with pytest.raises(SandboxError, match="writes without end"):
        told(piece, piece, limits=Limits(largest=1_000_000))
    with pytest.raises(SandboxError, match="writes without end"):
        told(piece, keep, piece, keep, limits=Limits(given=1_000_000))
    with pytest.raises(SandboxError, match="reads without end"):
        told(*[read(length=10)] * 200)
    with pytest.raises(SandboxError, match="reads without end"):
        told(*[read(length=LONGEST)] * 66)


def test_refusal_is_the_sentence_for_the_person():
    def refuses(*_given):
        raise errors.SoundOnlyError

    with pytest.raises(FilmRefusedError) as refusal:
        run("-", {}, [], Parts(), walls=(), start=serving(refuses))
    assert str(refusal.value) == str(errors.SoundOnlyError())


def test_failure_of_the_program_is_worth_another_try_and_is_logged_harmlessly(caplog):
    def fails(*_given):
        raise KeyError("a \x1b[31mred\x1b[0m word\nand a line")

    with pytest.raises(SandboxError, match="The program failed"):
        run("-", {}, [], Parts(), walls=(), start=serving(fails))
    assert "KeyError" in caplog.text
    assert "\x1b" not in caplog.text


def test_wall_that_cannot_stand_is_said_and_no_byte_was_sent(monkeypatch):
    monkeypatch.setattr(walls.landlock, "_call", lambda *given: -1)

    class Untouched(io.BytesIO):
        def read(self, size=-1):
            raise AssertionError("A film was opened without walls.")

    with pytest.raises(WallsError, match="no landlock wall"):
        run(
            "-",
            {},
            [Untouched(FILM)],
            Parts(),
            walls=[Wall.LANDLOCK],
            start=serving(lambda *given: {}),
        )


def test_operators_word_decides_where_the_caller_says_nothing(monkeypatch):
    heard = []

    def child(line):
        heard.append(json.loads(line.receive()[1])["walls"])
        line.send(*READY)
        line.send(Word.DONE, b"{}")

    for word, expected in [
        ("full", ["landlock", "limits", "seccomp"]),
        ("limits-only", ["limits"]),
    ]:
        monkeypatch.setenv("ATTUNE_SANDBOX", word)
        run("-", {}, [], Parts(), start=in_thread(child))
        assert heard.pop() == expected


def test_what_the_listener_the_sink_or_a_source_raises_ends_the_child():
    class GoneError(Exception):
        pass

    def gone(*_given):
        raise GoneError

    class Broken(io.BytesIO):
        read = gone

    class Full(Parts):
        append = replace = gone

    say = of_code("word(4, b'{}'); word(9, b'{}'); time.sleep(600)")
    with pytest.raises(GoneError):
        run("-", {}, [], Parts(), said=gone, walls=(), start=say)
    write = of_code("word(4, b'{}'); word(7, b'a.bin'); time.sleep(600)")
    with pytest.raises(GoneError):
        run("-", {}, [], Full(), walls=(), start=write)
    ask = of_code("word(4, b'{}'); word(5, struct.pack('!HQI', 0, 0, 4)); time.sleep(600)")
    with pytest.raises(GoneError):
        run("-", {}, [Broken(FILM)], Parts(), walls=(), start=ask)


@pytest.mark.parametrize("limits", [Limits(seconds=0.3), Limits(silence=0.3)], ids=str)
def test_child_that_never_ends_is_ended(limits):
    with pytest.raises(SandboxError, match=r"ended with -9.*too long, or got stuck"):
        run("-", {}, [], Parts(), walls=(), limits=limits, start=of_code("time.sleep(600)"))


@pytest.mark.parametrize(
    ("code", "ended"),
    [("os._exit(3)", "3"), ("os.kill(os.getpid(), 11)", "-11"), ("os.abort()", "-6")],
)
def test_child_that_crashes_hurts_nobody(code, ended):
    with pytest.raises(SandboxError, match=f"ended with ({ended}|-9)"):
        run("-", {}, [], Parts(), walls=(), start=of_code(code))


def test_last_words_are_logged_and_cut(caplog):
    code = "sys.stderr.write('x' * 100_000 + '\\x07the end'); sys.stderr.flush(); os._exit(1)"
    with pytest.raises(SandboxError):
        run("-", {}, [], Parts(), walls=(), start=of_code(code))
    assert "?the end" in caplog.text
    assert len(caplog.text) < 6000


def test_complaints_that_end_early_do_not_end_the_work():
    code = (
        "os.close(2); word(4, b'{}'); time.sleep(0.2)\n"
        "word(5, struct.pack('!HQI', 0, 0, 1 << 20)); got = b''\n"
        "while len(got) < 3_000_000: got += line.recv(1 << 16)"
    )
    code = code.replace("3_000_000", "1000") + "\nword(10, b'{\"got\": true}')"
    source = io.BytesIO(bytes(5000))
    assert run("-", {}, [source], Parts(), walls=(), start=of_code(code)) == {"got": True}


def test_slow_child_gets_large_bytes_whole():
    """More than fits on the line at once: the parent waits, and goes on where it was."""
    content = os.urandom(3 << 20)

    def program(_given, sources, sink, _say):
        sink.replace("copy.bin", sources[0].read())
        return {}

    parts = Parts()
    run("-", {}, [io.BytesIO(content)], parts, walls=(), start=serving(program))
    assert parts["copy.bin"] == content


def test_line_that_takes_nothing_just_now_is_tried_again():
    class Stubborn:
        """The line, whose first sending finds no room."""

        def __init__(self, line):
            self.line, self.tried = line, 0

        def __getattr__(self, name):
            return getattr(self.line, name)

        def sendmsg(self, pieces):
            self.tried += 1
            if self.tried == 1:
                raise BlockingIOError
            return self.line.sendmsg(pieces)

    @contextmanager
    def start(program):
        with serving(lambda *given: {"done": True})(program) as child:
            child.line = Stubborn(child.line)
            yield child
            assert child.line.tried > 1

    assert run("-", {}, [], Parts(), walls=(), start=start) == {"done": True}


def test_child_that_leaves_without_listening_is_gone():
    def leaves(line):
        select.select([line._descriptor], [], [])

    with pytest.raises(SandboxError, match="hung up"):
        run("-", {}, [], Parts(), walls=(), start=in_thread(leaves))


def test_child_that_drops_the_line_unread_is_a_broken_line():
    """The kernel then says "reset" and not "end of file"."""
    code = "import select; select.select([line], [], []); os._exit(3)"
    with pytest.raises(SandboxError, match="ended with 3"):
        run("-", {}, [], Parts(), walls=(), start=of_code(code))


def test_child_that_listens_and_leaves_is_gone():
    """The kernel then says "end of file"."""
    with pytest.raises(SandboxError, match=r"ended with 4\. It hung up"):
        run("-", {}, [], Parts(), walls=(), start=of_code("line.recv(1 << 16); os._exit(4)"))
