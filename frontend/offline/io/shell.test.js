import assert from "node:assert/strict";
import { test } from "node:test";

import { Shell } from "./shell.js";

const KNOWN = { version: "2", page: "/offline/", files: ["/static/a.js", "/static/a.css"] };

function browser() {
  /** @type {Map<string, Map<string, Response>>} */
  const stores = new Map();
  const caches = {
    open: async (/** @type {string} */ name) => {
      const store = stores.get(name) ?? new Map();
      stores.set(name, store);
      return {
        put: async (/** @type {string} */ address, /** @type {Response} */ answer) => void store.set(address, answer),
        match: async (/** @type {string} */ address) => store.get(address)?.clone(),
      };
    },
    keys: async () => [...stores.keys()],
    delete: async (/** @type {string} */ name) => stores.delete(name),
  };
  /** @type {{ address: string, init: RequestInit }[]} */
  const asked = [];
  let status = 200;
  const shell = new Shell(KNOWN, /** @type {any} */ (caches), async (address, init) => {
    asked.push({ address, init });
    return new Response(`kept ${address}`, { status });
  });
  return { shell, stores, asked, fail: () => (status = 500) };
}

const at = (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => new Request(`http://x.test${path}`, init);

test("the page and its files are kept, without anybody's cookie", async () => {
  const { shell, asked, stores } = browser();
  await shell.keep();
  assert.deepEqual([...(stores.get("attune-offline-2") ?? new Map()).keys()].sort(), ["/offline/", "/static/a.css", "/static/a.js"]);
  assert.ok(asked.every(({ init }) => init.credentials === "omit" && init.cache === "reload"));
  assert.equal(await (await shell.answer(at("/offline/#x"))).text(), "kept /offline/");
  assert.equal(asked.length, 3);
});

test("one file that does not come fails the whole, and the older version stays", async () => {
  const { shell, fail } = browser();
  fail();
  await assert.rejects(shell.keep(), /answered 500/);
});

test("older versions go, other stores stay", async () => {
  const { shell, stores } = browser();
  stores.set("attune-offline-1", new Map());
  stores.set("of-something-else", new Map());
  await shell.keep();
  await shell.clearOlder();
  assert.deepEqual([...stores.keys()].sort(), ["attune-offline-2", "of-something-else"]);
});

test("nothing that is sent and no other address is touched", () => {
  const { shell } = browser();
  assert.equal(shell.holds(at("/offline/")), true);
  assert.equal(shell.holds(at("/static/a.js")), true);
  for (const path of ["/offline/submissions/", "/offline/sender/", "/offline/import/", "/cases/", "/static/b.js"]) {
    assert.equal(shell.holds(at(path)), false, path);
  }
  for (const method of ["POST", "PUT", "HEAD", "DELETE"]) {
    assert.equal(shell.holds(at("/offline/", { method })), false, method);
  }
});
