"""Whether the frame on the screen is the frame in the record: every frame of a film, in real Chromium.

A film of known truth is sent to a real server, opened in the editor as people use it, and walked through
forwards, backwards and in a random order. The number painted in the picture is read off the screen.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from attune.core.media.invented import FilmTruth, UnreadableError, read_frame_number
from tests.browser.screen import PICTURE_IN_ELEMENT

SETTLED = """() => {
  const { settled, frameShown } = document.querySelector("[data-editor]").dataset;
  return settled === "true" && frameShown !== "" && frameShown !== undefined;
}"""

# In the page, so that a whole walk is one call: keys and the form as people use them, and the number in
# the picture that the video element shows, read as strip.py says.
WALK = """async ({ steps, way }) => {
  const editor = document.querySelector("[data-editor]");
  const video = document.querySelector("[data-video]");
  const form = document.querySelector("[data-goto]");
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const soon = () => new Promise((done) => requestAnimationFrame(done));
  const settled = async () => {
    do await soon(); while (editor.dataset.settled !== "true");
  };
  const painted = () => {
    const { width, height } = canvas;
    pen.drawImage(video, 0, 0, width, height);
    const { data } = pen.getImageData(0, 0, width, height);
    const block = (column, row) => {
      const x0 = Math.round((0.05 + 0.045 * (column + 0.25)) * width);
      const x1 = Math.max(Math.round((0.05 + 0.045 * (column + 0.75)) * width), x0 + 1);
      const y0 = Math.round((0.92 + 0.03 * (row + 0.25)) * height);
      const y1 = Math.max(Math.round((0.92 + 0.03 * (row + 0.75)) * height), y0 + 1);
      let sum = 0;
      for (let y = y0; y < y1; y += 1)
        for (let x = x0; x < x1; x += 1) sum += data[(y * width + x) * 4 + 1];
      return sum / ((x1 - x0) * (y1 - y0));
    };
    const ups = Array.from({ length: 20 }, (_, column) => {
      const [above, below] = [block(column, 0), block(column, 1)];
      return Math.abs(above - below) < 60 ? null : above > below;
    });
    if (ups.includes(null) || !ups[0] || ups[1] || !ups[18] || ups[19]) return -1;
    return ups.slice(2, 18).reduce((number, up) => number * 2 + Number(up), 0);
  };
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const seek = (seconds) => new Promise((done) => {
    let waiting = true;
    const over = () => { if (waiting) { waiting = false; soon().then(soon).then(done); } };
    video.addEventListener("seeked", () => {
      video.requestVideoFrameCallback(over);
      setTimeout(over, 150);
    }, { once: true });
    video.currentTime = seconds;
  });
  const seen = [];
  for (const step of steps) {
    if (way === "key") press(step);
    else if (way === "number") {
      form.querySelector("input").value = String(step);
      form.requestSubmit();
    }
    if (way === "seconds") await seek(step);
    else await settled();
    seen.push([Number(editor.dataset.frameShown), painted()]);
  }
  return seen;
}"""


@dataclass
class Tally:
    """How often was looked, and where something else was shown: (asked, said, painted)."""

    checks: int = 0
    wrong: list[tuple[int, int, int]] = field(default_factory=list)


class Walk:
    """A walk through a film that is open in the editor."""

    def __init__(self, page: Page, film: FilmTruth) -> None:
        self.page, self.film = page, film
        page.wait_for_function(SETTLED)

    @property
    def last(self) -> int:
        return len(self.film.numbers) - 1

    def forwards(self) -> Tally:
        return self._walk("key", ["Home"] + ["ArrowRight"] * self.last, range(self.last + 1))

    def backwards(self) -> Tally:
        return self._walk("key", ["End"] + ["ArrowLeft"] * self.last, range(self.last, -1, -1))

    def at_random(self, seed: int = 1) -> Tally:
        """Every frame once, by its number."""
        order = random.Random(seed).sample(range(self.last + 1), self.last + 1)
        return self._walk("number", order, order)

    def as_peers_do(self) -> Tally:
        """Every frame once, sought at its number divided by the film's average rate, and believed."""
        rate = len(self.film.table) / float(self.film.table.duration)
        numbers = range(self.last + 1)
        seen = self._seen("seconds", [number / rate for number in numbers])
        return self._tally(numbers, [(number, painted) for number, (_, painted) in zip(numbers, seen, strict=True)])  # fmt: skip

    def on_the_screen(self, numbers: list[int]) -> Tally:
        """These frames, by hand, read off a picture of the screen."""
        seen = []
        for number in numbers:
            place = self.page.get_by_label("Go to a frame number")
            place.fill(str(number))
            place.press("Enter")
            self.page.wait_for_function(SETTLED)
            said = self.page.locator("[data-editor]").get_attribute("data-frame-shown")
            seen.append((int(said), self._painted()))
        return self._tally(numbers, seen)

    def _painted(self) -> int:
        box = self.page.locator("[data-video]").evaluate(PICTURE_IN_ELEMENT)
        picture = Image.open(io.BytesIO(self.page.screenshot(clip=box)))
        try:
            return read_frame_number(np.asarray(picture.convert("L")))
        except UnreadableError:
            return -1

    def _walk(self, way: str, steps: Sequence[object], numbers: Sequence[int]) -> Tally:
        return self._tally(numbers, self._seen(way, steps))

    def _seen(self, way: str, steps: Sequence[object]) -> list[tuple[int, int]]:
        seen = self.page.evaluate(WALK, {"way": way, "steps": list(steps)})
        return [(said, painted) for said, painted in seen]

    def _tally(self, numbers: Sequence[int], seen: Sequence[tuple[int, int]]) -> Tally:
        """`seen` is what the editor said and what was painted, for each of `numbers`."""
        wrong = [
            (number, *both)
            for number, both in zip(numbers, seen, strict=True)
            if both != (number, self.film.numbers[number])
        ]
        return Tally(len(numbers), wrong)
