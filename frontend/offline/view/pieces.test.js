import assert from "node:assert/strict";
import { test } from "node:test";

import { page as pageOf } from "../testing/page.js";
import { complain, dated, fill, piece, Screens } from "./pieces.js";

test("a piece is a copy each time, and its parts are filled in as text", () => {
  const { page } = pageOf();
  const [one, two] = [piece(page, "refused"), piece(page, "refused")];
  fill(one, { title: "<b>GAD-7</b>", more: "Why" });
  assert.equal(one.querySelector("[data-title]")?.textContent, "<b>GAD-7</b>");
  assert.equal(two.querySelector("[data-title]")?.textContent, "");
  assert.throws(() => piece(page, "nothing"), /lacks/);
});

test("one screen is shown, and its heading is read out", () => {
  const { page, window } = pageOf("preparing");
  const screens = new Screens(page);
  screens.show("pin");
  const open = [...page.querySelectorAll("[data-screen]")].filter((one) => !(/** @type {HTMLElement} */ (one).hidden));
  assert.deepEqual(open.map((one) => /** @type {HTMLElement} */ (one).dataset.screen), ["pin"]);
  assert.equal(window.document.activeElement, open[0].querySelector("h1"));
});

test("what is wrong with a field is said at it, and taken back", () => {
  const { page, window } = pageOf("preparing");
  complain(page, "pin", "This is not your PIN.");
  const field = /** @type {HTMLElement} */ (page.querySelector("#pin"));
  assert.deepEqual([field.getAttribute("aria-invalid"), window.document.activeElement], ["true", field]);
  assert.equal(page.querySelector("#pin-error")?.textContent, "This is not your PIN.");
  complain(page, "pin", "");
  assert.equal(field.hasAttribute("aria-invalid"), false);
});

test("a day stays the day it is", () => {
  assert.equal(dated("2026-11-01"), "1 November 2026");
  assert.match(dated("2026-11-21T10:00:00Z", true), /^21 November 2026 at \d\d:00$/);
});
