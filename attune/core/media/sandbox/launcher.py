"""Runs one program behind the walls and serves it: bytes of the sources in, parts and facts out.

The parent opens no film. What the child says is bounded and checked: its worst is a film that could not
be prepared. Sources are read where they are (a decrypting reader, say), so that no byte of a film
touches a disk on the way.
"""

import json
import logging
import os
import re
import select
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import monotonic
from typing import Any, BinaryIO

from attune.core.media import errors
from attune.core.media.sandbox import wishes
from attune.core.media.sandbox.devices import NONE, nodes
from attune.core.media.sandbox.starting import Child, spawn
from attune.core.media.sandbox.walls import Wall, wanted
from attune.core.media.sandbox.wire import (
    HEAD,
    LONGEST,
    READ,
    BrokenWireError,
    Hearing,
    Word,
    to_json,
)
from attune.core.media.sink import HeadedSink, Sink

log = logging.getLogger("attune.sandbox")

Said = Callable[[dict[str, Any]], None]
Start = Callable[[str], AbstractContextManager[Child]]
MIB, GIB = 1 << 20, 1 << 30
NAME = re.compile(r"[a-z][a-z0-9-]{0,60}\.[a-z0-9]{2,8}")
"""The names that a part may have; none of them leads anywhere."""
ASKED_AT_ONCE = 64
LAST_WORDS = 4000
"""Bytes of the child's complaints that are kept for the log."""
LONGEST_SENTENCE = 300


class SandboxError(Exception):
    """The work broke off, though the film may be fine."""


class WallsError(SandboxError):
    """The walls don't stand here, so nothing was opened. The message says what to do."""


class FilmRefusedError(Exception):
    """This film cannot be used. The message is one plain sentence or two, for the person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use up.

    `seconds` by the wall's clock, `silence` seconds without a word, `memory` bytes of addresses (None: what the operator says), `given`
    bytes that it may hand over in all and `largest` in one part's piece; it may read each source
    `readings` times over. `names` are the parts that it may make (None: any plain name).
    """

    seconds: float = 6 * 3600
    silence: float = 300
    memory: int | None = None
    given: int = 64 * GIB
    largest: int = 512 * MIB
    readings: int = 64
    names: frozenset[str] | None = None


def run(
    program: str,
    given: dict[str, Any],
    sources: Sequence[BinaryIO],
    sink: Sink,
    *,
    said: Said = lambda words: None,
    limits: Limits = Limits(),
    walls: Iterable[Wall] | None = None,
    start: Start = spawn,
    hardware: str = NONE,
) -> dict[str, Any]:
    """Run `program` (a module of `programs/`) behind the walls and return its facts.

    `given` and the facts are JSON. `said` gets what the program says on its way; what it raises, or the
    sink or a source, ends the child and is raised here. Without `walls` those stand that the operator
    wants. For a kind of `hardware` its driver is loaded first and its devices stay open. Raises `FilmRefusedError`, `SandboxError`, and `WallsError` where walls can't stand.
    """
    wish = wanted() if walls is None else frozenset(walls)
    with start(program) as child:
        service = _Service(child, sources, sink, said, limits)
        try:
            return service.until_done(wish, given, hardware)
        except BrokenWireError as error:
            ended = child.end()
            service.hear_complaints()
            log.error("%s ended with %s: %s", program, ended, service.last_words())
            raise SandboxError(f"{program} ended with {ended}. {error}") from error


