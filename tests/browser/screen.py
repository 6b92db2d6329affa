"""What a person sees of a film in the browser: the number painted in it, read off the screen."""

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from attune.core.media.invented import read_frame_number

# Where the picture lies inside the video element: it is fitted in, in the middle.
PICTURE_IN_ELEMENT = """video => {
  const scale = Math.min(video.clientWidth / video.videoWidth, video.clientHeight / video.videoHeight);
  const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
  const box = video.getBoundingClientRect();
  return {x: box.x + (video.clientWidth - width) / 2, y: box.y + (video.clientHeight - height) / 2,
          width, height};
}"""


def painted_number(page: Page) -> int:
    """The number in the film's picture, from a picture of the screen."""
    box = page.locator("[data-video]").evaluate(PICTURE_IN_ELEMENT)
    picture = Image.open(io.BytesIO(page.screenshot(clip=box)))
    return read_frame_number(np.asarray(picture.convert("L")))


def shown_number(page: Page) -> int:
    """The frame that the editor says it shows, once it has come to rest."""
    editor = page.locator("[data-editor]")
    expect(editor).to_have_attribute("data-settled", "true")
    return int(editor.get_attribute("data-frame-shown"))


def go_to(page: Page, number: int) -> None:
    """Type a frame's number and wait until the editor has come to rest on it."""
    field = page.get_by_label("Go to a frame number")
    field.fill(str(number))
    field.press("Enter")
    expect(page.locator("[data-editor]")).to_have_attribute("data-frame-shown", str(number))
    expect(page.locator("[data-editor]")).to_have_attribute("data-settled", "true")
