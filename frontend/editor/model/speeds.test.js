import assert from "node:assert/strict";
import { test } from "node:test";

import { SPEEDS, faster, shuttle, slower } from "./speeds.js";

test("faster and slower walk the steps and stop at the ends", () => {
  const up = [0.1];
  for (let step = 0; step < 6; step += 1) up.push(faster(/** @type {number} */ (up.at(-1))));
  assert.deepEqual(up, [...SPEEDS, 2]);
  const down = [2];
  for (let step = 0; step < 6; step += 1) down.push(slower(/** @type {number} */ (down.at(-1))));
  assert.deepEqual(down, [...[...SPEEDS].reverse(), 0.1]);
});

test("J and L begin at the chosen speed, and go faster when pressed again", () => {
  assert.deepEqual(shuttle("paused", "playing", 0.5), { mode: "playing", speed: 0.5 });
  assert.deepEqual(shuttle("playing", "playing", 0.5), { mode: "playing", speed: 1 });
  assert.deepEqual(shuttle("playing", "backwards", 1), { mode: "backwards", speed: 1 });
  assert.deepEqual(shuttle("backwards", "backwards", 2), { mode: "backwards", speed: 2 });
});
