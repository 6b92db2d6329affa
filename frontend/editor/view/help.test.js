import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { find } from "./find.js";
import { Help } from "./help.js";

test("single keys can be switched off, and this browser remembers it", () => {
  const { document, window } = desk("help");
  /** @type {Map<string, string>} */
  const kept = new Map();
  const memory = {
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
  };
  const dialog = /** @type {HTMLDialogElement} */ (find(document, "[data-help]"));
  const help = new Help(dialog, /** @type {any} */ (memory));
  assert.equal(help.singleKeys, true);
  help.tick.checked = false;
  help.tick.dispatchEvent(new window.Event("change"));
  assert.equal(new Help(dialog, /** @type {any} */ (memory)).singleKeys, false);
});
