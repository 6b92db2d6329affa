import assert from "node:assert/strict";
import { test } from "node:test";
import { Autosave } from "./autosave.js";
import { page } from "./testing/page.js";

const FORM = `<form id="it" data-autosave="/keep/" data-kept="Kept." data-unsent="Not kept yet." data-finished="Finished.">
  <input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input type="radio" name="item-1" value="0"><input type="radio" name="item-1" value="3">
  <input type="radio" name="item-2" value="1">
  <p data-autosave-words></p><div data-autosave-alert></div></form>`;

/** A page whose server does what `answers` say, one after the other. @param {...any} answers */
function opened(...answers) {
  const { it, window } = page(FORM);
  /** @type {Record<string, string>[]} */
  const got = [];
  window.fetch = async (/** @type {string} */ url, /** @type {any} */ { body }) => {
    got.push({ url, ...Object.fromEntries(body) });
    const answer = answers.shift() ?? { status: 200 };
    if (answer instanceof Error) throw answer;
    await answer.after;
    return { ok: answer.status < 400, status: answer.status, text: async () => answer.html ?? "" };
  };
  const autosave = new Autosave(it);
  return { it, window, got, autosave, words: () => it.querySelector("[data-autosave-words]").textContent };
}

/** @param {any} it @param {any} window @param {string} name @param {string} value */
function choose(it, window, name, value) {
  const field = it.querySelector(`[name=${name}][value="${value}"]`);
  field.checked = true;
  field.dispatchEvent(new window.Event("change", { bubbles: true }));
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** @param {any} window */
function asks(window) {
  const event = new window.Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

test("an answer is kept as soon as it is given, and the page says so", async () => {
  const { it, window, got, words } = opened();
  choose(it, window, "item-1", "3");
  await settled();
  assert.deepEqual(got, [{ url: "/keep/", "item-1": "3", csrfmiddlewaretoken: "token" }]);
  assert.equal(words(), "Kept.");
  assert.equal(asks(window), false);
});

test("one request at a time: what is answered meanwhile goes afterwards", async () => {
  /** @type {any} */
  let letGo;
  const { it, window, got } = opened({ status: 200, after: new Promise((go) => (letGo = go)) });
  choose(it, window, "item-1", "0");
  choose(it, window, "item-1", "3");
  choose(it, window, "item-2", "1");
  await settled();
  assert.equal(got.length, 1);
  letGo();
  await settled();
  assert.equal(got.length, 2);
  assert.deepEqual([got[1]["item-1"], got[1]["item-2"]], ["3", "1"]);
});

test("without network nothing is lost: it is said, asked about, and sent when the network is back", async () => {
  const { it, window, got, words } = opened(new Error("offline"));
  Object.defineProperty(window.navigator, "onLine", { value: false });
  choose(it, window, "item-1", "3");
  await settled();
  assert.equal(words(), "Not kept yet.");
  assert.equal(asks(window), true);
  window.dispatchEvent(new window.Event("online"));
  await settled();
  assert.equal(got.length, 2);
  assert.equal(words(), "Kept.");
  assert.equal(asks(window), false);
});

test("a form that was finished elsewhere says so", async () => {
  const { it, window, words } = opened({ status: 409 });
  choose(it, window, "item-1", "3");
  await settled();
  assert.equal(words(), "Finished.");
  assert.equal(asks(window), false);
});

test("a server in trouble is asked again", async () => {
  const { it, window, got, words } = opened({ status: 500 });
  let later = () => {};
  window.setTimeout = (/** @type {any} */ go) => (later = go);
  choose(it, window, "item-1", "3");
  await settled();
  assert.equal(words(), "Not kept yet.");
  later();
  await settled();
  assert.equal(got.length, 2);
});

test("what needs a response is shown at once, and stays", async () => {
  const { it, window } = opened({ status: 200, html: "<p>Talk to us.</p>" }, { status: 200 });
  choose(it, window, "item-1", "3");
  await settled();
  assert.equal(it.querySelector("[data-autosave-alert]").textContent, "Talk to us.");
  choose(it, window, "item-1", "0");
  await settled();
  assert.equal(it.querySelector("[data-autosave-alert]").textContent, "Talk to us.");
});

test("sending the form itself takes the answers along", async () => {
  const { it, window } = opened(new Error("offline"));
  Object.defineProperty(window.navigator, "onLine", { value: false });
  choose(it, window, "item-1", "3");
  await settled();
  it.dispatchEvent(new window.Event("submit"));
  assert.equal(asks(window), false);
});
