import assert from "node:assert/strict";
import { test } from "node:test";

import { lockFile, sha256 } from "../io/crypto.js";
import { Refused } from "../io/server.js";
import { queue } from "../testing/locks.js";
import { page as pageOf, settled } from "../testing/page.js";
import { Importing } from "./importing.js";

const SENTENCE = "the heron stands in the brook";
/** @param {string} id */
const letter = (id) => ({ id, kind: /** @type {const} */ ("form"), text: `{"id":"${id}"}`, title: `${id.toUpperCase()}, Ana` });

/** @param {object} contents @param {(text: string) => Promise<any>} [post] */
async function importing(contents, post = async (text) => ({ id: JSON.parse(text).id, kind: "form", sha256: await sha256(text), at: "2026-11-21T10:00:00Z", signed: "s" })) {
  const { page, words } = pageOf("import");
  /** @type {string[]} */
  const posted = [];
  const server = { sender: async () => ({ person: "p", token: "t" }), post: (/** @type {string} */ text) => (posted.push(text), post(text)) };
  const made = new Importing(page, words, server, queue());
  const file = new File([await lockFile(SENTENCE, contents, 1000)], "x.attune");
  Object.defineProperty(made.file, "files", { value: [file], configurable: true });
  made.sentence.value = SENTENCE;
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`[data-${name}]`));
  return { importing: made, page, posted, part };
}

test("a file is sent letter for letter, and its receipts are shown", async () => {
  const { importing: it, posted, part } = await importing({ letters: [letter("a"), letter("b")], unfinished: [] });
  await it.open();
  assert.deepEqual(posted, [letter("a").text, letter("b").text]);
  assert.match(part("outcome").textContent ?? "", /All of it arrived/);
  assert.deepEqual([...part("arrived-list").querySelectorAll("[data-title]")].map((one) => one.textContent), ["A, Ana", "B, Ana"]);
});

test("what is not finished is sent only when somebody says so", async () => {
  const { importing: it, posted, part } = await importing({ letters: [], unfinished: [letter("c")] });
  await it.open();
  assert.deepEqual(posted, []);
  assert.match(part("unfinished-list").textContent ?? "", /C, Ana \(not finished\)/);
  /** @type {HTMLElement} */ (part("unfinished-list").querySelector("[data-send-it]")).click();
  while (part("arrived").hidden) await settled();
  assert.deepEqual(posted, [letter("c").text]);
});

test("what is refused is named with its reason, and an answer that is no receipt is none", async () => {
  const refused = await importing({ letters: [letter("a")], unfinished: [] }, async () => { throw new Refused(409, "Something else."); });
  await refused.importing.open();
  assert.equal(refused.part("stuck-list").textContent, "A, Ana: Something else.");
  const other = await importing({ letters: [letter("a")], unfinished: [] }, async () => ({ id: "a", sha256: "00" }));
  await other.importing.open();
  assert.match(other.part("outcome").textContent ?? "", /No connection now/);
  assert.equal(other.part("arrived").hidden, true);
});

test("the wrong sentence, another file and no file are said at their field", async () => {
  const { importing: it, page } = await importing({ letters: [], unfinished: [] });
  const said = (/** @type {string} */ id) => page.querySelector(`#${id}-error`)?.textContent;
  it.sentence.value = "another";
  await it.open();
  assert.equal(said("sentence"), "The sentence does not open this file. Check it and try again.");
  Object.defineProperty(it.file, "files", { value: [new File(["hello"], "x")], configurable: true });
  await it.open();
  assert.deepEqual([said("file"), said("sentence")], ["This is no file that was taken out of a device.", ""]);
});
