import assert from "node:assert/strict";
import { test } from "node:test";

import { FrameTable } from "./frameTable.js";

/** A phone's film: 600 ticks a second, steps of 16 to 24 ticks, some doubled, beginning at 40. */
function phone(count = 2000) {
  let tick = 40;
  const pts = Array.from({ length: count }, (_, number) => {
    const now = tick;
    tick += (16 + ((number * 7) % 9)) * (number % 13 === 0 ? 2 : 1);
    return now;
  });
  return new FrameTable({ time_base: [1, 600], pts, end: tick });
}

test("a media time in microseconds finds its frame, at a constant and at a variable rate", () => {
  const broadcast = new FrameTable({
    time_base: [1, 30000],
    pts: Array.from({ length: 54000 }, (_, number) => number * 1001),
    end: 54000 * 1001,
  });
  for (const table of [broadcast, phone()]) {
    for (let number = 0; number < table.length; number += 1) {
      const exact = table.starts[number];
      assert.equal(table.frameAt(Math.round(exact * 1e6) / 1e6), number);
      assert.equal(table.frameAt(Math.floor(exact * 1e6) / 1e6), number);
      assert.equal(table.frameAt(Math.ceil(exact * 1e6) / 1e6), number);
    }
  }
});

test("the middle of a frame lies inside it, and so do the places for a second try", () => {
  const table = phone();
  for (let number = 0; number < table.length; number += 1) {
    for (const part of [0.3, 0.5, 0.7]) {
      const seconds = table.midSeconds(number, part);
      assert.ok(seconds > table.starts[number] && seconds < table.starts[number + 1]);
      assert.equal(table.frameDuring(seconds), number);
    }
  }
});

test("a time outside the film is no frame of it", () => {
  const table = new FrameTable({ time_base: [1, 10], pts: [5, 6, 8], end: 9 });
  assert.equal(table.frameAt(-0.001), null);
  assert.equal(table.frameAt(0.401), null);
  assert.equal(table.frameAt(Number.NaN), null);
  assert.equal(table.frameAt(0.4), 2);
  assert.equal(table.frameAt(0), 0);
});

test("ticks and numbers find each other, and a tick between frames finds none", () => {
  const table = new FrameTable({ time_base: [1, 10], pts: [5, 6, 8], end: 9 });
  assert.deepEqual([0, 1, 2].map((number) => table.numberOf(table.tick(number))), [0, 1, 2]);
  assert.equal(table.numberOf(7), -1);
  assert.equal(table.numberOf(9), -1);
  assert.equal(table.tick(99), 8);
});

test("a clip lasts until its last frame ends", () => {
  const table = new FrameTable({ time_base: [1, 10], pts: [5, 6, 8], end: 9 });
  assert.equal(table.clipSeconds(1, 1).toFixed(6), "0.200000");
  assert.equal(table.clipSeconds(0, 2).toFixed(6), "0.400000");
});

test("a moment pointed at lies in the frame that stands then", () => {
  const table = new FrameTable({ time_base: [1, 10], pts: [5, 6, 8], end: 9 });
  assert.deepEqual(
    [-1, 0, 0.05, 0.1, 0.25, 0.3, 0.39, 5].map((seconds) => table.frameDuring(seconds)),
    [0, 0, 0, 1, 1, 2, 2, 2],
  );
});

test("what is not a frame table is refused", () => {
  for (const [pts, end] of /** @type {[number[], number][]} */ ([[[], 1], [[1, 1], 2], [[1, 2], 2]])) {
    assert.throws(() => new FrameTable({ time_base: [1, 10], pts, end }), RangeError);
  }
  assert.throws(() => new FrameTable({ time_base: [0, 10], pts: [1], end: 2 }), RangeError);
});

test("a table grows by the frames that come after, and refuses others", () => {
  const whole = phone(300);
  const table = new FrameTable({ time_base: [1, 600], pts: whole.pts.slice(0, 80), end: whole.pts[80] });
  assert.equal(table.frameAt(whole.starts[100]), null);
  table.grow(whole.pts.slice(80, 210), whole.pts[210]);
  assert.equal(table.last, 209);
  assert.equal(table.numberOf(whole.pts[209]), 209);
  assert.throws(() => table.grow(whole.pts.slice(200), whole.end), RangeError);
  assert.equal(table.last, 209);
  table.grow(whole.pts.slice(210), whole.end);
  assert.deepEqual([...table.starts], [...whole.starts]);
  table.grow([], whole.end + 5);
  assert.equal(table.end, whole.end + 5);
});
