"""Ranges of an encrypted film against the same ranges of a plain file, on one core.

As the server answers a player: 4 MiB at a random place, in pieces of 256 KiB, once only read and once
sent to another process over a socket, as every answer is. The figure is bytes for each second of this
process's processor time (ours over the plain file's); both files are in the machine's memory.
"""

import os
import random
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from attune.core.vault.binding import Binding
from attune.core.vault.streaming import SEGMENT, StreamReader, StreamWriter

MIB = 2**20
SIZE, CAP, PIECE = 256 * MIB, 4 * MIB, 256 * 1024
RANGES = 200
HERE = Binding("service", "case", "film", "proxy.frag")
GOAL = 0.6

Take = Callable[[bytes], object]


def main() -> None:
    """Print the two ratios."""
    with tempfile.TemporaryDirectory() as place:
        plain, sealed, key = Path(place, "plain"), Path(place, "sealed"), os.urandom(32)
        _write(plain, sealed, key)

        def opened() -> BinaryIO:
            return StreamReader(sealed.open("rb", buffering=0), key, HERE)

        def opened_plain() -> BinaryIO:
            return plain.open("rb", buffering=0)

        print(f"the cipher alone: {_cipher() / MIB:.0f} MiB/s per core")  # noqa: T201 -- as below
        for name, taken in (("read", _only_read), ("read and sent", _sent)):
            fastest = [
                max(_speed(each, taken) for _ in range(3)) for each in (opened, opened_plain)
            ]
            ours, peer = fastest
            print(  # noqa: T201 -- a benchmark prints
                f"ranges {name}: {ours / peer:.2f} of a plain file's "
                f"(encrypted {ours / MIB:.0f} MiB/s, plain {peer / MIB:.0f} MiB/s per core; goal {GOAL})"
            )


def _cipher() -> float:
    """Bytes for each second of processor time that AES-256-GCM opens, segment by segment."""
    gcm, nonce, text = AESGCM(os.urandom(32)), bytes(12), os.urandom(SEGMENT)
    sealed = gcm.encrypt(nonce, text, None)
    began = time.process_time()
    for _ in range(RANGES):
        gcm.decrypt(nonce, sealed, None)
    return RANGES * SEGMENT / (time.process_time() - began)


def _write(plain: Path, sealed: Path, key: bytes) -> None:
    draw = random.Random(1)  # noqa: S311 -- bytes to move, no secret
    with plain.open("wb") as one, sealed.open("wb") as other:
        writer = StreamWriter(other, key, HERE)
        for _ in range(SIZE // MIB):
            piece = draw.randbytes(MIB)
            one.write(piece)
            writer.write(piece)
        writer.finish()


def _speed(
    opened: Callable[[], BinaryIO], taken: Callable[[Callable[[Take], None]], None]
) -> float:
    """Bytes for each second of processor time. Each range opens the file, as each request does."""
    draw, spent = random.Random(2), [0.0]  # noqa: S311 -- places to read from

    def ranges(take: Take) -> None:
        began = time.process_time()
        for _ in range(RANGES):
            with opened() as file:
                file.seek(draw.randrange(SIZE - CAP))
                left = CAP
                while left:
                    piece = file.read1(left) if isinstance(file, StreamReader) else file.read(PIECE)
                    take(piece)
                    left -= len(piece)
        spent[0] = time.process_time() - began

    taken(ranges)
    return RANGES * CAP / spent[0]


def _only_read(ranges: Callable[[Take], None]) -> None:
    ranges(len)


def _sent(ranges: Callable[[Take], None]) -> None:
    """To a process that takes it in and forgets it."""
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        here.close()
        while there.recv(PIECE):
            pass
        os._exit(0)
    there.close()
    with here:
        ranges(here.sendall)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
