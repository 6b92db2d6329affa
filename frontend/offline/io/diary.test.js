import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { queue } from "../testing/locks.js";
import { pack } from "../testing/pack.js";
import { formLetter, seenLetter } from "../model/letters.js";
import { Device } from "./device.js";
import { Diary } from "./diary.js";

const [PHQ] = pack().forms;
const MOMENT = { at: "2026-11-21T10:00:00Z", day: "2026-11-21" };

/** Two tabs of one browser. */
async function tabs() {
  const factory = new IDBFactory();
  const first = await Device.open(factory);
  await first.prepare(pack(), { salt: "", rounds: 1, hash: "" });
  let number = 0;
  const means = { locks: queue(), newId: () => `n${(number += 1)}`, now: () => MOMENT };
  return [new Diary(first, means), new Diary(await Device.open(factory), means)];
}

/** @param {import("../model/forms.js").Form} form */
const write = (form) => [formLetter(pack(), PHQ, form, MOMENT)];

test("two tabs that begin at once begin one form", async () => {
  const [one, two] = await tabs();
  const [first, second] = await Promise.all([one.open(PHQ.key), two.open(PHQ.key)]);
  assert.equal(first.id, second.id);
  assert.equal((await one.forms()).length, 1);
});

test("a form that is finished twice at once is one letter, with the answers of both tabs", async () => {
  const [one, two] = await tabs();
  const { id } = await one.open(PHQ.key);
  await Promise.all([one.answer(id, "1", 1), two.answer(id, "2", 3)]);
  await Promise.all([one.finish(id, write), one.finish(id, write), two.finish(id, write)]);
  const letters = await two.device.letters();
  assert.deepEqual(letters.map((letter) => JSON.parse(letter.text).answers), [{ 1: 1, 2: 3 }]);
  assert.equal((await two.open(PHQ.key)).id, "n2"); // the next is another form
});

test("a form that was never begun is not finished", async () => {
  const [one] = await tabs();
  await one.finish("x", write);
  assert.deepEqual(await one.device.letters(), []);
});

test("what was done about an answer is said once", async () => {
  const [one, two] = await tabs();
  const form = await one.open(PHQ.key);
  await one.answer(form.id, "9", 2);
  const seen = () => seenLetter(pack(), { form, asked: PHQ, item: "9" }, "We talked.", MOMENT, "s");
  await Promise.all([one.see(form, "9", "We talked.", seen), two.see(form, "9", "Twice.", seen)]);
  assert.equal((await one.device.letters()).length, 1);
  assert.equal((await one.forms())[0].seen["9"], "We talked.");
});

test("each change is told", async () => {
  const [one] = await tabs();
  let told = 0;
  one.changed = () => (told += 1);
  const { id } = await one.open(PHQ.key);
  await one.answer(id, "1", 1);
  assert.equal(told, 2);
});
