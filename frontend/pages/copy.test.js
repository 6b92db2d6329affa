import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./testing/page.js";
import { Copy } from "./copy.js";

const HTML =
  '<input id="field" value="a link" readonly>' +
  '<button id="it" hidden data-copy="a link" data-copied="Copied." data-not-copied="By hand." aria-controls="field"></button>' +
  '<p data-copy-words></p>';

/** @param {object | undefined} clipboard  what this browser has */
function begun(clipboard) {
  const { it, window } = page(HTML);
  Object.defineProperty(window.navigator, "clipboard", { value: clipboard, configurable: true });
  const copy = new Copy(it);
  return { copy, it, document: window.document };
}

test("the button appears and copies", async () => {
  /** @type {string[]} */
  const copied = [];
  const { copy, it, document } = begun({ writeText: async (/** @type {string} */ text) => copied.push(text) });
  assert.equal(it.hidden, false);
  await copy.copy();
  assert.deepEqual(copied, ["a link"]);
  assert.equal(document.querySelector("[data-copy-words]").textContent, "Copied.");
});

test("where the browser does not let it, the text is marked", async () => {
  const { copy, document } = begun(undefined);
  await copy.copy();
  const field = document.getElementById("field");
  assert.equal(field.value.slice(field.selectionStart, field.selectionEnd), "a link");
  assert.equal(document.querySelector("[data-copy-words]").textContent, "By hand.");
});
