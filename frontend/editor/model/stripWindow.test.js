import assert from "node:assert/strict";
import { test } from "node:test";

import { StripWindow, edgeAt } from "./stripWindow.js";

/** @param {StripWindow} strip */
const shown = (strip) => [strip.from, strip.to].map((seconds) => Number(seconds.toFixed(6)));

function strip() {
  const made = new StripWindow(100);
  made.width = 1000;
  return made;
}

test("places and moments are each other's opposite", () => {
  const window = strip();
  window.zoom(4, 40);
  for (const margin of [0, 14]) {
    window.margin = margin;
    assert.deepEqual([window.x(window.from), window.x(window.to)], [margin, 1000 - margin]);
    for (const seconds of [30, 40, 54.9]) {
      assert.equal(window.seconds(window.x(seconds)).toFixed(6), seconds.toFixed(6));
    }
    assert.equal(window.seconds(-5000), 0);
    assert.equal(window.seconds(50000), 100);
  }
});

test("zooming keeps its place and stays in the film", () => {
  const window = strip();
  window.zoom(2, 50);
  assert.deepEqual(shown(window), [25, 75]);
  window.zoom(1000, 50);
  assert.deepEqual(shown(window), [49.5, 50.5]);
  assert.ok(window.isClosest);
  window.zoom(0.00001, 50);
  assert.ok(window.isWhole);
  assert.deepEqual(shown(window), [0, 100]);
  window.zoom(2, 100);
  assert.deepEqual(shown(window), [50, 100]);
  window.fit();
  assert.deepEqual(shown(window), [0, 100]);
});

test("it pans to the ends and no further, and turns the page after the playhead", () => {
  const window = strip();
  window.zoom(10, 0);
  window.pan(-5);
  assert.deepEqual(shown(window), [0, 10]);
  assert.equal(window.follow(9), false);
  assert.equal(window.follow(12), true);
  assert.deepEqual(shown(window), [11, 21]);
  window.pan(500);
  assert.deepEqual(shown(window), [90, 100]);
});

test("a film shorter than the closest look is shown whole", () => {
  const window = new StripWindow(0.4);
  window.zoom(8, 0.2);
  assert.deepEqual(shown(window), [0, 0.4]);
  assert.ok(window.isWhole && window.isClosest);
});

test("the nearest edge in reach is taken, the chosen clip's before another's", () => {
  const bars = [
    { id: "a", first: 100, last: 200 },
    { id: "b", first: 206, last: 300 },
  ];
  assert.deepEqual(edgeAt(bars, 199, 10, null), { id: "a", edge: "last" });
  assert.deepEqual(edgeAt(bars, 205, 10, null), { id: "b", edge: "first" });
  assert.deepEqual(edgeAt(bars, 205, 10, "a"), { id: "a", edge: "last" });
  assert.equal(edgeAt(bars, 250, 10, "a"), null);
});

test("when the film turns out longer, a whole look stays whole and a close one stays where it is", () => {
  const whole = strip();
  whole.lasts(120);
  assert.deepEqual(shown(whole), [0, 120]);
  const close = strip();
  close.zoom(10, 50);
  close.lasts(120);
  assert.deepEqual(shown(close), [45, 55]);
  close.lasts(50);
  assert.deepEqual(shown(close), [40, 50]);
  close.lasts(5);
  assert.deepEqual(shown(close), [0, 5]);
});
