import assert from "node:assert/strict";
import { test } from "node:test";

import { stripDesk } from "../testing/strip.js";
import { StripHands } from "./stripHands.js";

function hands() {
  const parts = stripDesk();
  new StripHands(parts.strip, (id) => parts.editing.choose(id));
  const { table, window, element } = parts;
  const x = (/** @type {number} */ frame) => 14 + (table.startSeconds(frame) / table.duration) * 972 + 1;
  const point = (/** @type {string} */ type, /** @type {number} */ clientX, clientY = 60, more = {}) =>
    element.dispatchEvent(Object.assign(
      new window.MouseEvent(type, { clientX, clientY, button: 0, cancelable: true, ...more }),
      { pointerId: 1, pointerType: "mouse" },
    ));
  const edges = () => parts.editing.framesOf(/** @type {any} */ (parts.editing.timeline.get("clip")));
  return { ...parts, x, point, edges };
}

test("a press goes to the place, and drawing along goes on with it", () => {
  const { point, x, player } = hands();
  point("pointerdown", x(70));
  assert.equal(player.wanted, 70);
  point("pointermove", x(75));
  assert.equal(player.wanted, 75);
  point("pointerup", x(75));
  point("pointermove", x(80));
  assert.equal(player.wanted, 75);
});

test("an edge is dragged frame by frame, and kept as one change when let go", () => {
  const { point, x, player, edges, editing } = hands();
  point("pointerdown", x(41), 26);
  for (const frame of [44, 50, 55]) point("pointermove", x(frame), 26);
  assert.deepEqual([player.wanted, edges()], [55, { first: 10, last: 40 }]);
  point("pointerup", x(55), 26);
  assert.deepEqual(edges(), { first: 10, last: 55 });
  assert.equal(editing.outbox.state.count, 1);
  editing.undo();
  assert.deepEqual(edges(), { first: 10, last: 40 });
});

test("an edge does not pass the other, and a drag that is broken off changes nothing", () => {
  const { point, x, edges, strip } = hands();
  point("pointerdown", x(10), 26);
  point("pointermove", x(70), 26);
  assert.deepEqual(strip.draft, { id: "clip", first: 40, last: 40 });
  point("pointercancel", x(70), 26);
  assert.deepEqual([strip.draft, edges()], [null, { first: 10, last: 40 }]);
});

test("a press on a clip or still chooses it", () => {
  const { point, x, editing } = hands();
  point("pointerdown", x(25), 26);
  assert.equal(editing.chosenId, "clip");
  point("pointerup", x(25), 26);
  point("pointerdown", x(5), 26);
  assert.equal(editing.chosenId, "still");
});

test("the wheel looks closer with Ctrl, and moves sideways when there is more to see", () => {
  const { point, strip, element, window } = hands();
  const wheel = (/** @type {object} */ more) =>
    element.dispatchEvent(new window.WheelEvent("wheel", { clientX: 500, cancelable: true, ...more }));
  assert.equal(wheel({ deltaY: 50 }), true);
  assert.equal(wheel({ deltaY: -200, ctrlKey: true }), false);
  assert.ok(!strip.window.isWhole);
  const { from } = strip.window;
  wheel({ deltaX: 100 });
  assert.ok(strip.window.from > from);
  point("pointermove", 500, 95);
  assert.equal(element.dataset.hand, "page");
  point("pointerdown", 500, 95);
  point("pointermove", 0, 95);
  assert.equal(strip.window.from, 0);
});
