import assert from "node:assert/strict";
import { test } from "node:test";

import { pack } from "../testing/pack.js";
import { formsOf, needing, openOf, standing, unanswered, unseen } from "./forms.js";

/** @typedef {import("./forms.js").Note} Note */

const [PHQ] = pack().forms;
/** @type {Note} */
const begun = { type: "begun", form: "f", what: PHQ.key, at: "1" };
/** @param {string} item @param {any} said @returns {Note} */
const answer = (item, said) => ({ type: "answer", form: "f", item, said, at: "2" });
/** @type {Note} */
const finished = { type: "finished", form: "f", at: "3" };

test("a form is what its notes say, the last answer of each item", () => {
  const [form] = formsOf([begun, answer("1", 0), answer("2", 3), answer("1", 2)]);
  assert.deepEqual(form.answers, { 1: 2, 2: 3 });
  assert.deepEqual(form.earlier, { 1: [0] });
  assert.equal(form.finishedAt, null);
  assert.equal(openOf([form], PHQ.key), form);
  assert.equal(openOf([form], "other"), null);
});

test("a finished form does not change, whatever another tab still writes", () => {
  const [form] = formsOf([begun, answer("1", 1), finished, answer("1", 3), { ...finished, at: "9" }]);
  assert.deepEqual([form.answers, form.finishedAt], [{ 1: 1 }, "3"]);
  assert.equal(openOf([form], PHQ.key), null);
});

test("a note of a form that nobody began is no form", () => {
  assert.deepEqual(formsOf([answer("1", 1), finished]), []);
});

test("blank is not zero", () => {
  const [form] = formsOf([begun, answer("1", 0), answer("2", "declined")]);
  assert.deepEqual(unanswered(form, PHQ.items).map(({ id }) => id), ["9"]);
});

test("an answer that needs a person stays one, also when it is changed afterwards", () => {
  const asked = (/** @type {Note[]} */ ...notes) => needing(formsOf([begun, ...notes])[0], PHQ);
  assert.deepEqual(asked(answer("9", 0)), []);
  assert.deepEqual(asked(answer("9", 1)), [{ item: "9", says: "Question 9 was answered." }]);
  assert.deepEqual(asked(answer("9", 1), answer("9", 0)).map(({ item }) => item), ["9"]);
  assert.deepEqual(needing(formsOf([begun])[0], undefined), []);
});

test("what somebody has said something about is seen", () => {
  const before = formsOf([begun, answer("9", 2)]);
  assert.deepEqual(unseen(before, pack()).map(({ item, form }) => [item, form.id]), [["9", "f"]]);
  const after = formsOf([begun, answer("9", 2), finished, { type: "seen", form: "f", item: "9", did: "We talked.", at: "4" }]);
  assert.deepEqual(unseen(after, pack()), []);
  assert.deepEqual(after[0].seen, { 9: "We talked." });
});

test("a form is new, begun or done", () => {
  assert.equal(standing([], PHQ), "new");
  assert.equal(standing(formsOf([begun]), PHQ), "begun");
  assert.equal(standing(formsOf([begun, finished]), PHQ), "done");
});
