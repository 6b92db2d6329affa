"""Films on a real server, over real sockets, seen from outside: what a phone on a bad line does."""

import fcntl
import hashlib
import json
import os
import random
import socket
import sqlite3
import struct
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from attune.cli import data_directory
from tests.browser.preparing import Preparing
from tests.browser.server import Server
from tests.factories.films import film_bytes

TOKEN = "t" * 32  # cookie and header of the same page
PATIENCE = 90  # seconds


class Live:
    """One practitioner's browser, down to its sockets."""

    def __init__(self, server: Server) -> None:
        self.server = server
        told = json.loads(server.run("-m", "tests.web.films.who_is_there").splitlines()[-1])
        self.cycle, self.people = told["cycle"], told["people"]
        self.headers = {
            "Cookie": f"session={told['session']}; csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Tus-Resumable": "1.0.0",
        }

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> HTTPResponse:
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=60)) as line:
            line.request(method, path, body, {**self.headers, **headers})
            answer = line.getresponse()
            answer.body = answer.read()
            return answer

    def begin(self, size: int) -> str:
        """The address of a new upload."""
        form = {"title": "Bath", "kind": "interaction", "filmed_on": "2026-01-02", "size": size}
        body = urlencode({**form, "in_picture": self.people, "original_name": "a.mov"}, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.ask("POST", f"/cycles/{self.cycle}/films/new/", body.encode(), **kind)
        assert answer.status == 201, answer.body
        return answer.headers["Location"]

    def patch(self, url: str, content: bytes, offset: int) -> HTTPResponse:
        return self.ask("PATCH", url, content, **self.patch_headers(offset))

    def patch_headers(self, offset: int) -> dict[str, str]:
        return {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}

    def patch_cut(self, url: str, content: bytes, offset: int, after: int, *, hard: bool) -> None:
        """Promise all of `content`, send `after` bytes of it, and drop the line: with a farewell,
        or (hard) with a reset."""
        with self.patch_begun(url, content, offset, after) as line:
            if hard:
                time.sleep(0.2)  # so that something is on its way
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def patch_begun(self, url: str, content: bytes, offset: int, after: int) -> socket.socket:
        """A line on which all of `content` is promised and `after` bytes of it are sent."""
        said = {**self.headers, **self.patch_headers(offset), "Content-Length": str(len(content))}
        lines = [f"PATCH {url} HTTP/1.1", "Host: 127.0.0.1"]
        head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in said.items()), "", ""])
        with ExitStack() as kept:
            line = socket.create_connection(("127.0.0.1", self.server.port))
            kept.enter_context(line)  # a server that is killed meanwhile leaves no open end
            line.sendall(head.encode() + content[:after])
            kept.pop_all()
        return line

    def start_again(self) -> None:
        self.server.log.unlink()  # it tells of the earlier start
        self.server.start()

    def offset(self, url: str) -> int:
        return int(self.ask("HEAD", url).headers["Upload-Offset"])

    def settled_offset(self, url: str, at_least: int) -> int:
        """The offset once the server has noticed that the line is cut."""
        deadline, film = time.monotonic() + PATIENCE, film_id(url)
        while time.monotonic() < deadline:
            if self.offset(url) >= at_least and self.nobody_writes(film):
                break
            time.sleep(0.02)
        return self.offset(url)

    def nobody_writes(self, film: UUID) -> bool:
        """Whether the server has noticed that a line to it is cut, and has let go of the film."""
        folder = os.open(self.folder(film) / "original", os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(folder)
        return True

    def send(self, content: bytes) -> UUID:
        """A whole film, at once; its id."""
        url = self.begin(len(content))
        assert self.patch(url, content, 0).status == 204
        return film_id(url)

    def row(self, film: UUID, *names: str) -> tuple:
        return self.query(f"SELECT {', '.join(names)} FROM films_film WHERE id = ?", film.hex)

    def query(self, sql: str, *values: object) -> tuple:
        with closing(sqlite3.connect(self.server.data / "attune.sqlite3", timeout=20)) as database:
            return database.execute(sql, values).fetchone()

    def wait_for(self, film: UUID, what: str) -> None:
        """Until an SQL condition holds for the film."""
        deadline = time.monotonic() + PATIENCE
        while not self.query(f"SELECT {what} FROM films_film WHERE id = ?", film.hex)[0]:
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} never came: {self.server.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def original(self, film: UUID) -> bytes:
        """What has arrived of a film, decrypted from outside."""
        data = self.server.data
        found = data_directory.films(data, data.with_name(data.name + ".keys"))
        with next(each for each in found if each.film_id == str(film)).original() as file:
            return file.read()

    def hold_in_the_middle(self, film: UUID) -> None:
        """The film is being prepared, and goes no further. Whoever kills its worker ends the hold."""
        self.wait_for(film, "total_seconds > 0")
        Preparing(self.server.children()["worker films"]).hold_soon()
        assert self.row(film, "state") == ("preparing",)

    def folder(self, film: UUID) -> Path:
        return self.server.data / "films" / str(film)


def film_of(size: int, seed: int) -> bytes:
    """A real, small film of so many bytes, no two parts of which are the same."""
    film = film_bytes()
    rest = size - len(film) - 8  # in a box that every player leaves out
    return film + struct.pack(">I4s", rest + 8, b"free") + random.Random(seed).randbytes(rest)


def film_id(url: str) -> UUID:
    return UUID(url.split("/")[2])


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
