import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { Card } from "./card.js";
import { find } from "./find.js";

/** @param {string} id */
function card(id) {
  const parts = desk("card");
  /** @type {string[]} */
  const pressed = [];
  const made = new Card(/** @type {HTMLTemplateElement} */ (find(parts.document, "[data-card]")), id, {
    editing: parts.editing, words: parts.words, pictureAddress: "/moments/00000000-0000-0000-0000-000000000000/picture",
    thumbnails: /** @type {any} */ ({ show() {} }), choose: () => {}, command: (name) => pressed.push(name),
  });
  parts.editor.append(made.element);
  const draw = () => made.draw(/** @type {any} */ (parts.editing.timeline.get(id)), true, 1);
  draw();
  parts.editing.listen((news) => news === "moments" && draw());
  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement} */ (find(made.element, `[data-field=${name}]`));
  const text = (/** @type {string} */ name) => find(made.element, `[data-${name}]`).textContent;
  return { ...parts, card: made, field, text, pressed };
}

test("a clip tells its name, its length in seconds and frames, and its edges", () => {
  const { text, card: made } = card("clip");
  assert.deepEqual(["name", "length", "first", "last"].map(text), ["He waits", "1.0 s, 31 frames", "10", "40"]);
  assert.equal(find(made.element, "[data-picture-link]").hidden, true);
});

test("a still without a name is called by its time, and its picture can be saved", () => {
  const { text, card: made } = card("still");
  assert.deepEqual(["name", "length", "seen"].map(text), ["Still at 0:00.17", "Still, frame 5", "Guiding"]);
  assert.equal(find(made.element, "[data-picture-link]").getAttribute("href"), "/moments/still/picture");
  assert.equal(find(made.element, "[data-trims]").hidden, true);
});

test("without consent to a copy there is no link, only the reason, and only for a still", () => {
  for (const id of ["clip", "still"]) {
    const { card: made, editing } = card(id);
    find(made.element, "[data-picture-link]").remove();
    made.draw(/** @type {any} */ (editing.timeline.get(id)), true, 1);
    assert.equal(find(made.element, "[data-still-only]").hidden, id === "clip");
  }
});

test("what is written is kept when the writer rests or leaves, once", () => {
  const { field, editing, window, sent, card: made } = card("clip");
  field("title").value = " She waits ";
  field("title").dispatchEvent(new window.Event("input"));
  assert.equal(editing.timeline.get("clip")?.title, "He waits");
  field("title").dispatchEvent(new window.Event("blur"));
  made.finishWriting();
  assert.equal(editing.timeline.get("clip")?.title, "She waits");
  assert.equal(editing.outbox.state.count + sent.length, 1);
});

test("a change from elsewhere does not take the words from someone who writes", () => {
  const { field, editing, window, text } = card("clip");
  field("note").value = "half a sen";
  field("note").dispatchEvent(new window.Event("input"));
  editing.trim("clip", "last", 50);
  assert.deepEqual([field("note").value, text("last")], ["half a sen", "50"]);
});

test("a ticked principle is kept, and undo takes the tick away", () => {
  const { card: made, editing, window } = card("clip");
  const [tick] = made.ticks;
  tick.checked = true;
  tick.dispatchEvent(new window.Event("change"));
  assert.deepEqual(editing.timeline.get("clip")?.principles, ["guiding"]);
  editing.undo();
  assert.equal(tick.checked, false);
});

test("buttons of the card are commands", () => {
  const { card: made, pressed } = card("clip");
  for (const name of ["begin-earlier", "end-here", "remove"]) find(made.element, `[data-card-do=${name}]`).click();
  assert.deepEqual(pressed, ["begin-earlier", "end-here", "remove"]);
});
