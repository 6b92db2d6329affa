import assert from "node:assert/strict";
import { test } from "node:test";

import { verifierOf } from "../io/crypto.js";
import { NO_TRIES } from "../model/pin.js";
import { pack } from "../testing/pack.js";
import { page as pageOf, submit } from "../testing/page.js";
import { PinScreen } from "./pinScreen.js";

const VERIFIER = await verifierOf("2468", 1000);

function screen() {
  const { page, words } = pageOf("preparing");
  let [tries, now, passed] = [NO_TRIES, 1_000_000, 0];
  const device = /** @type {any} */ ({
    prepared: async () => ({ pack: pack(), verifier: VERIFIER }),
    tries: async () => tries,
    setTries: async (/** @type {any} */ next) => void (tries = next),
  });
  const made = new PinScreen(page, words, device, {
    passed: async () => void (passed += 1), back: () => {}, now: () => now, trouble: (error) => { throw error; },
  });
  const field = /** @type {HTMLInputElement} */ (page.querySelector("#pin"));
  const type = async (/** @type {string} */ pin) => {
    field.value = pin;
    submit(page.querySelector("[data-pin-form]"));
    while (field.readOnly) await new Promise((resolve) => setTimeout(resolve, 2));
    return page.querySelector("#pin-error")?.textContent;
  };
  return { screen: made, page, type, passed: () => passed, wait: (/** @type {number} */ ms) => (now += ms) };
}

test("the PIN opens, and wrong ones before it are forgotten", async () => {
  const { type, passed } = screen();
  assert.equal(await type("1111"), "This is not your PIN. Try again.");
  assert.equal(await type("2468"), "");
  assert.equal(passed(), 1);
  assert.equal(await type("1111"), "This is not your PIN. Try again.");
});

test("wrong three times, then also the right one waits", async () => {
  const { type, passed, wait } = screen();
  for (const pin of ["1", "2"]) await type(pin);
  assert.equal(await type("3"), "That was wrong too often. Try again in 30 seconds.");
  wait(10_000);
  assert.equal(await type("2468"), "That was wrong too often. Try again in 20 seconds.");
  assert.equal(passed(), 0);
  wait(20_000);
  assert.equal(await type("2468"), "");
  assert.equal(passed(), 1);
});

test("a client who has the device can go back to their form", () => {
  const { screen: it, page } = screen();
  it.show("Maya Okafor", true);
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`[data-pin-${name}]`));
  assert.deepEqual([part("back").hidden, part("forgotten").hidden, part("title").textContent], [false, true, "Take the device back"]);
  it.show("Maya Okafor", false);
  assert.deepEqual([part("back").hidden, part("forgotten").hidden, part("lede").textContent], [true, false, "Maya Okafor, type your PIN."]);
});
