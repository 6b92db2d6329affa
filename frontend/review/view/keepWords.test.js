import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../../pages/testing/page.js";
import { KeepWords, place } from "./keepWords.js";

const PANEL = `<div data-panel id="it" tabindex="-1" data-sending="Keeping" data-kept="Kept"
  data-offline="No line" data-signed-out="Signed out" data-failed="Failed">
  <form data-words id="client" action="https://attune.example/words/">
    <input name="speaker" value="client"><textarea name="text"></textarea></form>
  <details><form data-words id="own" action="https://attune.example/words/">
    <input name="speaker" value="practitioner"><textarea name="text"></textarea></form></details>
  <p data-answer></p></div>`;

/** @param {() => any} answer what the server says */
function words(answer) {
  const { document, window } = page(PANEL);
  /** @type {any} */ (globalThis).FormData = window.FormData;
  /** @type {any[]} */
  const asked = [];
  const keep = new KeepWords(
    document,
    /** @type {any} */ (
      async (/** @type {string} */ address, /** @type {any} */ options) => {
        asked.push({ address, text: options.body.get("text"), headers: options.headers });
        return answer();
      }
    ),
  );
  const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  const send = async () => {
    const event = new window.Event("submit", { bubbles: true, cancelable: true });
    find("#client").dispatchEvent(event);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    return event;
  };
  return { document, window, keep, asked, find, send, said: () => find("[data-answer]").textContent };
}

const ok = (/** @type {string} */ text) => ({ ok: true, status: 200, type: "basic", text: async () => text });

test("words that were kept are shown, and what is typed elsewhere stays", async () => {
  const fresh = PANEL.replace('id="it"', 'id="fresh"');
  const { find, send, asked, said, document } = words(() => ok(fresh));
  find("#client textarea").value = "I waited.";
  find("#own textarea").value = "I saw";
  /** @type {Element[]} */
  const brought = [];
  document.body.addEventListener("htmx:load", (event) => brought.push(/** @type {any} */ (event).detail.elt));
  const event = await send();
  assert.equal(event.defaultPrevented, true);
  assert.deepEqual(asked, [
    {
      address: "https://attune.example/words/",
      text: "I waited.",
      headers: { "X-Attune-Panel": "1" },
    },
  ]);
  assert.equal(document.querySelectorAll("[data-panel]").length, 1);
  assert.deepEqual(brought, [find("#fresh")]);
  assert.equal(find("#client textarea").value, "");
  assert.equal(find("#own textarea").value, "I saw");
  assert.equal(find("details").open, true);
  assert.equal(said(), "Kept");
  assert.equal(find("#client").nextElementSibling, find("[data-answer]"));
  assert.equal(document.activeElement, find("#fresh"));
});

test("words that the server could not take come back with their error", async () => {
  const wrong = PANEL.replace("<textarea", '<textarea aria-invalid="true"');
  const { find, send, said, document } = words(() => ({ ...ok(wrong), ok: false, status: 422 }));
  find("#client textarea").value = " ";
  await send();
  assert.equal(said(), "");
  assert.equal(document.activeElement, find("#client textarea"));
});

for (const [what, answer, sentence] of /** @type {[string, () => any, string][]} */ ([
  ["no line", () => Promise.reject(new TypeError("offline")), "No line"],
  ["nobody signed in", () => ({ ok: false, status: 0, type: "opaqueredirect" }), "Signed out"],
  ["no right to it", () => ({ ok: false, status: 403, type: "basic" }), "Signed out"],
  ["a server that fails", () => ({ ok: false, status: 500, type: "basic" }), "Failed"],
])) {
  test(`nothing that was typed is lost with ${what}`, async () => {
    const { find, send, said, document } = words(answer);
    find("#client textarea").value = "I waited.";
    let unsaved = 0;
    let again = 0;
    document.addEventListener("input", () => (unsaved += 1));
    document.addEventListener("htmx:afterRequest", () => (again += 1));
    await send();
    assert.equal(find("#client textarea").value, "I waited.");
    assert.equal(said(), sentence);
    assert.deepEqual([unsaved, again], [1, 1]);
  });
}

test("forms that are sent already, or are none of these, are left alone", async () => {
  const { document, window, asked, find } = words(() => ok(PANEL));
  const other = document.createElement("form");
  document.body.append(other);
  const stopped = new window.Event("submit", { bubbles: true, cancelable: true });
  stopped.preventDefault();
  find("#client").dispatchEvent(stopped);
  other.dispatchEvent(new window.Event("submit", { bubbles: true, cancelable: true }));
  assert.deepEqual(asked, []);
});

test("a page that is no panel is not put in its place", () => {
  const { it } = page('<div id="it"></div>');
  assert.throws(() => place(it, "<p>Sign in</p>"), /no panel/);
});
