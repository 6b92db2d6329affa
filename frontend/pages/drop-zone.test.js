import assert from "node:assert/strict";
import { test } from "node:test";
import { DropZone } from "./drop-zone.js";
import { page } from "./testing/page.js";

const BODY = '<div id="it"><span data-drop-or hidden>or drop it here</span><input type="file"></div>';

/** @param {any} window @param {string} name @param {object} [more] */
function drag(window, name, more = {}) {
  return Object.assign(new window.Event(name, { bubbles: true, cancelable: true }), more);
}

test("a dropped file is the input's file, and the input says that it changed", () => {
  const { it, window } = page(BODY);
  new DropZone(it);
  const input = it.querySelector("input");
  const files = [{ name: "bath.mov" }];
  let changes = 0;
  Object.defineProperty(input, "files", { writable: true, value: null });
  it.addEventListener("change", () => (changes += 1));
  const event = drag(window, "drop", { dataTransfer: { files } });
  it.dispatchEvent(event);
  assert.equal(input.files, files);
  assert.equal(changes, 1);
  assert.equal(event.defaultPrevented, true);
});

test("dropping text changes nothing", () => {
  const { it, window } = page(BODY);
  new DropZone(it);
  let changes = 0;
  it.addEventListener("change", () => (changes += 1));
  it.dispatchEvent(drag(window, "drop", { dataTransfer: { files: [] } }));
  assert.equal(changes, 0);
});

test("the zone offers dropping, and shows what is over it", () => {
  const { it, window } = page(BODY);
  new DropZone(it);
  assert.equal(it.querySelector("[data-drop-or]").hidden, false);
  it.dispatchEvent(drag(window, "dragover"));
  assert.equal(it.hasAttribute("data-over"), true);
  it.dispatchEvent(drag(window, "dragleave"));
  assert.equal(it.hasAttribute("data-over"), false);
});
