import assert from "node:assert/strict";
import { test } from "node:test";
import { Dialog } from "./dialog.js";
import { page } from "./testing/page.js";

const BODY = `<div id="it"><button id="open" command="show-modal"></button>
  <dialog><button id="close" command="close"></button></dialog></div>`;

/** @param {boolean} native */
function opened(native) {
  const { it, document, window } = page(BODY);
  /** @type {string[]} */
  const calls = [];
  if (native) window.HTMLButtonElement.prototype.commandForElement = null;
  window.HTMLDialogElement.prototype.showModal = () => calls.push("showModal");
  window.HTMLDialogElement.prototype.close = () => calls.push("close");
  new Dialog(it);
  document.getElementById("open")?.click();
  document.getElementById("close")?.click();
  return calls;
}

test("the buttons open and close the dialog where the browser does not do it", () => {
  assert.deepEqual(opened(false), ["showModal", "close"]);
});

test("a browser that knows command is left to it", () => {
  assert.deepEqual(opened(true), []);
});
