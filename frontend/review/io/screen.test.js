import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../../pages/testing/page.js";
import { Awake, canFillScreen, fillScreen } from "./screen.js";

/** @param {() => Promise<any>} request */
function tablet(request) {
  const { document, window } = page("");
  Object.defineProperty(window.navigator, "wakeLock", { value: { request } });
  Object.defineProperty(document, "visibilityState", { value: "visible", writable: true });
  return { document: /** @type {any} */ (document), window };
}

test("the screen is held awake once, and anew after the page was hidden", async () => {
  let asked = 0;
  const lock = { released: false, release: async () => {} };
  const { document, window } = tablet(async () => {
    asked += 1;
    lock.released = false;
    return lock;
  });
  const awake = new Awake(document);
  document.dispatchEvent(new window.Event("visibilitychange"));
  assert.equal(asked, 0);
  await awake.keep();
  await awake.keep();
  assert.equal(asked, 1);
  lock.released = true;
  document.visibilityState = "hidden";
  document.dispatchEvent(new window.Event("visibilitychange"));
  assert.equal(asked, 1);
  document.visibilityState = "visible";
  document.dispatchEvent(new window.Event("visibilitychange"));
  assert.equal(asked, 2);
});

test("a browser that says no, or can't, does no harm", async () => {
  const { document } = tablet(async () => {
    throw new Error("low battery");
  });
  await new Awake(document).keep();
  await new Awake(page("").document).keep();
});

test("the whole screen is filled and left again, and a refusal changes nothing", async () => {
  const { document } = page("");
  const room = /** @type {any} */ (document);
  assert.equal(canFillScreen(room), false);
  await fillScreen(room);
  /** @type {string[]} */
  const done = [];
  room.documentElement.requestFullscreen = async () => done.push("fill");
  room.exitFullscreen = async () => done.push("leave");
  await fillScreen(room);
  Object.defineProperty(room, "fullscreenElement", { value: room.documentElement });
  await fillScreen(room);
  assert.deepEqual(done, ["fill", "leave"]);
});
