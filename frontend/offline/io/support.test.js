import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { askToStay, bringShell, lacks } from "./support.js";

const able = () => ({
  isSecureContext: true, crypto: { subtle: {} }, indexedDB: new IDBFactory(),
  navigator: { serviceWorker: {}, locks: {} },
});

test("a browser that has everything lacks nothing, and the trial leaves nothing behind", async () => {
  const window = able();
  assert.equal(await lacks(window), null);
  assert.deepEqual(await window.indexedDB.databases(), []);
});

test("what is missing is named", async () => {
  assert.equal(await lacks({ ...able(), isSecureContext: false }), "secure");
  assert.equal(await lacks({ ...able(), crypto: {} }), "secure");
  assert.equal(await lacks({ ...able(), navigator: { locks: {} } }), "worker");
  assert.equal(await lacks({ ...able(), navigator: { serviceWorker: {} } }), "storage");
  assert.equal(await lacks({ ...able(), indexedDB: undefined }), "storage");
});

test("storage that is there and can't be opened is missing", async () => {
  const throws = { open() { throw new Error("private"); } };
  assert.equal(await lacks({ ...able(), indexedDB: throws }), "storage");
  const fails = { open() {
    const request = /** @type {any} */ ({});
    queueMicrotask(() => request.onerror());
    return request;
  } };
  assert.equal(await lacks({ ...able(), indexedDB: fails }), "storage");
});

/** @param {string} end the state that the worker comes to */
function container(end) {
  const worker = Object.assign(new EventTarget(), { state: "installing" });
  queueMicrotask(() => setImmediate(() => {
    worker.state = end;
    worker.dispatchEvent(new Event("statechange"));
  }));
  return /** @type {any} */ ({ register: async () => ({ installing: worker }) });
}

test("the shell is there when its worker is at work, and is not when that failed", async () => {
  await bringShell(container("activated"), "/offline/worker.js");
  await assert.rejects(bringShell(container("redundant"), "/offline/worker.js"), /could not be kept/);
  await bringShell(/** @type {any} */ ({ register: async () => ({ active: { state: "activated" } }) }), "/w.js");
});

test("asking to stay says what the browser said", async () => {
  assert.equal(await askToStay(/** @type {any} */ ({ persist: async () => true })), true);
  assert.equal(await askToStay(/** @type {any} */ ({ persist: async () => { throw new Error(); } })), false);
  assert.equal(await askToStay(undefined), false);
});
