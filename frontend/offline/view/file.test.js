import assert from "node:assert/strict";
import { test } from "node:test";

import { openFile } from "../io/crypto.js";
import { page as pageOf, submit } from "../testing/page.js";
import { TakingOut } from "./file.js";

const SENTENCE = "the heron stands in the brook";
const LETTER = { id: "a", kind: /** @type {const} */ ("form"), text: '{"id":"a"}', title: "PHQ-9, Ana" };

/** @param {import("./file.js").Contents} contents @param {string} sentence */
async function taken(contents, sentence) {
  const { page, words } = pageOf("home");
  /** @type {{ text: string, name: string }[]} */
  const files = [];
  new TakingOut(page, words, {
    contents: async () => contents, day: () => "2026-11-21", rounds: 1000,
    save: (text, name) => files.push({ text, name }), trouble: (error) => { throw error; },
  });
  /** @type {HTMLInputElement} */ (page.querySelector("#file-sentence")).value = sentence;
  submit(page.querySelector("[data-file-form]"));
  const told = () => `${page.querySelector("[data-file-words]")?.textContent}${page.querySelector("#file-sentence-error")?.textContent}`;
  while (!told()) await new Promise((resolve) => setTimeout(resolve, 2));
  return { files, told: told() };
}

test("what is unsent goes into a file that only the sentence opens", async () => {
  const contents = { letters: [LETTER], unfinished: [{ ...LETTER, id: "b" }] };
  const { files: [{ text, name }], told } = await taken(contents, SENTENCE);
  assert.equal(name, "attune-2026-11-21.attune");
  assert.doesNotMatch(text, /PHQ|Ana/);
  assert.deepEqual(await openFile(SENTENCE, text), contents);
  assert.match(told, /Saved as attune-2026-11-21\.attune/);
});

test("a short sentence, or nothing unsent, makes no file", async () => {
  const short = await taken({ letters: [LETTER], unfinished: [] }, "too short");
  assert.deepEqual([short.files, short.told], [[], "Choose a sentence of at least 12 characters."]);
  const none = await taken({ letters: [], unfinished: [] }, SENTENCE);
  assert.deepEqual([none.files, none.told], [[], "Nothing is unsent, so there is nothing to take out."]);
});
