import assert from "node:assert/strict";
import { test } from "node:test";

import { newId } from "./ids.js";

test("an id is a version 4 UUID, and never the same twice", () => {
  const ids = new Set(Array.from({ length: 500 }, () => newId()));
  assert.equal(ids.size, 500);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test("the random bytes stand in it, but for version and variant", () => {
  const fixed = { getRandomValues: (/** @type {any} */ bytes) => bytes.fill(255) };
  assert.equal(newId(fixed), "ffffffff-ffff-4fff-bfff-ffffffffffff");
});
