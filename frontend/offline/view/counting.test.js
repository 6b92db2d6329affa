import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../testing/page.js";
import { waiting } from "./counting.js";

test("how much waits is said in words", () => {
  const { words } = page();
  /** @param {...import("../model/letters.js").Kind} kinds */
  const said = (...kinds) => waiting(words, kinds.map((kind) => ({ kind })));
  assert.equal(said(), "Nothing waits to be sent");
  assert.equal(said("form"), "1 form waits to be sent");
  assert.equal(said("form", "form"), "2 forms wait to be sent");
  assert.equal(said("form", "rating", "rating", "acknowledgement"), "1 form and 2 goal ratings and 1 note on an answer wait to be sent");
});
