import assert from "node:assert/strict";
import { test } from "node:test";

import { formsOf, unseen } from "../model/forms.js";
import { pack } from "../testing/pack.js";
import { page as pageOf, settled, submit } from "../testing/page.js";
import { Seeing } from "./seeing.js";

const PACK = pack();
const [ONE] = unseen(formsOf([
  { type: "begun", form: "f", what: PACK.forms[0].key, at: "" }, { type: "answer", form: "f", item: "9", said: 1, at: "" },
]), PACK);

function seeing() {
  const { page, words } = pageOf("home");
  /** @type {unknown[]} */
  const log = [];
  const made = new Seeing(page, words, { see: async (one, did) => void log.push([one.item, did]), trouble: (error) => { throw error; } });
  return { seeing: made, page, log, field: /** @type {HTMLTextAreaElement} */ (page.querySelector("#did")), form: page.querySelector("[data-seen-form]") };
}

test("the practitioner reads which answer it is and what the service asks", () => {
  const { seeing: it, page } = seeing();
  it.show(PACK, ONE);
  const text = page.querySelector('[data-screen="seen"]')?.textContent ?? "";
  for (const words of ["PHQ-9, Ana", "Question 9 was answered.", "Ring Lee.", "I have seen this: Maya Okafor"]) assert.ok(text.includes(words), words);
  it.show({ ...PACK, risk: { practitioner: "", client: "" } }, ONE);
  assert.match(page.querySelector("[data-seen-service]")?.textContent ?? "", /call 999/);
});

test("it is seen when somebody says what they did", async () => {
  const { seeing: it, log, field, form, page } = seeing();
  it.show(PACK, ONE);
  submit(form);
  assert.equal(page.querySelector("#did-error")?.textContent, "Say in a sentence what you did, or will do.");
  field.value = " We talked. ";
  it.show(PACK, ONE); // another tab: what is being written stays
  submit(form);
  await settled();
  assert.deepEqual(log, [["9", "We talked."]]);
});