class _Service:
    """One child's requests, one after the other, until it is done."""

    def __init__(
        self, child: Child, sources: Sequence[BinaryIO], sink: Sink, said: Said, limits: Limits
    ) -> None:
        self._child, self._sources, self._sink, self._said = child, sources, sink, said
        self._limits = limits
        self._sizes = [source.seek(0, os.SEEK_END) for source in sources]
        self._may_read = limits.readings * sum(self._sizes) + 64 * MIB
        self._may_give = limits.given
        self._hearing = Hearing()
        self._words = b""
        self._sending: deque[memoryview] = deque()
        self._asked: deque[bytes] = deque()
        self._pieces: list[bytes] = []
        self._gathered = 0
        self._given: dict[str, Any] | None = None
        self._facts: dict[str, Any] | None = None

    def until_done(
        self, walls: frozenset[Wall], given: dict[str, Any], hardware: str
    ) -> dict[str, Any]:
        limits = self._limits
        cores = os.cpu_count() or 1
        self._given = given
        self._child.line.setblocking(False)
        os.set_blocking(self._child.complaints, False)
        self._send(
            Word.START,
            to_json(
                {
                    "walls": sorted(walls),
                    "memory": limits.memory or wishes.memory(),
                    "seconds": max(1, int(limits.seconds)) * cores,
                    "hardware": hardware,
                    "devices": [str(node) for node in nodes(hardware)],
                }
            ),
        )
        with_line, listening = select.poll(), self._child.line.fileno()
        with_line.register(self._child.complaints, select.POLLIN)
        began = heard = monotonic()
        while self._facts is None:
            now = monotonic()
            left = min(limits.seconds - (now - began), limits.silence - (now - heard))
            if left <= 0:
                raise BrokenWireError("It took too long, or got stuck.")
            with_line.register(listening, select.POLLIN | (select.POLLOUT * self._has_to_send()))
            for descriptor, event in with_line.poll(left * 1000):
                if descriptor != listening:
                    if not self.hear_complaints():
                        with_line.unregister(descriptor)
                    continue
                if event & select.POLLOUT:
                    self._send_more()
                if event & ~select.POLLOUT:
                    self._hear()
                    heard = monotonic()
        return self._facts

    # --- to the child -------------------------------------------------------------------------
    def _has_to_send(self) -> bool:
        return bool(self._sending or self._asked)

    def _send(self, word: Word, content: bytes) -> None:
        self._sending += (memoryview(HEAD.pack(word, len(content))), memoryview(content))

    def _send_more(self) -> None:
        """Send what fits; sources are read only when all before is on its way."""
        if not self._sending:
            self._send(Word.BYTES, self._read(self._asked.popleft()))
        try:
            sent = self._child.line.sendmsg(self._sending)
        except BlockingIOError:
            return
        except OSError:  # it is gone, but its last word may still be on its way to us
            self._sending.clear()
            self._asked.clear()
            return
        while self._sending and sent >= len(self._sending[0]):
            sent -= len(self._sending.popleft())
        if sent:
            self._sending[0] = self._sending[0][sent:]

    def _read(self, asked: bytes) -> bytes:
        number, offset, length = READ.unpack(asked)
        source = self._sources[number]
        source.seek(offset)
        pieces = []
        while length and (piece := source.read(length)):
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    # --- from the child -----------------------------------------------------------------------
    def _hear(self) -> None:
        try:
            heard = self._child.line.recv(LONGEST)
        except OSError as error:
            raise BrokenWireError("It hung up.") from error
        if not heard:
            raise BrokenWireError("It hung up.")
        for word, content in self._hearing.take(heard):
            self._obey(word, content)

    def _obey(self, word: Word, content: bytes) -> None:
        if word is Word.FAILED:
            self._fail(content)
        elif word is Word.READY:
            self._ready()
        elif self._given is not None:
            raise BrokenWireError("It spoke before its walls stood.")
        elif word is Word.READ:
            self._ask(content)
        elif word is Word.PIECE:
            self._gather(content)
        elif word in (Word.APPEND, Word.REPLACE, Word.PUT_BEFORE):
            self._keep(word, content)
        elif word is Word.SAY:
            self._said(_understood(content))
        elif word is Word.DONE:
            self._facts = _understood(content)
        else:
            raise FilmRefusedError(_sentence(_understood(content)))

    def _ready(self) -> None:
        if self._given is None:
            raise BrokenWireError("It was ready twice.")
        self._send(Word.GIVEN, to_json({"given": self._given, "sizes": self._sizes}))
        self._given = None

    def _ask(self, content: bytes) -> None:
        if len(content) != READ.size:
            raise BrokenWireError("It asks for something that makes no sense.")
        number, offset, length = READ.unpack(content)
        if number >= len(self._sources) or length > LONGEST or offset > self._sizes[number]:
            raise BrokenWireError("It asks for what is not there.")
        self._may_read -= length
        self._asked.append(content)
        if self._may_read < 0 or len(self._asked) > ASKED_AT_ONCE:
            raise BrokenWireError("It reads without end.")

    def _gather(self, content: bytes) -> None:
        self._may_give -= len(content)
        self._gathered += len(content)
        if self._may_give < 0 or self._gathered > self._limits.largest:
            raise BrokenWireError("It writes without end.")
        self._pieces.append(content)

    def _keep(self, word: Word, content: bytes) -> None:
        name, names = content.decode("ascii", "replace"), self._limits.names
        if not NAME.fullmatch(name) or (names is not None and name not in names):
            raise BrokenWireError(f"It names a part that is none: {name[:80]!r}.")
        whole = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces, self._gathered = [], 0
        if word is Word.APPEND:
            self._sink.append(name, whole)
        elif word is Word.REPLACE:
            self._sink.replace(name, whole)
        elif isinstance(self._sink, HeadedSink):
            self._sink.put_before(name, whole)
        else:
            raise BrokenWireError(f"No head is wanted for {name}.")

    def _fail(self, content: bytes) -> None:
        why = content.decode(errors="replace")
        if self._given is not None and why.startswith("wall: "):
            raise WallsError(why.removeprefix("wall: "))
        log.error("The program failed: %s", _plain(why))
        raise SandboxError(f"The program failed: {_plain(why)[-LONGEST_SENTENCE:]}")

    def hear_complaints(self) -> bool:
        """Read what the child wrote on its standard error; False when it won't write any more."""
        try:
            words = os.read(self._child.complaints, 1 << 16)
        except BlockingIOError:
            return True
        self._words = (self._words + words)[-LAST_WORDS:]
        return bool(words)

    def last_words(self) -> str:
        return _plain(self._words.decode(errors="replace"))


def _understood(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BrokenWireError("It said something that is not JSON.") from error
    if not isinstance(said, dict):
        raise BrokenWireError("It said something that makes no sense.")
    return said


def _sentence(refusal: dict[str, Any]) -> str:
    """A refusal's sentence, if it is one of ours: a child that was taken over gets no voice."""
    kind, sentence = (str(refusal.get(name, "")) for name in ("kind", "sentence"))
    known = getattr(errors, kind, None)
    if not (isinstance(known, type) and issubclass(known, errors.FilmError)):
        raise BrokenWireError("It refuses the film for no reason that we know.")
    if not sentence.isprintable() or not 0 < len(sentence) <= LONGEST_SENTENCE:
        raise BrokenWireError("It refuses the film without a sentence.")
    return sentence


def _plain(text: str) -> str:
    """Text of a stranger for the log: no control characters but line ends."""
    return "".join(one if one.isprintable() or one == "\n" else "?" for one in text).strip()
