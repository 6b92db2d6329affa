import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./testing/page.js";
import { Print } from "./print.js";

test("the button appears and prints", () => {
  const { it, window } = page('<button id="it" hidden></button>');
  let printed = 0;
  window.print = () => (printed += 1);
  new Print(it);
  assert.equal(it.hidden, false);
  it.click();
  assert.equal(printed, 1);
});
