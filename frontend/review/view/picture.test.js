import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../../pages/testing/page.js";
import { Picture } from "./picture.js";

test("a picture that is being made is asked for until it is there", () => {
  const { it, window } = page('<img id="it" data-picture="/moments/1/picture" alt="" hidden>');
  /** @type {(() => void)[]} */
  const waiting = [];
  new Picture(it, (run) => waiting.push(run));
  assert.equal(it.getAttribute("src"), "/moments/1/picture?1");
  it.dispatchEvent(new window.Event("error"));
  assert.equal(it.hidden, true);
  waiting.shift()?.();
  assert.equal(it.getAttribute("src"), "/moments/1/picture?2");
  it.dispatchEvent(new window.Event("load"));
  assert.equal(it.hidden, false);
  assert.equal(waiting.length, 0);
});

test("it is asked for a minute, not for ever", () => {
  const { it, window } = page('<img id="it" data-picture="/p" alt="" hidden>');
  let asked = 0;
  new Picture(it, (run) => {
    asked += 1;
    if (asked < 100) it.dispatchEvent(new window.Event((run(), "error")));
  });
  it.dispatchEvent(new window.Event("error"));
  assert.equal(it.getAttribute("src"), "/p?30");
});
