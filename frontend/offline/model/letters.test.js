import assert from "node:assert/strict";
import { test } from "node:test";

import { pack } from "../testing/pack.js";
import { formsOf } from "./forms.js";
import { asOwn, countOf, formLetter, lettersOf, momentOf, ratingLetters, seenLetter } from "./letters.js";

const MOMENT = { at: "2026-11-21T10:00:00.000Z", day: "2026-11-21" };
const PACK = pack();
const [PHQ] = PACK.forms;
const FRAME = { format: 1, case: PACK.case, prepared_by: PACK.practitioner.id, taken_on: MOMENT.day, at: MOMENT.at };

/** @param {string} what @param {Record<string, any>[]} answers */
function form(what, ...answers) {
  const notes = answers.flatMap((round) => Object.entries(round).map(([item, said]) => ({ type: "answer", form: "f", item, said, at: "" })));
  return formsOf(/** @type {any} */ ([{ type: "begun", form: "f", what, at: "" }, ...notes]))[0];
}

test("a form's letter has the form's key, its answers and nothing for what is blank", () => {
  const letter = formLetter(PACK, PHQ, form(PHQ.key, { 1: 0, 9: 2 }, { 9: 1 }), MOMENT);
  assert.deepEqual(JSON.parse(letter.text), {
    ...FRAME, id: "f", kind: "form", asked: PHQ.key, measure: PHQ.scoring.measure, version: "1.0.0",
    answers: { 1: 0, 9: 1 }, earlier: { 9: [2] },
  });
  assert.deepEqual([letter.id, letter.kind, letter.title], ["f", "form", "PHQ-9, Ana"]);
});

test("each goal that was rated is a letter; nought is a rating and blank is none", () => {
  const ids = ["a", "b"];
  const [goal] = PACK.goals;
  const [letter, ...more] = ratingLetters(PACK, form("goals", { [goal.id]: 0 }), MOMENT, () => ids.shift() ?? "");
  assert.deepEqual(JSON.parse(letter.text), { ...FRAME, id: "a", kind: "rating", goal: goal.id, rating: 0 });
  assert.deepEqual(more, []);
  assert.deepEqual(ratingLetters(PACK, form("goals"), MOMENT, () => "x"), []);
});

test("a form is one letter, goals one for each, and a form that is no longer asked none", () => {
  const kinds = (/** @type {string} */ what, /** @type {Record<string, any>} */ answers) =>
    lettersOf(PACK, form(what, answers), MOMENT, () => "n").map(({ id, kind }) => [id, kind]);
  assert.deepEqual(kinds(PHQ.key, { 1: 1 }), [["f", "form"]]);
  assert.deepEqual(kinds("goals", { [PACK.goals[0].id]: 3 }), [["n", "rating"]]);
  assert.deepEqual(kinds("start~other", { 1: 1 }), []);
});

test("what was done about an answer is a letter of its own", () => {
  const seen = { form: form(PHQ.key, { 9: 1 }), asked: PHQ, item: "9" };
  const letter = seenLetter(PACK, seen, "We talked.", MOMENT, "s");
  assert.deepEqual(JSON.parse(letter.text), { ...FRAME, id: "s", kind: "acknowledgement", form: "f", item: "9", did: "We talked." });
});

test("under a key of its own a letter says the same, and what was done about its answers follows it", () => {
  const seen = { form: form(PHQ.key, { 9: 1 }), asked: PHQ, item: "9" };
  const letter = formLetter(PACK, PHQ, seen.form, MOMENT);
  const about = seenLetter(PACK, seen, "We talked.", MOMENT, "s");
  const other = seenLetter(PACK, { ...seen, form: { ...seen.form, id: "x" } }, "Else.", MOMENT, "t");
  const ids = ["g", "h"];
  const found = asOwn(letter, [letter, about, other], () => ids.shift() ?? "");
  assert.deepEqual(found.map(({ from, to }) => [from.id, to.id]), [["f", "g"], ["s", "h"]]);
  assert.deepEqual({ ...JSON.parse(found[0].to.text), id: "f" }, JSON.parse(letter.text));
  assert.deepEqual(JSON.parse(found[1].to.text), { ...JSON.parse(about.text), id: "h", form: "g" });
});

test("letters are counted by kind", () => {
  assert.deepEqual(countOf([{ kind: "form" }, { kind: "rating" }, { kind: "form" }]), { form: 2, rating: 1, acknowledgement: 0 });
});

test("the day is the one where the device is", () => {
  const late = new Date(2026, 10, 21, 23, 59);
  assert.deepEqual(momentOf(late), { at: late.toISOString(), day: "2026-11-21" });
});
