import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../../pages/testing/page.js";
import { Sheet } from "./sheet.js";

const BODY = `<button data-do="words" aria-expanded="false"></button>
  <section id="one" data-panel-address="/one"></section><section id="two" data-panel-address="/two"></section>
  <aside data-sheet hidden><div data-panels></div><p data-sheet-trouble hidden></p></aside>`;

/** @param {(address: string) => any} answer */
function sheet(answer) {
  const { document } = page(BODY);
  /** @type {string[]} */
  const asked = [];
  const made = new Sheet(
    document,
    /** @type {any} */ (
      async (/** @type {string} */ address) => {
        asked.push(address);
        return answer(address);
      }
    ),
  );
  const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  return { sheet: made, asked, find, document };
}

const settled = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
const panel = (/** @type {string} */ address) => ({
  ok: true,
  redirected: false,
  text: async () => `<div data-panel id="panel-${address.slice(1)}"><textarea></textarea></div>`,
});

test("each moment has its own place, asked for once; what is typed waits there", async () => {
  const { sheet: it, asked, find } = sheet(panel);
  it.toggle(find("#one"));
  await settled();
  assert.equal(it.open, true);
  assert.equal(find("[aria-expanded]").getAttribute("aria-expanded"), "true");
  find("#panel-one textarea").value = "I waited.";
  it.follow(find("#two"));
  await settled();
  assert.equal(find("#panel-one").parentElement.hidden, true);
  it.follow(find("#one"));
  await settled();
  assert.equal(find("#panel-one").parentElement.hidden, false);
  assert.equal(find("#panel-two").parentElement.hidden, true);
  assert.equal(find("#panel-one textarea").value, "I waited.");
  assert.deepEqual(asked, ["/one", "/two"]);
});

test("put away, it asks for nothing, and the focus goes back to its button", async () => {
  const { sheet: it, asked, find, document } = sheet(panel);
  it.follow(find("#one"));
  assert.deepEqual(asked, []);
  it.toggle(find("#one"));
  it.toggle(find("#one"));
  assert.equal(it.open, false);
  assert.equal(document.activeElement, find("[aria-expanded]"));
});

test("a place that could not be opened says so and may be tried again", async () => {
  let broken = true;
  const { sheet: it, find } = sheet((address) =>
    broken ? { ok: false, status: 500 } : panel(address),
  );
  it.toggle(find("#one"));
  await settled();
  assert.equal(find("[data-sheet-trouble]").hidden, false);
  broken = false;
  it.follow(find("#one"));
  await settled();
  assert.equal(find("[data-sheet-trouble]").hidden, true);
  assert.ok(find("#panel-one"));
});

test("a rehearsal has no place for words", () => {
  const { document, it } = page('<section id="it"></section>');
  const none = new Sheet(document);
  none.toggle(it);
  assert.equal(none.open, false);
});
