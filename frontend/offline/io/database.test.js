import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { openDatabase } from "./database.js";
import { newKey } from "./crypto.js";

test("several changes are kept together, in their order", async () => {
  const database = await openDatabase(new IDBFactory());
  await database.change([
    { store: "notes", put: "first" }, { store: "notes", put: "second" },
    { store: "receipts", put: { a: 1 }, key: "r" },
  ]);
  assert.deepEqual(await database.all("notes"), [{ key: 1, value: "first" }, { key: 2, value: "second" }]);
  assert.deepEqual(await database.get("receipts", "r"), { a: 1 });
  await database.change([{ store: "notes", remove: 1 }, { store: "receipts", clear: true }]);
  assert.deepEqual(await database.all("notes"), [{ key: 2, value: "second" }]);
  assert.equal(await database.get("receipts", "r"), undefined);
});

test("when one can't be kept none is", async () => {
  const database = await openDatabase(new IDBFactory());
  const changes = [{ store: /** @type {const} */ ("notes"), put: "fine" }, { store: /** @type {const} */ ("notes"), put: () => {} }];
  await assert.rejects(database.change(changes));
  assert.deepEqual(await database.all("notes"), []);
});

test("it is there for the next page, with the key in it", async () => {
  const factory = new IDBFactory();
  const key = await newKey();
  await (await openDatabase(factory)).change([{ store: "kept", put: key, key: "key" }]);
  const again = await (await openDatabase(factory)).get("kept", "key");
  assert.equal(again.extractable, false);
});
