import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { Buttons } from "./buttons.js";
import { find } from "./find.js";

function buttons() {
  const parts = desk("controls");
  parts.editor.insertAdjacentHTML("beforeend", '<button data-do="undo"></button><button data-do="redo"></button>');
  /** @type {string[]} */
  const pressed = [];
  new Buttons(parts.document, (name) => pressed.push(name), parts);
  const at = (/** @type {string} */ name) => find(parts.document, `[data-do=${name}]`);
  return { ...parts, pressed, at };
}

test("a press is a command by its name", () => {
  const { at, pressed } = buttons();
  at("still").click();
  at("back-10").click();
  assert.deepEqual(pressed, ["still", "back-10"]);
});

test("play becomes pause while it plays", () => {
  const { at, player } = buttons();
  assert.match(at("toggle").innerHTML, /#play/);
  player.play();
  assert.match(at("toggle").innerHTML, /#pause/);
  assert.equal(at("toggle").getAttribute("aria-label"), "Pause");
});

test("undo can be used when there is something to undo, marks show, the loop is pressed", () => {
  const { at, editing, player } = buttons();
  assert.equal(at("undo").getAttribute("aria-disabled"), "true");
  editing.takeStill(1);
  assert.equal(at("undo").getAttribute("aria-disabled"), "false");
  editing.mark("begin", 3);
  assert.equal(at("mark-begin").dataset.set, "true");
  player.setLoop({ first: 1, last: 2 });
  assert.equal(at("loop").getAttribute("aria-pressed"), "true");
});

test("the speed chosen in the list is the film's, and the other way round", () => {
  const { document, window, player } = buttons();
  const speed = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (find(document, "[data-speed]")));
  speed.value = "0.25";
  speed.dispatchEvent(new window.Event("change"));
  assert.equal(player.speed, 0.25);
  player.setSpeed(2);
  assert.equal(speed.value, "2");
});
