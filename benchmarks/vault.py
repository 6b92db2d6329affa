"""Ranges of an encrypted film against the same ranges of a plain file, on one core.

`ranges answered`: whole answers of the web server over HTTP, 4 MiB at a random place each, as a player
asks for them, against the same server whose film lies in the clear (in_the_clear.py). `ranges read`: the
reading alone, both files in the machine's memory. The figure is bytes for each second of the serving
process's processor time, ours over the plain file's.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import django
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from attune.core.vault.binding import Binding
from attune.core.vault.streaming import SEGMENT, StreamReader, StreamWriter
from benchmarks.media import film_of
from tests.browser.server import ROOT, Server, free_port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attune.web.config.settings")
django.setup()

from attune.cli import data_directory  # noqa: E402 -- only after Django is set up
from attune.web.config.management.commands.start import gunicorn  # noqa: E402 -- the same
from tests.web.films.live import Live  # noqa: E402 -- the same

MIB = 2**20
SIZE, CAP, PIECE = 256 * MIB, 4 * MIB, 256 * 1024
RANGES, ROUNDS = 200, 3
HERE = Binding("service", "case", "film", "proxy.frag")
GOAL = 0.6
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the two ratios, and what the cipher alone allows."""
    with tempfile.TemporaryDirectory() as place:
        print(f"the cipher alone: {_cipher() / MIB:.0f} MiB/s per core")  # noqa: T201 -- as below
        _tell("read", *_read(Path(place)))
        _tell("answered", *_answered(Path(place)))


def _tell(what: str, ours: float, plain: float) -> None:
    print(  # noqa: T201 -- a benchmark prints
        f"ranges {what}: {ours / plain:.2f} of a plain file's "
        f"(encrypted {ours / MIB:.0f} MiB/s, plain {plain / MIB:.0f} MiB/s per core; goal {GOAL})"
    )


def _cipher() -> float:
    """Bytes for each second of processor time that AES-256-GCM opens, segment by segment."""
    gcm, nonce, text = AESGCM(os.urandom(32)), bytes(12), os.urandom(SEGMENT)
    sealed = gcm.encrypt(nonce, text, None)
    began = time.process_time()
    for _ in range(RANGES):
        gcm.decrypt(nonce, sealed, None)
    return RANGES * SEGMENT / (time.process_time() - began)


# --- the reading alone --------------------------------------------------------------------------
def _read(folder: Path) -> tuple[float, float]:
    plain, sealed, key = folder / "plain", folder / "sealed", os.urandom(32)
    _write(plain, sealed, key)

    def opened() -> BinaryIO:
        return StreamReader(sealed.open("rb", buffering=0), key, HERE)

    def opened_plain() -> BinaryIO:
        return plain.open("rb", buffering=0)

    speeds = [max(_speed(each) for _ in range(ROUNDS)) for each in (opened, opened_plain)]
    return speeds[0], speeds[1]


def _write(plain: Path, sealed: Path, key: bytes) -> None:
    draw = random.Random(1)  # noqa: S311 -- bytes to move, no secret
    with plain.open("wb") as one, sealed.open("wb") as other:
        writer = StreamWriter(other, key, HERE)
        for _ in range(SIZE // MIB):
            piece = draw.randbytes(MIB)
            one.write(piece)
            writer.write(piece)
        writer.finish()


def _speed(opened: Callable[[], BinaryIO]) -> float:
    """Bytes for each second of processor time. Each range opens the file, as each request does."""
    draw = random.Random(2)  # noqa: S311 -- places to read from
    began = time.process_time()
    for _ in range(RANGES):
        with opened() as file:
            file.seek(draw.randrange(SIZE - CAP))
            left = CAP
            while left:
                left -= len(
                    file.read1(left) if isinstance(file, StreamReader) else file.read(PIECE)
                )
    return RANGES * CAP / (time.process_time() - began)


# --- whole answers ------------------------------------------------------------------------------
def _answered(folder: Path) -> tuple[float, float]:
    server = Server(folder / "server" / "data")
    server.data.parent.mkdir()
    server.start()
    try:
        server.run("-m", "tests.browser.people")
        live = Live(server)
        film = live.send(film_of(folder, "H.264", 20, (1280, 720)).read_bytes())
        while live.row(film, "state") != ("ready",):
            time.sleep(0.5)
        plain = folder / "in-the-clear"
        plain.write_bytes(_fragments(server, film))
        speeds = []
        for module in ("attune.web.config.wsgi", "benchmarks.in_the_clear"):
            with _serving(server, module, plain) as process:
                speeds.append(max(_answers(live, film, process) for _ in range(ROUNDS)))
        return speeds[0], speeds[1]
    finally:
        server.stop()


def _fragments(server: Server, film: UUID) -> bytes:
    found = data_directory.films(server.data, server.data.with_name("data.keys"))
    kept = next(each for each in found if each.film_id == str(film))
    part = next(each for each in kept.parts() if each.endswith("proxy.frag"))
    with kept.open(part) as file:
        return file.read()


@contextmanager
def _serving(server: Server, module: str, plain: Path) -> Iterator[int]:
    """The web server once more, as it is started, with another module; the number of its process."""
    server.port = free_port()
    words = gunicorn("127.0.0.1", server.port)
    words[words.index("attune.web.config.wsgi")] = module
    environment = {**server.environment, "ATTUNE_BENCH_PLAIN": str(plain)}
    master = subprocess.Popen(words, cwd=ROOT, env=environment)  # noqa: S603 -- our own words
    try:
        children = Path(f"/proc/{master.pid}/task/{master.pid}/children")
        while not children.read_text():
            time.sleep(0.1)
        yield int(children.read_text())
    finally:
        master.terminate()
        master.wait()


def _answers(live: Live, film: UUID, process: int) -> float:
    """Bytes for each second of the server's processor time, over HTTP."""
    address = f"/films/{film}/video"
    while True:
        try:
            told = live.ask("GET", address, Range="bytes=0-0").headers["Content-Range"]
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    size = int(told.split("/")[1])
    draw = random.Random(3)  # noqa: S311 -- places to read from
    began, got = _spent(process), 0
    for _ in range(RANGES):
        first = draw.randrange(max(1, size - CAP))
        answer = live.ask("GET", address, Range=f"bytes={first}-{first + CAP - 1}")
        got += len(answer.body)
    return got / (_spent(process) - began)


def _spent(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    sys.exit(main())
