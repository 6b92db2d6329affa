import assert from "node:assert/strict";
import { test } from "node:test";

import { formsOf, GOALS } from "../model/forms.js";
import { pack } from "../testing/pack.js";
import { page as pageOf, settled, submit } from "../testing/page.js";
import { Filling } from "./filling.js";

const PACK = pack();

/** @param {string} what @param {Record<string, number>} [answers] */
function form(what, answers = {}) {
  const notes = Object.entries(answers).map(([item, said]) => ({ type: "answer", form: "f", item, said, at: "" }));
  return formsOf(/** @type {any} */ ([{ type: "begun", form: "f", what, at: "" }, ...notes]))[0];
}

/** @param {Error} [fault] what keeping an answer comes to */
function filling(fault) {
  const { page, words, window } = pageOf("client");
  /** @type {unknown[]} */
  const log = [];
  const made = new Filling(page, words, {
    keep: async (_, item, said) => {
      if (fault) throw fault;
      log.push(["keep", item, said]);
    },
    finish: async ({ answers }) => void log.push(["finish", { ...answers }]),
    away: () => log.push(["away"]), trouble: (error) => log.push(["trouble", error]),
  });
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`[data-fill-${name}]`));
  const say = (/** @type {string} */ item, /** @type {number} */ value) => {
    const input = /** @type {HTMLInputElement} */ (page.querySelector(`[name="item-${item}"][value="${value}"]`));
    input.checked = true;
    input.dispatchEvent(new window.Event("change"));
  };
  return { filling: made, page, log, part, say };
}

test("an answer is kept, and that is said only when it is", async () => {
  const { filling: it, log, part, say } = filling();
  it.show(PACK, form(PACK.forms[0].key));
  say("1", 2);
  assert.equal(part("kept").textContent, "");
  await settled();
  assert.equal(part("kept").textContent, "Kept on this device.");
  assert.deepEqual(log, [["keep", "1", 2]]);
});

test("what could not be kept is not shown as answered", async () => {
  const fault = new Error("full");
  const { filling: it, log, page, say } = filling(fault);
  it.show(PACK, form(PACK.forms[0].key, { 1: 0 }));
  say("1", 2);
  say("2", 1);
  await settled();
  const checked = [...page.querySelectorAll("input:checked")].map((one) => /** @type {HTMLInputElement} */ (one).value);
  assert.deepEqual(checked, ["0"]);
  assert.deepEqual(log, [["trouble", fault], ["trouble", fault]]);
});

test("an answer that needs a person brings the service's words at once, and they stay", async () => {
  const { filling: it, part, say } = filling();
  it.show({ ...PACK, risk: { practitioner: "", client: "You matter to us." } }, form(PACK.forms[0].key));
  assert.equal(part("told").textContent, "");
  say("9", 1);
  assert.match(part("told").textContent ?? "", /You matter to us\./);
  say("9", 0);
  assert.match(part("told").textContent ?? "", /You matter to us\./);
  it.show(PACK, { ...form(PACK.forms[1].key), id: "g" });
  assert.equal(part("told").textContent, "");
});

test("with questions open it is finished only when that was said", async () => {
  const { filling: it, log, part, page } = filling();
  it.show(PACK, form(PACK.forms[0].key, { 1: 0 }));
  submit(part("form"));
  await settled();
  assert.deepEqual(log, []);
  assert.equal(part("open-words").textContent, "2 questions have no answer. They may stay so.");
  assert.equal(part("finish").textContent, "Finish with these open");
  submit(part("form"));
  await settled();
  assert.deepEqual(log, [["finish", { 1: 0 }]]);
  assert.equal(page.querySelectorAll("[data-told]").length, 0);
});

test("one question at a time: next and back, and the last one finishes", async () => {
  const { filling: it, log, part } = filling();
  it.show(PACK, form(PACK.forms[1].key, { 1: 0, 2: 0 }));
  part("switch").click();
  assert.equal(part("place").textContent, "Question 1 of 2");
  assert.equal(part("finish").textContent, "Next");
  submit(part("form"));
  assert.deepEqual([part("place").textContent, part("finish").textContent, part("before").hidden], ["Question 2 of 2", "Finish", false]);
  part("before").click();
  assert.equal(part("place").textContent, "Question 1 of 2");
  submit(part("form"));
  submit(part("form"));
  await settled();
  assert.deepEqual(log, [["finish", { 1: 0, 2: 0 }]]);
});

test("what another tab answered is shown, and a warning of before is not lost", () => {
  const { filling: it, page } = filling();
  it.show(PACK, form(GOALS));
  it.show(PACK, form(GOALS, { [PACK.goals[0].id]: 7 }));
  assert.equal(/** @type {HTMLInputElement} */ (page.querySelector("input:checked")).value, "7");
});

test("nothing of the practitioner's is on it but a name", () => {
  const { filling: it, page, part, log } = filling();
  it.show(PACK, form(PACK.forms[0].key));
  const seen = page.querySelector('[data-screen="fill"]')?.textContent ?? "";
  assert.doesNotMatch(seen, /Willow|Ring Lee|Last time|was answered/);
  assert.equal(part("away").textContent, "Hand it back to Maya Okafor");
  part("away").click();
  assert.deepEqual(log, [["away"]]);
});
