import assert from "node:assert/strict";
import { test } from "node:test";

import { pack } from "../testing/pack.js";
import { page as pageOf } from "../testing/page.js";
import { Questions, questionsOf, questionsOfGoals } from "./questions.js";

function questions() {
  const { page, words, window } = pageOf("client");
  const place = /** @type {HTMLElement} */ (page.querySelector("[data-fill-questions]"));
  /** @type {unknown[]} */
  const answers = [];
  const made = new Questions(page, place, ({ id }, said) => answers.push([id, said]));
  return { questions: made, place, words, answers, window };
}

test("each question is a group with its words, and its answers are the form's own and one more", () => {
  const { questions: it, place, words, answers, window } = questions();
  it.draw(questionsOf(pack().forms[0], words), { 2: 3, 9: "declined" });
  const legends = [...place.querySelectorAll("fieldset > legend")].map((one) => one.textContent);
  assert.deepEqual(legends, ["1. Question 1", "2. Question 2", "9. Question 9"]);
  const checked = [...place.querySelectorAll("input:checked")].map((one) => /** @type {HTMLInputElement} */ (one));
  assert.deepEqual(checked.map(({ name, value }) => [name, value]), [["item-2", "3"], ["item-9", "declined"]]);
  const [first] = place.querySelectorAll("input");
  first.checked = true;
  first.dispatchEvent(new window.Event("change"));
  assert.deepEqual(answers, [["1", 0]]); // a number, and nought is one
});

test("a goal has eleven places", () => {
  const { questions: it, place } = questions();
  it.draw(questionsOfGoals(pack().goals), {});
  assert.deepEqual([...place.querySelectorAll("input")].map(({ value }) => value), Array.from({ length: 11 }, (_, value) => String(value)));
  assert.match(place.querySelector("legend")?.textContent ?? "", /“To feel calm”/);
});

test("one at a time or all of them", () => {
  const { questions: it, place, words } = questions();
  it.draw(questionsOf(pack().forms[0], words), {});
  const shown = () => [...place.children].map((one) => !(/** @type {HTMLElement} */ (one).hidden));
  assert.deepEqual(shown(), [true, true, true]);
  it.show(1);
  assert.deepEqual(shown(), [false, true, false]);
  it.go("9");
  assert.deepEqual([it.at, shown()], [2, [false, false, true]]);
  it.show(7);
  assert.equal(it.at, 2);
  it.show(null);
  assert.deepEqual(shown(), [true, true, true]);
});
