"""A gift for the family: two clips with somebody hidden and a line, looked at, given, taken back."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from attune.core.media.invented import make_film, read_frame_number
from tests.browser.conftest import look, sign_in
from tests.films.oracle import ffmpeg

SIZE = (320, 180)
NUMBERS = [*range(10, 25), *range(40, 55)]  # of the two clips of tests/browser/gift.py
CARD = 4  # seconds of the first card


@pytest.fixture(scope="module")
def family(server, tmp_path_factory) -> dict[str, str]:
    """Given Maya's family with a film in which two clips were found."""
    path = tmp_path_factory.mktemp("phone") / "film.mp4"
    make_film(path, "h264", seconds=2, size=SIZE, seed=3)
    return json.loads(server.run("-m", "tests.browser.gift", "maya@example.org", str(path)))


def test_a_gift_is_made_looked_at_given_and_taken_back(
    page: Page, chromium, server, family, tmp_path
):
    sign_in(page, "maya@example.org")
    when_two_clips_are_chosen_for_the_mother(page, family)
    when_somebody_is_hidden_with_pen_and_keyboard(page)
    when_a_face_that_was_found_is_ticked(page)
    when_the_line_is_kept_and_all_is_checked(page)
    when_it_is_looked_at_whole_and_let_out(page)
    gift = then_the_file_holds_exactly_those_pictures(page, tmp_path)
    then_the_journey_tells_of_it(page, family)
    then_nobody_else_gets_it(chromium, server, gift)
    then_it_is_gone_when_the_yes_is_taken_back(page, family, gift)


def when_two_clips_are_chosen_for_the_mother(page: Page, family) -> None:
    page.goto(family["case"])
    page.get_by_role("link", name="Films to give away").click()
    look(page, "exports-empty")
    page.get_by_role("link", name="Make a film").click()
    expect(page.get_by_label("Who is it for?")).to_have_value("Ana")
    look(page, "export-choose")
    page.get_by_label("A copy for the family").check()
    page.get_by_label(re.compile("They look")).check()
    page.get_by_label(re.compile("He laughs")).check()
    page.get_by_role("button", name="Go on").click()


def when_somebody_is_hidden_with_pen_and_keyboard(page: Page) -> None:
    expect(page.get_by_label("Line over the picture")).to_have_value("For Ana only")
    page.get_by_label("Words on a first card").fill("For you, Ana")
    page.get_by_role("button", name=re.compile("Hide something.*moment 1")).click()
    expect(page.locator("[data-time]")).to_be_visible()
    layer = page.locator("[data-layer]").bounding_box()
    x, y, width, height = (layer[name] for name in ("x", "y", "width", "height"))
    page.mouse.move(x + 0.1 * width, y + 0.1 * height)
    page.mouse.down()
    page.mouse.move(x + 0.4 * width, y + 0.5 * height, steps=4)
    page.mouse.up()
    box = page.get_by_role("button", name=re.compile("Box 1: "))
    expect(box).to_be_focused()
    before = box.get_attribute("aria-label")
    box.press("ArrowRight")
    assert box.get_attribute("aria-label") != before
    page.get_by_label("The boxes go along with what is in them").uncheck()
    page.get_by_label("Plain grey").check()
    look(page, "export-hide")
    page.get_by_role("button", name="Keep it", exact=True).click()
    expect(page.get_by_text("1 place is hidden.")).to_be_visible()
    # What was typed before the detour is still here.
    expect(page.get_by_label("Words on a first card")).to_have_value("For you, Ana")


def when_a_face_that_was_found_is_ticked(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Hide something.*moment 2")).click()
    page.get_by_role("button", name="Keep the boxes and look for faces").click()
    expect(page.get_by_label("Face 1")).to_be_visible(timeout=60_000)
    page.get_by_label("Face 1").check()
    page.get_by_label("Plain grey").check()
    look(page, "export-faces")
    page.get_by_role("button", name="Keep it", exact=True).click()
    expect(page.get_by_text("1 place is hidden.")).to_have_count(2)


def when_the_line_is_kept_and_all_is_checked(page: Page) -> None:
    page.get_by_label("How fast").nth(1).select_option("Half as fast")
    look(page, "export-arrange")
    page.get_by_role("button", name="Keep it and go on").click()
    for words in ("A copy for the family", "“For Ana only”", "1 place hidden", "half as fast"):
        expect(page.get_by_text(words).first).to_be_visible()
    look(page, "export-check")
    page.get_by_role("button", name="Make it").click()


def when_it_is_looked_at_whole_and_let_out(page: Page) -> None:
    look_here = page.get_by_role("heading", name="Watch all of it before you give it")
    expect(look_here).to_be_visible(timeout=60_000)
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    assert page.locator("video").evaluate("video => video.duration") == pytest.approx(5.5, abs=0.1)
    look(page, "export-look")
    page.get_by_label("I have watched all of it").check()
    page.get_by_role("button", name="Approve it").click()
    expect(page.get_by_role("heading", name="Ready for Ana")).to_be_visible()


def then_the_file_holds_exactly_those_pictures(page: Page, tmp_path) -> str:
    look(page, "export-given")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the film").click()
    download = coming.value
    assert re.fullmatch(r"for-you-ana-\d{4}-\d\d-\d\d\.mp4", download.suggested_filename)
    path = tmp_path / "gift.mp4"
    download.save_as(path)
    frames = frames_of(path)
    pictures = [read_frame_number(frame) for frame in frames[-len(NUMBERS) :]]
    assert pictures == NUMBERS
    hidden = [frame[40:80, 70:120] for frame in frames[-len(NUMBERS) :]]
    assert [np.ptp(place) < 8 for place in hidden] == [True] * 15 + [False] * 15
    # The face of the second clip; it stays hidden a second before, where the first clip is.
    faces = [frame[86:104, 84:104] for frame in frames[-15:]]
    assert [np.ptp(place) < 8 for place in faces] == [True] * 15
    page.reload()
    expect(page.get_by_text("Maya Okafor").last).to_be_visible()
    return download.url


def frames_of(path) -> np.ndarray:
    raw = ffmpeg("-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    return np.frombuffer(raw, np.uint8).reshape(-1, SIZE[1], SIZE[0])


def then_the_journey_tells_of_it(page: Page, family) -> None:
    page.goto(family["case"])
    entry = page.locator(".attune-journey__entry", has_text="A film for Ana")
    expect(entry).to_contain_text("A copy for the family · 2 moments")
    entry.get_by_role("link", name="A film for Ana").click()


def then_nobody_else_gets_it(chromium, server, gift: str) -> None:
    for email, status in (("tom@example.org", 403), ("sam@example.org", 404)):
        context = chromium.new_context(base_url=server.url)
        other = context.new_page()
        sign_in(other, email)
        for address in (gift, gift.replace("download", "video"), gift.replace("download", "")):
            assert other.goto(address).status == status
        context.close()


def then_it_is_gone_when_the_yes_is_taken_back(page: Page, family, gift: str) -> None:
    page.goto(family["baby"])
    expect(page.get_by_text("Erased at once: “A film for Ana”")).to_be_visible()
    page.get_by_role("button", name=re.compile("Withdraw|withdraw")).click()
    expect(page.get_by_text("Erased with it: “A film for Ana”")).to_be_visible()
    assert page.goto(gift).status == 403
    expect(page.get_by_role("heading", name="This file is not here")).to_be_visible()
    page.goto(gift.replace("download", ""))
    expect(page.get_by_text("The file is gone")).to_be_visible()
    expect(page.get_by_text("Bo no longer agrees to this")).to_be_visible()
    look(page, "export-withdrawn")
