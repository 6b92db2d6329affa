import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";

test("a sentence is the page's own, with its places filled", () => {
  const { words } = desk();
  assert.equal(words.say("saved"), "All saved");
  assert.equal(words.say("savingMany", { n: 3 }), "Saving 3 changes");
  assert.equal(words.say("place", { frame: 12 }), "Frame 12, ");
});

test("a sentence that the page lacks is a fault, not a silence", () => {
  assert.throws(() => desk().words.say("nonsense"), /no sentence “nonsense”/);
});
