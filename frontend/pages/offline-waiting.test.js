import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { openDatabase } from "../offline/io/database.js";
import { OfflineWaiting } from "./offline-waiting.js";
import { page } from "./testing/page.js";

const HTML = '<p data-one="1 entry waits." data-many="{n} entries wait." hidden><span data-count></span></p>';

/** @param {IDBFactory} factory */
async function shown(factory) {
  const element = /** @type {HTMLElement} */ (page(HTML).document.querySelector("p"));
  await new OfflineWaiting(element, factory).counted;
  return element.hidden ? null : element.textContent;
}

test("on a device that was never prepared nothing is said and nothing is made", async () => {
  const factory = new IDBFactory();
  assert.equal(await shown(factory), null);
  assert.deepEqual(await factory.databases(), []);
});

test("what waits is counted, and nothing is said when nothing waits", async () => {
  const factory = new IDBFactory();
  const database = await openDatabase(factory);
  assert.equal(await shown(factory), null);
  await database.change([{ store: "letters", put: {} }]);
  assert.equal(await shown(factory), "1 entry waits.");
  await database.change([{ store: "letters", put: {} }]);
  assert.equal(await shown(factory), "2 entries wait.");
});
