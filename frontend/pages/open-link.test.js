import assert from "node:assert/strict";
import { test } from "node:test";
// @ts-expect-error -- jsdom ships no types
import { JSDOM } from "jsdom";
import { OpenLink } from "./open-link.js";

const FORM = `<form id="it"><p data-opening hidden>One moment</p>
  <div data-by-hand><input name="token"><button>Open</button></div></form>`;

/** @param {string} address  of the page */
function opened(address) {
  const { window } = new JSDOM(`<!doctype html><body>${FORM}</body>`, { url: address });
  /** @type {string[]} */
  const sent = [];
  const it = window.document.getElementById("it");
  it.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    sent.push(it.elements.token.value);
  });
  new OpenLink(it);
  /** @param {string} selector */
  const hidden = (selector) => it.querySelector(selector).hidden;
  return { window, it, sent, hidden };
}

test("the token is sent once and taken out of the address", () => {
  const { window, sent, hidden } = opened("https://attune.example/fill/#a-token");
  assert.deepEqual(sent, ["a-token"]);
  assert.equal(window.location.href, "https://attune.example/fill/");
  assert.equal(window.history.length, 1);
  assert.deepEqual([hidden("[data-opening]"), hidden("[data-by-hand]")], [false, true]);
});

test("without a token the form waits for one", () => {
  const { sent, hidden } = opened("https://attune.example/fill/");
  assert.deepEqual(sent, []);
  assert.deepEqual([hidden("[data-opening]"), hidden("[data-by-hand]")], [true, false]);
});

test("another link in the same window is opened too", () => {
  const { window, sent } = opened("https://attune.example/fill/#one");
  window.history.replaceState(null, "", "/fill/#two");
  window.dispatchEvent(new window.Event("hashchange"));
  assert.deepEqual(sent, ["one", "two"]);
});

test("somebody who comes back finds no token in the page", () => {
  const { window, it, hidden } = opened("https://attune.example/fill/#a-token");
  window.dispatchEvent(new window.PageTransitionEvent("pageshow", { persisted: true }));
  assert.equal(it.elements.token.value, "");
  assert.deepEqual([hidden("[data-opening]"), hidden("[data-by-hand]")], [true, false]);
});
