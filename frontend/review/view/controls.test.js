import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "../../pages/testing/page.js";
import { begin, hold, turn } from "../model/showing.js";
import { Controls } from "./controls.js";

const BODY = `<p data-where data-words="Moment NUMBER of COUNT"></p>
  <p data-say="waiting"></p><p data-say="failed" hidden></p>
  <a href="/away" data-do="close"></a><button data-do="fill" data-on="Smaller" data-off="Fill" hidden><span></span></button>
  <div data-controls hidden>
  <input type="radio" name="pace" value="1" data-pace><input type="radio" name="pace" value="0.5" data-pace>
  <button data-do="previous"></button><button data-do="next"></button>
  <button data-do="play" data-on="Pause" data-off="Play"><span></span></button>
  <button data-do="hold" data-on="Go on" data-off="Hold still"><span></span></button>
  <button data-do="again"></button></div>`;
const SEEN = { playing: false, clip: true, say: "", filled: false, canFill: true };

function controls() {
  const { document, window } = page(BODY);
  /** @type {(string | number)[]} */
  const told = [];
  const made = new Controls(document, (deed) => told.push(deed), (pace) => told.push(pace));
  const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  return { made, told, find, window, document };
}

test("buttons tell what they do, and a link does not lead away before it is asked", () => {
  const { told, find, window } = controls();
  assert.equal(find("[data-controls]").hidden, false);
  find("[data-do=play]").click();
  const event = new window.MouseEvent("click", { bubbles: true, cancelable: true });
  find("[data-do=close]").dispatchEvent(event);
  assert.equal(event.defaultPrevented, true);
  find("[value='0.5']").click();
  assert.deepEqual(told, ["play", "close", 0.5]);
});

test("what is seen follows from what is so", () => {
  const { made, find, document } = controls();
  made.draw(begin(2), { ...SEEN, playing: true });
  assert.equal(find("[data-where]").textContent, "Moment 1 of 2");
  assert.equal(find("[data-do=play] span").textContent, "Pause");
  assert.equal(find("[data-do=again]").getAttribute("aria-pressed"), "true");
  assert.equal(find("[data-do=previous]").getAttribute("aria-disabled"), "true");
  assert.equal(find("[data-do=next]").hasAttribute("aria-disabled"), false);
  assert.equal(find("[data-say=waiting]").hidden, true);
  assert.equal(find("[data-do=fill]").hidden, false);
  made.draw(hold(turn(begin(2), 1), true), { ...SEEN, say: "failed", filled: true });
  assert.equal(find("[data-where]").textContent, "Moment 2 of 2");
  assert.equal(find("[data-do=play] span").textContent, "Play");
  assert.equal(find("[data-do=hold] span").textContent, "Go on");
  assert.equal(find("[data-do=next]").getAttribute("aria-disabled"), "true");
  assert.equal(find("[data-say=failed]").hidden, false);
  assert.equal(find("[data-do=fill] span").textContent, "Smaller");
  assert.equal(document.body.classList.contains("attune-watching--held"), true);
});

test("a still has nothing to play", () => {
  const { made, find } = controls();
  made.draw(begin(1), { ...SEEN, clip: false, canFill: false });
  assert.equal(find("[data-do=play]").getAttribute("aria-disabled"), "true");
  assert.equal(find("[data-pace]").disabled, true);
  assert.equal(find("[data-do=fill]").hidden, true);
});
