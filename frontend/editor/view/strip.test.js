import assert from "node:assert/strict";
import { test } from "node:test";

import { stripDesk } from "../testing/strip.js";
import { PLACES, zoomed } from "./strip.js";

const wait = () => new Promise((done) => setTimeout(done, 60));

test("a clip lies where its frames are, its last frame included", () => {
  const { strip, editing, table } = stripDesk();
  const [still, clip] = editing.moments.map((moment) => strip.bar(moment));
  const x = (/** @type {number} */ frame) => PLACES.MARGIN
    + (table.startSeconds(frame) / table.duration) * (1000 - 2 * PLACES.MARGIN);
  assert.equal(clip.first, x(10));
  assert.equal(clip.last, x(41));
  assert.ok(still.last - still.first >= 2);
});

test("however much happens, it is painted once for a picture of the screen", () => {
  const { strip, editing, frames, paint } = stripDesk();
  paint();
  for (let number = 0; number < 50; number += 1) strip.draw();
  editing.choose("clip");
  assert.equal(frames.length, 1);
  const names = paint().map(([name]) => name);
  assert.equal(names.filter((name) => name === "roundRect").length, 1);
  assert.equal(names.filter((name) => name === "clearRect").length, 1);
});

test("no label of the ruler is cut: one that would be is left out", () => {
  const { strip, paint } = stripDesk();
  for (const zoom of [1, 2, 3]) {
    strip.zoom(zoom);
    const labels = paint().filter(([name]) => name === "fillText");
    assert.ok(labels.length > 2);
    for (const [, , x, y] of labels) {
      assert.ok(Number(x) >= PLACES.MARGIN && Number(x) + 24 <= 1000 - 4 && Number(y) >= 3);
    }
  }
});

test("the sound is painted by columns of pixels, not by its length", () => {
  const { strip, paint } = stripDesk();
  paint();
  const before = paint().length;
  strip.showSound({ per_second: 10_000, peaks: Array.from({ length: 40_000 }, () => [-60, 60]) });
  assert.ok(paint().length - before < 700);
});

test("the place is told to a screen reader when the film rests, and the window follows", async () => {
  const { strip, element, player, table } = stripDesk();
  strip.zoom(3);
  player.goTo(90);
  await wait();
  assert.equal(element.getAttribute("aria-valuenow"), "90");
  assert.equal(element.getAttribute("aria-valuemax"), "99");
  const seconds = table.startSeconds(90);
  assert.ok(strip.window.from <= seconds && seconds <= strip.window.to);
  strip.fit();
  assert.ok(strip.window.isWhole);
});

test("a look from further away is painted from coarser peaks, a close one from the finest", () => {
  const level = (/** @type {number} */ rate) => ({ per_second: rate, peaks: /** @type {[number, number][]} */ ([]) });
  const peaks = { ...level(50), levels: [level(10), level(2)] };
  const rates = [0.005, 0.01, 0.05, 0.2, 0.25, 3].map((second) => zoomed(peaks, second).per_second);
  assert.deepEqual(rates, [50, 50, 10, 10, 2, 2]);
  assert.equal(zoomed(level(50), 3).per_second, 50);
});

test("what is still being prepared is striped, and told in the slider's range when it comes", () => {
  const { strip, element, paint, table } = stripDesk();
  paint();
  const before = paint().filter(([name]) => name === "clip").length;
  strip.lasts(table.duration * 2);
  assert.equal(paint().filter(([name]) => name === "clip").length, before + 1);
  assert.equal(strip.window.seconds(1000), table.duration * 2);
  strip.lasts(table.duration);
  assert.equal(paint().filter(([name]) => name === "clip").length, before);
  assert.equal(element.getAttribute("aria-valuemax"), "99");
});
