"""How a player reads a film: its first picture comes with the first answer, and no answer is long."""

import pytest
from playwright.sync_api import Page, Request, Response, Route

from tests.browser import sending
from tests.films.oracle import ffmpeg
from tests.web.films.live import Live

CAP = 4 * 2**20
SHOWN = "(each) => each.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !each.seeking"


@pytest.fixture(scope="module")
def live(server):
    return Live(server)


@pytest.fixture(scope="module")
def film(live, tmp_path_factory):
    """One that is several times as long as an answer may be: noise cannot be made small."""
    path = tmp_path_factory.mktemp("noise") / "noise.mp4"
    noise = "color=gray:s=640x360:r=25:d=8,noise=alls=90:allf=t"
    ffmpeg("-f", "lavfi", "-i", noise, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "30", path)
    sent = live.send(path.read_bytes())
    live.wait_for(sent, "state = 'ready'")
    return sent


def test_first_picture_comes_with_the_first_answer(page: Page, film):
    asked: list[Request] = []
    held: list[Route] = []

    def let_one_through(route: Route) -> None:
        asked.append(route.request)
        if len(asked) == 1:
            route.continue_()
        else:
            held.append(route)

    page.route(f"**/films/{film}/video", let_one_through)
    page.goto(f"/films/{film}/")
    assert asked == []  # who opens the page has not watched the film yet
    with page.expect_response(f"**/films/{film}/video") as told:
        page.locator("video").evaluate("(each) => { each.play() }")
    sending.wait_until(page, lambda: page.locator("video").evaluate(SHOWN))
    assert asked[0].headers["range"] == "bytes=0-"
    first, size = told.value.headers["content-range"].split("/")
    assert (told.value.status, first) == (206, f"bytes 0-{CAP - 1}")
    assert int(size) > 2 * CAP
    for route in held:
        route.continue_()


def test_no_answer_is_longer_than_one_may_be(page: Page, film):
    lengths: list[int] = []

    def answered(response: Response) -> None:
        if response.url.endswith("/video"):
            lengths.append(int(response.headers["content-length"]))

    page.on("response", answered)
    page.goto(f"/films/{film}/")
    video = page.locator("video")
    video.evaluate("(each) => each.play()")
    for second in (7.5, 4, 0.5):
        video.evaluate(f"(each) => {{ each.currentTime = {second} }}")
        sending.wait_until(page, lambda: video.evaluate(SHOWN))
    assert len(lengths) > 1
    assert max(lengths) <= CAP
