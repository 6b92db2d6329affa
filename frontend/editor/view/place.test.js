import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { find } from "./find.js";
import { Place } from "./place.js";

function place() {
  const parts = desk("strip");
  /** @type {string[]} */
  const said = [];
  new Place(parts.editor, parts.player, parts.words, (sentence) => said.push(sentence));
  const field = /** @type {HTMLInputElement} */ (find(parts.document, "#goto"));
  field.reportValidity = () => false;
  const go = (/** @type {string} */ typed) => {
    field.value = typed;
    field.form?.dispatchEvent(new parts.window.Event("submit", { cancelable: true }));
  };
  return { ...parts, said, field, go, wait: (/** @type {number} */ time) => new Promise((done) => setTimeout(done, time)) };
}

test("the number shown is the number reported, and rest is said once", async () => {
  const { player, editor, document, said, wait } = place();
  player.goTo(30);
  assert.equal(editor.dataset.frameShown, undefined);
  assert.equal(editor.dataset.settled, "false");
  await wait(60);
  assert.deepEqual([editor.dataset.frameShown, editor.dataset.settled], ["30", "true"]);
  assert.equal(find(document, "[data-frame]").textContent, "30");
  assert.equal(find(document, "[data-time]").textContent, "0:01.00");
  player.step(1);
  await wait(700);
  assert.deepEqual(said, ["Frame 31, 0:01.03"]);
});

test("a frame number and a time lead there; anything else is explained", async () => {
  const { player, field, go, wait } = place();
  go("12");
  assert.equal(player.wanted, 12);
  go("0:02");
  await wait(60);
  assert.equal(player.wanted, player.table.frameDuring(2));
  assert.equal(field.value, "");
  go("soon");
  assert.match(field.validationMessage, /Type a frame number/);
});
