import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { find } from "./find.js";
import { Growing } from "./growing.js";

function note() {
  const { document, words } = desk("strip");
  const state = { complete: false, ended: null, left: null, duration: 300, table: { duration: 80.04 } };
  /** @type {(() => void)[]} */
  const listeners = [];
  const told = /** @type {[string, number][]} */ ([]);
  let whole = 0;
  const element = find(document, "[data-growing]");
  new Growing(element, /** @type {any} */ ({ ...state, listen: (/** @type {() => void} */ run) => listeners.push(run) }), {
    words,
    place: { lasts: (seconds) => told.push(["place", seconds]) },
    strip: { lasts: (seconds) => told.push(["strip", seconds]) },
    whole: () => (whole += 1),
  });
  return { element, told, listeners, words, document, whole: () => whole };
}

/** @param {object} changes @returns {HTMLElement} */
function drawn(changes) {
  const { document, words } = desk("strip");
  const state = { complete: false, ended: null, left: null, duration: 300, table: { duration: 80.04 }, listen() {}, ...changes };
  const element = find(document, "[data-growing]");
  const quiet = { lasts() {} };
  new Growing(element, /** @type {any} */ (state), { words, place: quiet, strip: quiet, whole() {} });
  return element;
}

/** @param {HTMLElement} element */
const text = (element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();

test("it says how much of the film is ready, and how long it may take when that is known", () => {
  assert.equal(text(drawn({})), "1 min 20 s of 5 min ready");
  assert.equal(text(drawn({ left: 170 })), "1 min 20 s of 5 min ready, about 3 min left");
  assert.equal(text(drawn({ left: 12, duration: 81 })), "1 min 20 s of 1 min 21 s ready, about 15 s left");
});

test("strip and place learn how long the film is", () => {
  const { told, whole, element } = note();
  assert.deepEqual(told, [["place", 300], ["strip", 300]]);
  assert.equal(whole(), 0);
  assert.equal(element.hidden, false);
  assert.equal(element.querySelector("progress")?.value, 80.04);
});

test("when all is there, or when it was stopped, it says so", () => {
  const whole = drawn({ complete: true, left: 3 });
  assert.equal(text(whole), "The whole film is ready.");
  assert.equal(whole.dataset.growing, "whole");
  const ended = drawn({ ended: "refused" });
  assert.match(text(ended), /is not being prepared any more/);
  assert.equal(ended.querySelector("progress")?.hidden, true);
});
