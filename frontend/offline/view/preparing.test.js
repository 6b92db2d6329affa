import assert from "node:assert/strict";
import { test } from "node:test";

import { Unsent } from "../io/device.js";
import { NotNow, Refused, SignedOut } from "../io/server.js";
import { pack } from "../testing/pack.js";
import { page as pageOf, submit } from "../testing/page.js";
import { Preparing } from "./preparing.js";

/** @param {{ pack?: () => Promise<any>, bring?: () => Promise<void>, prepare?: () => Promise<void> }} [server] */
function preparing({ pack: give = async () => pack(), bring = async () => {}, prepare = async () => {} } = {}) {
  const { page, words } = pageOf("preparing");
  /** @type {string[]} */
  const log = [];
  /** @type {() => void} */
  let finished = () => {};
  const done = new Promise((resolve) => (finished = () => resolve(log.push("done"))));
  const device = /** @type {any} */ ({
    prepare: async (/** @type {any} */ what) => {
      await prepare();
      log.push(what.label);
    },
  });
  const made = new Preparing(page, words, { device, server: { pack: give }, bring, done: async () => finished() });
  const part = (/** @type {string} */ selector) => /** @type {any} */ (page.querySelector(selector));
  const type = (/** @type {string} */ pin, /** @type {string} */ again) => {
    [part("#new-pin").value, part("#same-pin").value] = [pin, again];
    submit(part("[data-prepare-form]"));
  };
  return { preparing: made, part, type, log, done, words: () => part("[data-prepare-words]").textContent };
}

test("what is taken along is named, and with a PIN it is", async () => {
  const { preparing: it, part, type, log, done } = preparing();
  await it.show("11111111-1111-4111-8111-111111111111");
  const lines = [...part("[data-prepare-list]").children].map((line) => line.textContent);
  assert.deepEqual(lines, ["PHQ-9 for Ana, at the start", "GAD-7 for Ana, at the start", "1 goal", "On paper, as their wording can’t be shown here: EPDS"]);
  assert.equal(part("[data-prepare-back]").getAttribute("href"), "/cases/11111111-1111-4111-8111-111111111111/measures/");
  type("2468", "2468");
  await done;
  assert.deepEqual(log, ["Willow", "done"]);
  assert.equal(part("#new-pin").value, "");
});

test("a PIN that is none, or not the same twice, prepares nothing", async () => {
  const { preparing: it, part, type, log } = preparing();
  await it.show("x");
  type("12", "12");
  assert.equal(part("#new-pin-error").textContent, "A PIN is four to eight digits.");
  type("2468", "2469");
  assert.equal(part("#same-pin-error").textContent, "The two are not the same. Type both again.");
  assert.deepEqual(log, []);
});

test("when it can't be brought, it says why", async () => {
  const reasons = /** @type {const} */ ([[new NotNow(""), /no connection now/], [new SignedOut(""), /signed out/], [new Refused(404, "No."), /not open to you/]]);
  for (const [error, said] of reasons) {
    const { preparing: it, words, part } = preparing({ pack: async () => { throw error; } });
    await it.show("x");
    assert.match(words(), said);
    assert.equal(part("[data-prepare-ready]").hidden, true);
  }
});

test("what is unsent of another case comes first, and a shell that does not come is said", async () => {
  const reasons = /** @type {const} */ ([
    [{ prepare: async () => { throw new Unsent(""); } }, /one case at a time/],
    [{ bring: async () => { throw new Error(""); } }, /could not be kept on this device/],
  ]);
  for (const [fault, said] of reasons) {
    const { preparing: it, type, words } = preparing(fault);
    await it.show("x");
    type("2468", "2468");
    while (words() === "Bringing what the session needs …") await new Promise((resolve) => setTimeout(resolve, 5));
    assert.match(words(), said);
  }
});

test("nothing that is due is nothing to prepare", async () => {
  const { preparing: it, part } = preparing({ pack: async () => ({ ...pack(), forms: [], goals: [], on_paper: [] }) });
  await it.show("x");
  assert.match(part("[data-prepare-list]").textContent, /Nothing of this case is due now/);
  assert.equal(part("[data-prepare-ready]").hidden, true);
});
