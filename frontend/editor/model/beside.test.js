import assert from "node:assert/strict";
import { test } from "node:test";

import { Beside } from "./beside.js";
import { FrameTable } from "./frameTable.js";

/** @param {number} count @param {number} den @param {number} step */
const film = (count, den, step) =>
  new FrameTable({ time_base: [1, den], pts: Array.from({ length: count }, (_, at) => at * step), end: count * step });

test("the frame beside is the one that stands in the middle of the first film's frame", () => {
  const phone = film(60, 30000, 1001);
  const camera = film(50, 25, 1);
  const beside = new Beside(phone, camera, [1, 10]);
  assert.deepEqual([0, 1, 2, 3, 57].map((number) => beside.secondBeside(number)), [2, 3, 4, 5, null]);
  assert.equal(new Beside(phone, camera, [-1, 10]).secondBeside(0), null);
});

test("where a frame begins exactly in the middle of another, the later one stands beside it", () => {
  const one = film(30, 30, 1);
  const other = film(30, 30, 1);
  const beside = new Beside(one, other, [1, 60]);
  for (let number = 0; number < 29; number += 1) assert.equal(beside.secondBeside(number), number + 1);
});
