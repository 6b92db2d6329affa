import assert from "node:assert/strict";
import { test } from "node:test";

import { formsOf, GOALS } from "../model/forms.js";
import { pack } from "../testing/pack.js";
import { page as pageOf } from "../testing/page.js";
import { Home } from "./home.js";

const PACK = pack();
const RECEIPT = { id: "r1", kind: /** @type {const} */ ("acknowledgement"), sha256: "", at: "2026-11-21T10:00:00Z", signed: "signed-words", title: "PHQ-9, Ana" };

/** @param {Partial<import("./home.js").State>} state */
function home(state) {
  const { page, words } = pageOf("home");
  /** @type {unknown[]} */
  const log = [];
  const made = new Home(page, words, { open: (what) => log.push(what), own: ({ id }) => log.push(`own ${id}`) });
  made.draw({ pack: PACK, forms: [], letters: [], receipts: [], stays: false, ...state });
  const rows = (/** @type {string} */ name) => [...page.querySelectorAll(`[data-home-${name}] > li`)];
  return { page, log, rows };
}

/** @param {string} what @param {Record<string, number>} answers @param {boolean} [done] */
function form(what, answers, done) {
  const notes = Object.entries(answers).map(([item, said]) => ({ type: "answer", form: what, item, said, at: "" }));
  const all = [{ type: "begun", form: what, what, at: "" }, ...notes, ...(done ? [{ type: "finished", form: what, at: "1" }] : [])];
  return formsOf(/** @type {any} */ (all))[0];
}

test("each form and the goals have a row, with what was last, and one can be handed over", () => {
  const { page, rows, log } = home({});
  assert.deepEqual(rows("forms").map((row) => row.querySelector("[data-title]")?.textContent), ["PHQ-9", "GAD-7", "Goals"]);
  assert.match(rows("forms")[0].textContent ?? "", /Ana, at the start\. Last time 4 of 9 \(1 November 2026\)/);
  assert.equal(page.querySelector("[data-home-paper]")?.textContent, "On paper, as their wording can’t be shown here: EPDS");
  /** @type {HTMLElement} */ (rows("forms")[2].querySelector("[data-open]")).click();
  assert.deepEqual(log, [GOALS]);
});

test("a form that is filled in says what it scores, as the server will, and is not handed over again", () => {
  const { rows } = home({ forms: [form(PACK.forms[1].key, { 1: 2, 2: 3 }, true), form(PACK.forms[0].key, { 1: 2 })] });
  const [phq, gad] = rows("forms");
  assert.match(gad.textContent ?? "", /Now 5 of 6/);
  assert.match(gad.textContent ?? "", /Filled in/);
  assert.equal(/** @type {HTMLElement} */ (gad.querySelector("[data-open]")).hidden, true);
  assert.doesNotMatch(phq.textContent ?? "", /Now/);
  assert.equal(phq.querySelector("[data-open]")?.textContent, "Go on");
});

test("with too many open questions there is no score, and blank is not nought", () => {
  const { rows } = home({ forms: [form(PACK.forms[1].key, { 1: 2 }, true)] });
  assert.match(rows("forms")[1].textContent ?? "", /Too many open questions for a score/);
});

test("goals say how they were rated", () => {
  const { rows } = home({ forms: [form(GOALS, { [PACK.goals[0].id]: 0 }, true)] });
  assert.match(rows("forms")[2].textContent ?? "", /“To feel calm” 0/);
});

test("what the server could not keep is there with its reason; a conflict can be sent as its own", () => {
  const letter = { id: "a", kind: /** @type {const} */ ("form"), text: "", title: "PHQ-9, Ana", place: 1 };
  const letters = [{ ...letter, refusal: { status: 422, sentence: "Not planned." } }, { ...letter, id: "b", refusal: { status: 409, sentence: "Something else." } }, { ...letter, refusal: null }];
  const { page, rows, log } = home({ letters });
  assert.equal(/** @type {HTMLElement} */ (page.querySelector("[data-home-stuck]")).hidden, false);
  const own = rows("refused").map((row) => /** @type {HTMLElement} */ (row.querySelector("[data-own]")));
  assert.deepEqual(own.map(({ hidden }) => hidden), [true, false]);
  assert.match(rows("refused")[0].textContent ?? "", /PHQ-9, Ana.*Not planned\./);
  own[1].click();
  assert.deepEqual(log, ["own b"]);
});

test("receipts say when and under which number", () => {
  const { page, rows } = home({ receipts: [RECEIPT], stays: true });
  assert.match(rows("receipts")[0].textContent ?? "", /What was done about an answer: PHQ-9, Ana.*number r1.*signed-words/);
  assert.equal(/** @type {HTMLElement} */ (page.querySelector("[data-home-stuck]")).hidden, true);
  assert.equal(page.querySelector("[data-home-stay]")?.textContent, "This browser has agreed to keep its storage.");
});
