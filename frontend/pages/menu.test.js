import assert from "node:assert/strict";
import { test } from "node:test";
import { Menu } from "./menu.js";
import { page } from "./testing/page.js";

const BODY = '<div id="it"><button aria-controls="m" hidden></button><div id="m"><a href="/">x</a></div></div>';

/** @param {boolean} matches */
function menu(matches) {
  const { it, document, window } = page(BODY);
  const narrow = Object.assign(new window.EventTarget(), { matches });
  window.matchMedia = () => narrow;
  new Menu(it);
  const button = /** @type {HTMLButtonElement} */ (it.querySelector("button"));
  const list = /** @type {HTMLElement} */ (document.getElementById("m"));
  return { it, document, window, narrow, button, list };
}

test("on a wide screen the links stand open and there is no button", () => {
  const { button, list } = menu(false);
  assert.deepEqual([button.hidden, list.hidden], [true, false]);
});

test("on a narrow screen the button opens and closes them, and says so", () => {
  const { button, list } = menu(true);
  assert.deepEqual([button.hidden, list.hidden, button.getAttribute("aria-expanded")], [false, true, "false"]);
  button.click();
  assert.deepEqual([list.hidden, button.getAttribute("aria-expanded")], [false, "true"]);
  button.click();
  assert.deepEqual([list.hidden, button.getAttribute("aria-expanded")], [true, "false"]);
});

test("Escape closes them and gives the focus back to the button", () => {
  const { document, window, button, list } = menu(true);
  button.click();
  list.querySelector("a")?.focus();
  list.dispatchEvent(new window.KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  assert.equal(list.hidden, true);
  assert.equal(document.activeElement, button);
});

test("turning the tablet opens them again", () => {
  const { window, narrow, button, list } = menu(true);
  narrow.matches = false;
  narrow.dispatchEvent(new window.Event("change"));
  assert.deepEqual([button.hidden, list.hidden], [true, false]);
});
