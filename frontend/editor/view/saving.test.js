import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { find } from "./find.js";
import { Saving } from "./saving.js";

test("it says what is on its way, and when all is kept", async () => {
  const { document, editor, editing, words } = desk();
  editor.insertAdjacentHTML("beforeend", "<p data-save-state><span data-save-words></span></p>");
  const element = find(document, "[data-save-state]");
  new Saving(element, editing, words);
  assert.equal(element.textContent, "All saved");
  editing.takeStill(1);
  assert.equal(element.textContent, "Saving 1 change");
  editing.takeStill(2);
  assert.deepEqual([element.textContent, element.dataset.unsent], ["Saving 2 changes", "2"]);
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual([element.textContent, element.dataset.saveState], ["All saved", "saved"]);
});
