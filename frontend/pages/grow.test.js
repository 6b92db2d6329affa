import assert from "node:assert/strict";
import { test } from "node:test";
import { Grow } from "./grow.js";
import { page } from "./testing/page.js";

test("the box is as tall as its text, at once and when one writes", () => {
  const { it, window } = page('<textarea id="it"></textarea>');
  let height = 60;
  Object.defineProperty(it, "scrollHeight", { get: () => height });
  new Grow(it);
  assert.equal(it.style.height, "64px");
  height = 120;
  it.dispatchEvent(new window.Event("input"));
  assert.equal(it.style.height, "124px");
});

test("a browser that can do it by style is left to it", () => {
  const { it, window } = page('<textarea id="it"></textarea>');
  window.CSS = { supports: () => true };
  new Grow(it);
  assert.equal(it.style.height, "");
});
