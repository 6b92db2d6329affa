import assert from "node:assert/strict";
import { test } from "node:test";

import { FrameTable } from "../../editor/model/frameTable.js";
import { page } from "../../pages/testing/page.js";
import { aLittle, again, begin, hold, meaning, paced, swiped, turn } from "./showing.js";

test("it begins with the first moment, at its own speed, again and again", () => {
  assert.deepEqual(begin(3), { at: 0, count: 3, pace: 1, again: true, held: false });
});

test("turning stops at the ends and lets go of what was held", () => {
  const held = hold(begin(2), true);
  assert.equal(turn(held, -1), held);
  assert.deepEqual(turn(held, 1), { ...begin(2), at: 1 });
  assert.equal(turn(turn(begin(2), 1), 1).at, 1);
});

test("pace, again and hold change that and nothing else", () => {
  assert.deepEqual(paced(begin(1), 0.25), { ...begin(1), pace: 0.25 });
  assert.equal(paced(hold(begin(1), true), 0.5).held, false);
  assert.equal(again(begin(1)).again, false);
  assert.equal(again(again(begin(1))).again, true);
});

test("a little is about an eighth of a second, at least a frame, inside the clip", () => {
  const fast = new FrameTable({ time_base: [1, 25], pts: [...Array(100).keys()], end: 100 });
  assert.equal(aLittle(fast, { first: 10, last: 40 }, 20, 1), 23);
  assert.equal(aLittle(fast, { first: 10, last: 40 }, 20, -1), 17);
  assert.equal(aLittle(fast, { first: 10, last: 40 }, 39, 1), 40);
  assert.equal(aLittle(fast, { first: 10, last: 40 }, 11, -1), 10);
  const slow = new FrameTable({ time_base: [1, 4], pts: [0, 1, 2], end: 3 });
  assert.equal(aLittle(slow, { first: 0, last: 2 }, 0, 1), 1);
});

test("a finger turns only by a long and level way", () => {
  assert.equal(swiped({ x: 300, y: 100 }, { x: 200, y: 110 }), 1);
  assert.equal(swiped({ x: 200, y: 100 }, { x: 300, y: 90 }), -1);
  assert.equal(swiped({ x: 200, y: 100 }, { x: 250, y: 100 }), 0);
  assert.equal(swiped({ x: 200, y: 100 }, { x: 300, y: 200 }), 0);
});

test("keys are left to what is in focus when it has a use for them", () => {
  const { document, it } = page('<button id="it"></button><textarea></textarea>');
  assert.equal(meaning(" ", document.body), "play");
  assert.equal(meaning("ArrowRight", null), "next");
  assert.equal(meaning("PageUp", it), "previous");
  assert.equal(meaning(" ", it), null);
  assert.equal(meaning("x", document.body), null);
  assert.equal(meaning("ArrowLeft", document.querySelector("textarea")), null);
});
