import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "./history.js";
import { apply, opposite, put, timelineOf } from "./timeline.js";

/** @typedef {import("./timeline.js").Change} Change */

/** A timeline, a history, and the deed that joins them. */
function desk() {
  const history = new History();
  let timeline = timelineOf([]);
  /** @param {Change} change */
  const perform = (change) => {
    const back = opposite(timeline, change);
    timeline = apply(timeline, change, () => true);
    return back;
  };
  return { history, perform, now: () => [...timeline.values()] };
}

/** @param {string} id @param {string} [title] @returns {Change} */
const still = (id, title = "") =>
  put({ kind: "still", id, at: 1, title, note: "", principles: [] });

test("undo goes back step by step and redo comes forward again", () => {
  const { history, perform, now } = desk();
  const states = [now()];
  for (const change of [still("a"), still("b"), still("a", "Looking"), { op: "remove", id: "b" }]) {
    history.did(perform(/** @type {Change} */ (change)));
    states.push(now());
  }
  for (const state of [3, 2, 1, 0]) {
    history.undo(perform);
    assert.deepEqual(now(), states[state]);
  }
  assert.equal(history.canUndo, false);
  for (const state of [1, 2, 3, 4]) {
    history.redo(perform);
    assert.deepEqual(now(), states[state]);
  }
  assert.equal(history.canRedo, false);
});

test("a new change ends what could be redone", () => {
  const { history, perform } = desk();
  history.did(perform(still("a")));
  history.undo(perform);
  history.did(perform(still("b")));
  assert.equal(history.canRedo, false);
});

test("with nothing to undo or redo nothing happens", () => {
  const { history, perform, now } = desk();
  assert.equal(history.undo(perform), null);
  assert.equal(history.redo(perform), null);
  history.did(perform(still("a")));
  history.forget();
  assert.equal(history.undo(perform), null);
  assert.equal(now().length, 1);
});
