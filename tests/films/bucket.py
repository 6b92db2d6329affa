"""A bucket for tests: a real store behind a real socket, which can be taken away and brought back."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from socket import SHUT_RDWR, SHUT_WR, create_connection, create_server, socket
from threading import Lock, Thread
from typing import Any

import boto3
from botocore.config import Config

from attune.web.config.environment import S3

KEY, SECRET = "tests:films", "the-secret-of-the-tests"


class Store:
    """The store with one empty bucket. Between it and whoever asks stands a door of our own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.films.s3_server", str(folder), KEY, SECRET]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        port = int(self._process.stdout.readline())
        self.door = Door(port)
        self.told = S3(f"http://127.0.0.1:{self.door.port}", "films", KEY, SECRET, "us-east-1")
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )
        try:
            self.client.create_bucket(Bucket="films")
        except BaseException:  # nobody else would end it
            self.close()
            raise

    def keys(self) -> list[str]:
        listed = self.client.list_objects_v2(Bucket="films").get("Contents", [])
        return [each["Key"] for each in listed]

    def empty(self) -> None:
        self.door.open_again()
        for key in self.keys():
            self.client.delete_object(Bucket="films", Key=key)

    def with_secret(self, secret: str) -> S3:
        return replace(self.told, secret=secret)

    def close(self) -> None:
        self.door.close()
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


class Door:
    """Hands every byte on, until it is shut: at once, or when so many bytes have gone in or out."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._line = create_server(("127.0.0.1", 0))
        self.port = self._line.getsockname()[1]
        self._lines: list[socket] = []
        self._lock = Lock()
        self._left: dict[str, int] = {}
        self.is_shut = False
        Thread(target=self._serve, daemon=True).start()

    def shut(self) -> None:
        with self._lock:
            self.is_shut = True
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(SHUT_RDWR)
            self._lines.clear()

    def shut_after(self, way: str, count: int) -> None:
        """`way` is "in" or "out"; it is shut in the midst of the bytes, as when a cable is pulled."""
        self._left = {way: count}

    def open_again(self) -> None:
        with self._lock:
            self.is_shut, self._left = False, {}

    def close(self) -> None:
        self.shut()
        self._line.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                front, _address = self._line.accept()
                if self.is_shut:
                    front.close()
                    continue
                back = create_connection(("127.0.0.1", self._behind))
                with self._lock:
                    self._lines += [front, back]
                Thread(target=self._hand_on, args=(front, back, "in"), daemon=True).start()
                Thread(target=self._hand_on, args=(back, front, "out"), daemon=True).start()

    def _hand_on(self, begin: socket, end: socket, way: str) -> None:
        with suppress(OSError), begin:
            while piece := begin.recv(65536):
                if way in self._left:
                    self._left[way] -= len(piece)
                    if self._left[way] < 0:
                        self.shut()
                        return
                end.sendall(piece)
            end.shutdown(SHUT_WR)


@contextmanager
def store(folder: Path) -> Iterator[Store]:
    """A store of one's own, for as long as it is used."""
    made = Store(folder)
    try:
        yield made
    finally:
        made.close()
