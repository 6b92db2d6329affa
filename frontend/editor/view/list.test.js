import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { find } from "./find.js";
import { List } from "./list.js";

function list() {
  const parts = desk("moments", "card");
  /** @type {string[]} */
  const pressed = [];
  const made = new List(parts.editor, /** @type {HTMLTemplateElement} */ (find(parts.document, "[data-card]")), {
    editing: parts.editing, words: parts.words, pictureAddress: "/moments/00000000-0000-0000-0000-000000000000/picture",
    thumbnails: /** @type {any} */ ({ show() {} }),
    choose: (id) => parts.editing.choose(id), command: (name) => pressed.push(name),
  });
  const cards = () => [...parts.document.querySelectorAll("[data-moments] > li")].map((card) => /** @type {HTMLElement} */ (card));
  return { ...parts, list: made, cards, pressed };
}

test("moments stand in the order of the film, and new ones find their place", () => {
  const { cards, editing, document } = list();
  assert.deepEqual(cards().map(({ dataset }) => dataset.moment), ["still", "clip"]);
  editing.takeStill(7);
  assert.deepEqual(cards().map(({ dataset }) => dataset.firstFrame), ["5", "7", "10"]);
  assert.equal(find(document, "[data-count]").textContent, "3");
  editing.remove("still");
  editing.remove("clip");
  editing.undo();
  assert.deepEqual(cards().map(({ dataset }) => dataset.moment), ["new-1", "clip"]);
});

test("without moments the page says how to begin", () => {
  const { editing, document } = list();
  assert.equal(find(document, "[data-empty]").hidden, true);
  editing.remove("still");
  editing.remove("clip");
  assert.equal(find(document, "[data-empty]").hidden, false);
  assert.equal(find(document, "[data-hint]").hidden, true);
});

test("only the chosen card is open", () => {
  const { cards, editing } = list();
  find(cards()[1], "[data-choose]").click();
  assert.deepEqual(cards().map((card) => find(card, "[data-body]").hidden), [true, false]);
  assert.equal(find(cards()[1], "[data-choose]").getAttribute("aria-expanded"), "true");
  editing.choose(null);
  assert.ok(cards().every((card) => find(card, "[data-body]").hidden));
});
