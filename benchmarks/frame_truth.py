"""Frame truth: every frame of every kind of film, in the editor in real Chromium, and in stills and cuts.

`./run bench frame-truth` prints the table of docs/method/frame-truth.md; `--write` puts it there. The last
column is the peers' way on the same films in the same browser: seek to number / rate, and believe it.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django
from playwright.sync_api import BrowserContext, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from attune.core.media.cut import make_cut
from attune.core.media.invented import CAMERAS, KINDS, FilmTruth, make_film, read_frame_number
from attune.core.media.still import read_still
from tests.browser.frame_truth import Tally, Walk
from tests.browser.server import Server
from tests.films.made import numbers_shown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attune.web.config.settings")
django.setup()

from tests.browser import sending  # noqa: E402 -- only after Django is set up
from tests.web.films.live import Live  # noqa: E402 -- the same

PAGE = Path(__file__).parents[1] / "docs/method/frame-truth.md"
BEGIN, END = "<!-- the table begins -->", "<!-- the table ends -->"
HEAD = (
    "| kind of film | frames | forwards | backwards | at random | on the screen | stills | cuts "
    "| number ÷ rate |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
)
SIZE = (320, 240)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]


def table(kinds: list[str], seconds: float) -> str:
    """Walk through a film of each kind; the rows as they are written into the page."""
    rows = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Server(folder / "server" / "data")
        server.data.parent.mkdir()
        server.start()
        server.run("-m", "tests.browser.people")
        live = Live(server)
        chromium = os.environ.get("ATTUNE_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(
            base_url=server.url, viewport={"width": 1440, "height": 900}, locale="en-GB"
        )
        context.set_default_timeout(120_000)
        sending.sign_in_as(context, live)
        try:
            for kind in kinds:
                film = _film(folder, kind, seconds)
                try:
                    rows.append(_row(context, live, film))
                except (AssertionError, PlaywrightError) as error:  # one must not hide the others
                    rows.append(f"| {kind} | could not be walked through: {error} |\n")
                sys.stdout.write(rows[-1])
                sys.stdout.flush()
        finally:
            browser.close()
            server.stop()
    return HEAD + "".join(rows)


def _film(folder: Path, kind: str, seconds: float) -> FilmTruth:
    suffix = {**KINDS, **CAMERAS}[kind].suffix
    return make_film(folder / f"{kind}{suffix}", kind, seconds=seconds, size=SIZE)


def _row(context: BrowserContext, live: Live, film: FilmTruth) -> str:
    begun = time.monotonic()
    sent = live.send(film.path.read_bytes())
    live.wait_for(sent, "state IN ('ready', 'failed')")
    page = context.new_page()
    page.goto(f"/films/{sent}/moments/")
    walk = Walk(page, film)
    middle = walk.last // 2
    walks = [
        walk.forwards(),
        walk.backwards(),
        walk.at_random(),
        walk.on_the_screen([walk.last, 0, middle, middle + 1]),
    ]
    peers = walk.as_peers_do()
    page.close()
    cells = [
        f"{len(each.wrong)} of {each.checks}"
        for each in (*walks, _stills(film), _cuts(film), peers)
    ]
    for each in walks:
        if each.wrong:
            sys.stderr.write(f"{film.kind}: (asked, said, painted) {each.wrong[:9]}\n")
    sys.stderr.write(f"{film.kind}: {time.monotonic() - begun:.1f} s\n")
    return f"| {film.kind} | {len(film.numbers)} | {' | '.join(cells)} |\n"


def _stills(film: FilmTruth) -> Tally:
    """Every frame as a still at full size."""
    tally = Tally()
    for number, painted in enumerate(film.numbers):
        tally.checks += 1
        seen = read_frame_number(read_still(film.path, number, table=film.table))
        if seen != painted:
            tally.wrong.append((number, number, seen))
    return tally


def _cuts(film: FilmTruth) -> Tally:
    """Clips a to b: exactly those frames at exactly those times, the first and the last among them."""
    tally, last = Tally(), len(film.numbers) - 1
    for first, stop in ((0, last), (last // 3, 2 * last // 3), (last, last), (1, last // 2)):
        out = film.path.with_name("cut.mp4")
        part = make_cut(film.path, out, first, stop, table=film.table)
        shown = [number for _, number in numbers_shown(out)]
        tally.checks += 1
        if shown != list(film.numbers[first : stop + 1]) or part != film.table.slice(first, stop):
            tally.wrong.append((first, stop, len(shown)))
    return tally


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./run bench frame-truth")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each film")
    parser.add_argument("--kinds", nargs="*", default=[*KINDS, *CAMERAS])
    parser.add_argument("--write", action="store_true", help="into docs/method/frame-truth.md")
    told = parser.parse_args(arguments)
    made = table(told.kinds, told.seconds)
    if told.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{made}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
