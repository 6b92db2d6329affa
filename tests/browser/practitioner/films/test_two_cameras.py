"""Two cameras: found by sound, shown beside each other, corrected by the frame."""

import io
import json
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from attune.core.media.frames import frame_table
from attune.core.media.invented import make_film, read_frame_number
from attune.core.timeline.beside import Beside
from tests.browser.conftest import WIDTHS, look
from tests.browser.screen import PICTURE_IN_ELEMENT, go_to, painted_number
from tests.films.made import numbers_shown
from tests.films.oracle import ffmpeg
from tests.web.films.live import Live

LATER = 37  # frames of the phone before the camera began
NAMES = """async () => (await axe.run("[data-do]:hover", {runOnly: ["label-content-name-mismatch"]}))
  .violations.flatMap(({nodes}) => nodes.map(({html}) => html))"""


@pytest.fixture(scope="module")
def live(server):
    return Live(server)


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """The phone's film; and what a camera of another rate filmed of the same, begun later."""
    folder = tmp_path_factory.mktemp("cameras")
    phone = make_film(folder / "phone.mp4", "h264", seconds=6, size=(320, 180), seed=4)
    begins = phone.table.time_base.seconds(phone.table.pts[LATER] - phone.table.start)
    parts = (
        f"[0:v]trim=start_frame={LATER},setpts=PTS-STARTPTS,fps=25[v];"
        f"[0:a]atrim=start={float(begins):.9f},asetpts=PTS-STARTPTS[a]"
    )
    camera = folder / "camera.mp4"
    maps = ("-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-c:a", "aac")
    ffmpeg("-i", phone.path, "-filter_complex", parts, *maps, camera)
    return phone, camera, begins


def test_both_pictures_show_the_same_moment(page: Page, live, films):
    phone, camera, begins = films
    first, second = (live.send(path.read_bytes()) for path in (phone.path, camera))
    for film in (first, second):
        live.wait_for(film, "state = 'ready'")
    page.goto(f"/films/{first}/camera/")
    page.locator(f'[value="{second}"]').check()
    look(page, "two-cameras-choose")
    page.get_by_role("button", name="Lay it beside this film").click()
    page.goto(f"/films/{first}/moments/")
    expect(page.locator("[data-editor]")).to_have_attribute("data-cameras", "found", timeout=60_000)
    told = json.loads(live.ask("GET", f"/films/{first}/beside.json").body)
    assert abs(Fraction(*told["offset"]) + begins) <= Fraction(1, 8000)

    beside = Beside(phone.table, frame_table(camera), Fraction(*told["offset"]))
    painted = [number for _, number in numbers_shown(camera)]
    for number in (LATER + 3, 120, 80, 99):
        then_both_show(page, number, beside.second_beside(number), painted)
    look(page, "editor-two-cameras")
    then_each_picture_can_be_seen_at_every_width(page)
    then_every_name_holds_what_is_to_be_read_on_the_button(page)
    go_to(page, 10)
    expect(page.get_by_text("The other camera was not filming here.")).to_be_visible()

    go_to(page, 100)
    beside = beside.same_moment(100, beside.second_beside(100) + 1)
    page.keyboard.press(".")
    expect(page.locator("[data-editor]")).to_have_attribute("data-cameras", "by-hand")
    then_both_show(page, 101, beside.second_beside(101), painted)


def then_each_picture_can_be_seen_at_every_width(page: Page) -> None:
    """One is large, the other in its corner and no less than a third as wide as the screen; on a phone
    they stand below each other."""
    before = page.viewport_size
    videos = ["[data-video]", "[data-second-video]"]
    for layout, (large, small) in {"first": videos, "second": videos[::-1]}.items():
        page.keyboard.press("v")
        expect(page.locator("[data-screens]")).to_have_attribute("data-screens", layout)
        for kind, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            screen = page.locator("[data-screens]").bounding_box()
            one, other = (
                page.locator(each).evaluate(PICTURE_IN_ELEMENT) for each in (large, small)
            )
            assert one["width"] > other["width"], (layout, kind)
            assert other["width"] >= screen["width"] / 3, (layout, kind)
            assert right(other) <= right(screen), (layout, kind)
            if kind == "phone":
                assert other["y"] >= below(one) - 1, layout
                assert below(other) - one["y"] <= height * 0.55, layout  # room for the controls
            else:
                assert right(screen) - right(other) < 30, (layout, kind)
                assert 0 <= below(screen) - below(other) < 30, (layout, kind)
    page.keyboard.press("v")
    expect(page.locator("[data-screens]")).to_have_attribute("data-screens", "beside")
    page.set_viewport_size(before)


def right(box: dict) -> float:
    return box["x"] + box["width"]


def below(box: dict) -> float:
    return box["y"] + box["height"]


def then_every_name_holds_what_is_to_be_read_on_the_button(page: Page) -> None:
    """Also while the pointer is over it, and its tip is there."""
    buttons = page.locator("[data-do]").filter(visible=True).all()
    assert len(buttons) > 20
    for button in buttons:
        button.hover()
        wrong = page.evaluate(NAMES)
        assert wrong == [], button.get_attribute("data-do")
    assert button.locator(".attune-tip").is_visible()


def then_both_show(page: Page, number: int, other: int, painted: list[int]) -> None:
    go_to(page, number)
    editor = page.locator("[data-editor]")
    expect(editor).to_have_attribute("data-both-settled", "true")
    expect(editor).to_have_attribute("data-second-shown", str(other))
    assert painted_number(page) == number
    box = page.locator("[data-second-video]").evaluate(PICTURE_IN_ELEMENT)
    picture = Image.open(io.BytesIO(page.screenshot(clip=box)))
    assert read_frame_number(np.asarray(picture.convert("L"))) == painted[other]
