"""Films on their way from a real browser, and what of them went over the line."""

import random
import struct
from pathlib import Path
from uuid import UUID

from playwright.sync_api import BrowserContext, Page, Request, Response

from attune.core.media.invented import make_film
from attune.core.vault.streaming import plain_size
from tests.web.films.live import Live

MB = 1_000_000
PART = 8 * 2**20  # bytes that the page sends in one request at most


def large_film(path: Path, size: int, *, seed: int = 1) -> Path:
    """A small film that plays, made up to `size` bytes by a box that players pass over. No two
    parts of the box are alike, so that bytes in a wrong place are found out."""
    make_film(path, seconds=2, size=(480, 270), seed=seed)
    rest = size - path.stat().st_size
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", rest, b"free") + random.Random(seed).randbytes(rest - 8))
    return path


def sign_in_as(context: BrowserContext, live: Live) -> None:
    """This browser is the one of `live`: the same person in the same session."""
    session = live.headers["Cookie"].split("session=")[1].split(";")[0]
    context.add_cookies([{"name": "session", "value": session, "url": live.server.url}])


def choose_and_send(page: Page, live: Live, path: Path) -> None:
    """Fill in what a film needs, and press “Send the film”."""
    page.goto(f"/cycles/{live.cycle}/films/new/")
    page.get_by_label("The film").set_input_files(path)
    page.get_by_label("A title that you will recognise").fill("Bath")
    page.get_by_role("button", name="Send the film").click()


class Parts:
    """What a page sends of films, request by request, and how far the server said it is."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self.acknowledged = 0
        page.on("request", self._begins)
        page.on("response", self._answered)

    def _begins(self, request: Request) -> None:
        if request.method == "PATCH":
            self.requests.append(request)

    def _answered(self, response: Response) -> None:
        if response.request.method == "PATCH" and response.status == 204:
            self.acknowledged = int(response.headers["upload-offset"])

    def offsets(self) -> list[int]:
        """Where each part began."""
        return [int(request.headers["upload-offset"]) for request in self.requests]


def newest_film(live: Live) -> UUID:
    return UUID(live.query("SELECT id FROM films_film ORDER BY at DESC LIMIT 1")[0])


def on_disk(live: Live, film: UUID) -> int:
    """How many bytes of the film the server has written; about so many while it writes."""
    while True:
        try:
            parts = [path.stat().st_size for path in (live.folder(film) / "original").iterdir()]
            return sum(map(plain_size, parts))
        except FileNotFoundError:  # a part was finished, and got its name, just then
            continue


def wait_until(page: Page, condition, patience: float = 60) -> None:
    """Wait as a person before the page does: the browser goes on meanwhile."""
    for _ in range(int(patience / 0.05)):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It never came so far. The page says: {page.inner_text('main')}")
