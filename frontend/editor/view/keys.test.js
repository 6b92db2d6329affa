import assert from "node:assert/strict";
import { test } from "node:test";

// @ts-expect-error -- jsdom ships no types
import { JSDOM } from "jsdom";

import { commandFor } from "./keys.js";

const { window } = new JSDOM(`<body><input id="text"><input type="checkbox" id="tick"><textarea></textarea>
  <button>Go</button><select></select><dialog open><p></p></dialog><div tabindex="0" id="plain"></div></body>`);
globalThis.Element = window.Element;

/** @param {string} where @param {string} key @param {KeyboardEventInit} [more] @param {boolean} [single] */
function press(where, key, more = {}, single = true) {
  /** @type {string | null} */
  let command = null;
  const target = /** @type {Element} */ (window.document.querySelector(where));
  const hear = (/** @type {Event} */ event) => {
    command = commandFor(/** @type {KeyboardEvent} */ (event), single);
  };
  window.addEventListener("keydown", hear, { once: true });
  target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  return command;
}

test("keys move the film, mark and keep", () => {
  for (const [key, command] of Object.entries({
    " ": "toggle", j: "backwards", K: null, k: "pause", l: "forwards", i: "mark-begin",
    o: "mark-end", c: "keep-clip", s: "still", "[": "begin-earlier", "?": "help", x: null,
  })) {
    if (key !== "K") assert.equal(press("#plain", key), command, key);
  }
  assert.equal(press("#plain", "ArrowLeft", { shiftKey: true }), "back-10");
  assert.equal(press("#plain", "K"), "pause");
  assert.equal(press("#plain", "?", { shiftKey: true }), "help");
  assert.equal(press("#plain", "{", { shiftKey: true }), "begin-later");
  assert.equal(press("#plain", "S", { shiftKey: true }), null);
});

test("Ctrl or Cmd undoes and redoes; other Ctrl keys stay the browser's", () => {
  assert.equal(press("#plain", "z", { ctrlKey: true }), "undo");
  assert.equal(press("#plain", "Z", { ctrlKey: true, shiftKey: true }), "redo");
  assert.equal(press("#plain", "z", { metaKey: true }), "undo");
  for (const key of ["c", "s", "r", "l"]) assert.equal(press("#plain", key, { ctrlKey: true }), null);
  assert.equal(press("#plain", "s", { altKey: true }), null);
});

test("a bracket that needs AltGr on the keyboard is a bracket", () => {
  const more = { ctrlKey: true, altKey: true, modifierAltGraph: true };
  assert.equal(press("#plain", "[", more), "begin-earlier");
});

test("who writes, writes", () => {
  for (const where of ["#text", "textarea", "dialog p"]) {
    for (const key of ["s", " ", "ArrowLeft", "Delete"]) assert.equal(press(where, key), null);
  }
  assert.equal(press("textarea", "z", { ctrlKey: true }), null);
});

test("a button keeps its space bar, a list its arrows, and both leave the rest", () => {
  assert.equal(press("button", " "), null);
  assert.equal(press("#tick", " "), null);
  assert.equal(press("button", "ArrowLeft"), "back-1");
  assert.equal(press("select", "ArrowDown"), null);
});

test("single keys can be switched off, and undo stays", () => {
  assert.equal(press("#plain", "s", {}, false), null);
  assert.equal(press("#plain", "z", { ctrlKey: true }, false), "undo");
});
