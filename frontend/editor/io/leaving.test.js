import assert from "node:assert/strict";
import { test } from "node:test";

// @ts-expect-error -- jsdom ships no types
import { JSDOM } from "jsdom";

import { watchLeaving } from "./leaving.js";

/** @param {number} unsent */
function page(unsent) {
  const { window } = new JSDOM("");
  /** @type {string[]} */
  const done = [];
  watchLeaving(/** @type {any} */ (window), {
    finishWriting: () => done.push("finish"),
    unsent: () => unsent,
    sendNow: (leaving) => done.push(`send ${leaving}`),
  });
  return { window, done };
}

test("leaving with something unsent warns; with all saved it does not", () => {
  for (const [unsent, warned] of /** @type {[number, boolean][]} */ ([[2, true], [0, false]])) {
    const { window, done } = page(unsent);
    const event = new window.Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    assert.equal(event.defaultPrevented, warned);
    assert.deepEqual(done, ["finish"]);
  }
});

test("the last words are finished and sent when the page goes, and when the connection returns", () => {
  const { window, done } = page(1);
  window.dispatchEvent(new window.Event("pagehide"));
  window.dispatchEvent(new window.Event("online"));
  assert.deepEqual(done, ["finish", "send true", "send false"]);
});
