"""Mutated films under the sandbox: `./run bench fuzz --films 10000`.

Small films of every kind are broken by chance (each by a seed, so that it can be broken the same way
again) and go through the whole of ingest behind all walls, each in a process of its own. Every one must end as
a film, with a sentence, or with its child ended: never with the parent hurt or waiting.
"""

import argparse
import io
import os
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from attune.core.media.invented import CAMERAS, KINDS, make_film
from attune.core.media.sandbox import child
from attune.core.media.sandbox.launcher import FilmRefusedError, Limits, SandboxError, run
from attune.core.media.sandbox.wire import Line

LIMITS = Limits(seconds=60, silence=30, memory=3 << 30)
SECONDS, WITH_EDIT_LIST, SIZE = 0.4, 1.5, (160, 96)
HEAD = 4096  # where most of what parsers believe stands


class Dropped:
    """A sink that counts bytes and keeps none."""

    def __init__(self) -> None:
        self.bytes = 0

    def append(self, name: str, piece: bytes) -> None:
        self.bytes += len(piece)

    def replace(self, name: str, content: bytes) -> None:
        self.bytes += len(content)


class Forked:
    """A child that this process forked: everything it needs is loaded, so that it starts at once."""

    def __init__(self, process: int, line: socket.socket, complaints: int) -> None:
        self.process, self.line, self.complaints = process, line, complaints
        self.ended: int | None = None

    def end(self) -> int:
        if self.ended is None:
            os.kill(self.process, signal.SIGKILL)
            self.ended = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return self.ended


@contextmanager
def fork(program: str) -> Iterator[Forked]:
    """As `starting.spawn`, without a new Python. Only for a process that never saw a stranger's film."""
    loaded, parent = child.load(program), os.getpid()
    ours, theirs = socket.socketpair()
    complaints, voice = os.pipe()
    process = os.fork()
    if process == 0:
        ours.close()
        os.close(complaints)
        os.dup2(voice, 2)
        os.close(voice)
        child.end_with(parent)
        child.serve(Line(theirs.fileno()), loaded)
        os._exit(0)
    theirs.close()
    os.close(voice)
    forked = Forked(process, ours, complaints)
    try:
        yield forked
    finally:
        forked.end()
        ours.close()
        os.close(complaints)


def base_films(folder: Path) -> dict[str, bytes]:
    """One small film of every kind."""
    films = {}
    for name, kind in {**KINDS, **CAMERAS}.items():
        seconds = WITH_EDIT_LIST if kind.parts else SECONDS
        path = folder / f"{name}{kind.suffix}"
        films[name] = make_film(path, name, seconds=seconds, size=SIZE).path.read_bytes()
    return films


def broken(content: bytes, random: Random) -> bytes:
    """The film with one to six faults."""
    film = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        random.choice(FAULTS)(film, random)
    return bytes(film)


def _place(film: bytearray, random: Random) -> int:
    """Half of the faults where the tables stand: at the head, or at the end."""
    length = len(film)
    reach = min(HEAD, length)
    start, end = random.choice(((0, length), (0, length), (0, reach), (length - reach, length)))
    return random.randrange(start, max(end, start + 1))


def _flip(film: bytearray, random: Random) -> None:
    for _ in range(random.choice((1, 4, 32))):
        if film:
            film[min(_place(film, random), len(film) - 1)] ^= 1 << random.randrange(8)


def _number(film: bytearray, random: Random) -> None:
    """A field of four bytes at one of the ends of what it can hold."""
    at = _place(film, random) & ~3
    value = random.choice((0, 1, 7, 8, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, len(film)))
    film[at : at + 4] = value.to_bytes(4, random.choice(("big", "little")))


def _noise(film: bytearray, random: Random) -> None:
    at, length = _place(film, random), random.choice((1, 16, 400))
    film[at : at + length] = random.randbytes(length)


def _repeat(film: bytearray, random: Random) -> None:
    at, length = _place(film, random), random.randrange(1, 2000)
    film[at:at] = film[at : at + length] * random.choice((1, 2, 50))


def _lose(film: bytearray, random: Random) -> None:
    at = _place(film, random)
    del film[at : at + random.randrange(1, 2000)]


def _cut(film: bytearray, random: Random) -> None:
    del film[_place(film, random) :]


def _swap(film: bytearray, random: Random) -> None:
    one, other, length = _place(film, random), _place(film, random), random.randrange(4, 500)
    film[one : one + length], film[other : other + length] = (
        film[other : other + length],
        film[one : one + length],
    )


FAULTS: list[Callable[[bytearray, Random], None]] = [
    *(_flip, _flip, _number, _number, _noise, _repeat, _lose, _cut, _swap)
]


def mutation(films: dict[str, bytes], seed: int) -> tuple[str, bytes]:
    """The kind and the bytes of mutation number `seed`."""
    random = Random(seed)  # noqa: S311 -- it must come out the same again
    name = sorted(films)[seed % len(films)]
    return name, broken(films[name], random)


def outcome(film: bytes) -> tuple[str, str]:
    """How ingest ended: "prepared", "refused" or "ended", and what was said."""
    try:
        facts = run("ingest", {}, [io.BytesIO(film)], Dropped(), limits=LIMITS, start=fork)
    except FilmRefusedError as refusal:
        return "refused", str(refusal)
    except SandboxError as error:
        return "ended", str(error)
    return "prepared", f"{facts['frames']} frames"


def fuzz(films: int, first: int, keep: Path | None, say: Callable[[str], object]) -> Counter[str]:
    """Totals by outcome of so many mutations from seed `first` on."""
    totals: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    began, slowest = time.perf_counter(), (0.0, 0)
    with tempfile.TemporaryDirectory() as folder:
        originals = base_films(Path(folder))
    for seed in range(first, first + films):
        kind, film = mutation(originals, seed)
        start = time.perf_counter()
        how, said = outcome(film)
        slowest = max(slowest, (time.perf_counter() - start, seed))
        totals[how] += 1
        sentences[said.split(".")[0].split(":")[0] if how == "refused" else how] += 1
        if how == "ended":
            say(f"seed {seed} ({kind}, {len(film)} bytes): {said.splitlines()[-1]}")
            if keep is not None:
                (keep / f"{seed}-{kind}").write_bytes(film)
        if (seed + 1 - first) % 500 == 0:
            say(f"{seed + 1 - first} films, {time.perf_counter() - began:.0f} s: {dict(totals)}")
    say(f"{films} films of {len(originals)} kinds, seeds {first} to {first + films - 1}:")
    for name, count in sentences.most_common():
        say(f"  {count:6}  {name}")
    say(f"slowest: {slowest[0]:.1f} s, seed {slowest[1]}")
    return totals


def main(given: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./run bench fuzz", description=__doc__)
    parser.add_argument("--films", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--keep", type=Path, help="a folder for the films whose child was ended")
    asked = parser.parse_args(given)

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    totals = fuzz(asked.films, asked.first, asked.keep, say)
    say(f"in all: {dict(totals)}")


if __name__ == "__main__":
    main(sys.argv[1:])
