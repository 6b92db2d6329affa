"""A film to give away on a real server, seen from outside while that server is killed."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from threading import Event
from urllib.parse import urlencode
from uuid import UUID

import numpy as np

from attune.core.media.invented import read_frame_number
from tests.browser.preparing import Preparing
from tests.films.oracle import ffmpeg, presented
from tests.web.films.live import Live

WIDTH, HEIGHT = 320, 180  # of tests.factories.films.film_bytes
PATIENCE = 90  # seconds
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Gift:
    """The whole of `film` a few times over, which a worker begins to make."""

    def __init__(self, live: Live, film: UUID, *, times: int = 3) -> None:
        self.live, self.film, self.times = live, film, times
        self.before, self.held = self.files(), ""
        told = live.server.run("-m", "tests.browser.host.order", str(film), str(times))
        self.id = UUID(told.split()[-1])

    def files(self) -> set[str]:
        """What lies in the store with its film."""
        folder = self.live.folder(self.film)
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def row(self, names: str) -> tuple:
        return self.live.query(f"SELECT {names} FROM exports_export WHERE id = ?", self.id.hex)

    def wait_for(self, what: str) -> None:
        """Until an SQL condition holds for it."""
        deadline = time.monotonic() + PATIENCE
        while not self.row(what)[0]:
            assert time.monotonic() < deadline, self.live.server.log.read_text()[-3000:]
            time.sleep(0.05)

    def hold_in_the_middle(self) -> None:
        """It is being made, and goes no further. Whoever kills its worker ends the hold."""
        self.wait_for(f"done_seconds > 0 AND begun_at IS NOT '{self.held}'")
        (self.held,) = self.row("begun_at")  # so that the next one is another try
        Preparing(self.live.server.children()["worker films"]).hold_soon()
        assert self.row("state") == ("making",)

    def ask(self, name: str):
        return self.live.ask("GET", f"/exports/{self.id}/{name}")

    def post(self, deed: str, **form: str) -> None:
        """Press a button of its page."""
        body = urlencode(form).encode()
        assert self.live.ask("POST", f"/exports/{self.id}/{deed}/", body, **FORM).status == 302

    def numbers(self, folder: Path) -> list[int]:
        """What is painted in each picture of the file that is downloaded."""
        answer = self.ask("download")
        assert answer.status == 200
        assert len(answer.body) == self.row("size")[0]
        path = folder / f"{self.id}.mp4"
        path.write_bytes(answer.body)
        raw = ffmpeg("-i", path, "-fps_mode", "passthrough", "-f", "rawvideo",
                     "-pix_fmt", "gray", "-")  # fmt: skip
        pictures = np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH)
        return [read_frame_number(picture) for picture in pictures]

    def is_made_whole(self, sent: bytes, folder: Path) -> None:
        """Nobody did anything, and it is there: exact, and with nothing beside it."""
        self.wait_for("state = 'made'")
        assert self.ask("video").status == 200
        self.post("give", looked="yes")
        (folder / "sent.mp4").write_bytes(sent)
        _, shown = presented(folder / "sent.mp4")
        assert self.numbers(folder) == list(range(len(shown))) * self.times
        beside = self.files() - self.before
        assert beside
        assert all(Path(name).name.startswith(str(self.id)) for name in beside)

    def is_gone(self) -> None:
        """Not a byte of it is served, and nothing is left as soon as nobody works on it."""
        assert {self.ask("video").status, self.ask("download").status} == {403}
        deadline = time.monotonic() + PATIENCE
        while left := self.files() - self.before:
            assert time.monotonic() < deadline, left
            time.sleep(0.05)
        assert self.files() == self.before

    @contextmanager
    def asked_for_all_the_time(self) -> Iterator[list[tuple[str, int]]]:
        """Ask for the file again and again; gives what was answered while it was not yet made."""
        stop, seen = Event(), []

        def ask() -> None:
            while not stop.is_set():
                for name in ("video", "download"):
                    try:
                        status = self.ask(name).status
                    except (OSError, HTTPException):
                        continue  # the server is down
                    if self.row("state") == ("making",):
                        seen.append((name, status))
                stop.wait(0.02)

        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(ask)
            try:
                yield seen
            finally:
                stop.set()
            asking.result()
