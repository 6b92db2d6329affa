import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../../pages/testing/page.js";
import { Picture } from "./picture.js";

test("a picture that is being made is asked for until it is there", () => {
  const { it, window, document } = page(
    '<div><img id="it" data-picture="/moments/1/picture" alt="" hidden><span data-waiting>It comes</span></div>',
  );
  const waits = () => !(/** @type {HTMLElement} */ (document.querySelector("[data-waiting]")).hidden);
  /** @type {(() => void)[]} */
  const waiting = [];
  new Picture(it, (run) => waiting.push(run));
  assert.equal(it.getAttribute("src"), "/moments/1/picture?1");
  it.dispatchEvent(new window.Event("error"));
  assert.deepEqual([it.hidden, waits()], [true, true]);
  waiting.shift()?.();
  assert.equal(it.getAttribute("src"), "/moments/1/picture?2");
  it.dispatchEvent(new window.Event("load"));
  assert.deepEqual([it.hidden, waits()], [false, false]);
  assert.equal(waiting.length, 0);
});

test("it is asked for soon, then less often, and not for ever", () => {
  const { it, window } = page('<img id="it" data-picture="/p" alt="" hidden>');
  /** @type {number[]} */
  const waits = [];
  new Picture(it, (run, wait) => {
    waits.push(wait);
    if (waits.length < 100) it.dispatchEvent(new window.Event((run(), "error")));
  });
  it.dispatchEvent(new window.Event("error"));
  assert.equal(it.getAttribute("src"), "/p?60");
  assert.deepEqual([waits[0], waits[1], waits.at(-1)], [500, 750, 10_000]);
});
