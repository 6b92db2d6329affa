import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { find, write } from "./find.js";

test("what the page lacks is named", () => {
  const { document } = desk();
  assert.equal(find(document, "[data-editor]").tagName, "DIV");
  assert.throws(() => find(document, "[data-nothing]"), /lacks \[data-nothing\]/);
});

test("the same words are not written twice", () => {
  const { document } = desk();
  const line = find(document, "[data-announce]");
  write(line, "Frame 1");
  const before = line.firstChild;
  write(line, "Frame 1");
  assert.equal(line.firstChild, before);
  write(line, "Frame 2");
  assert.equal(line.textContent, "Frame 2");
});
