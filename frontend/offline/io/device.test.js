import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { pack } from "../testing/pack.js";
import { sha256 } from "./crypto.js";
import { NAME } from "./database.js";
import { Device, NoReceipt, Unsent } from "./device.js";

const VERIFIER = { salt: "", rounds: 1, hash: "" };
/** @type {import("../model/forms.js").Note} */
const NOTE = { type: "begun", form: "f", what: "start~phq-9", at: "1" };

/** @param {string} id @returns {import("../model/letters.js").Letter} */
const letter = (id) => ({ id, kind: "form", text: `{"id":"${id}","said":"kingfisher"}`, title: "PHQ-9, Ana" });

async function device() {
  const factory = new IDBFactory();
  const made = await Device.open(factory);
  await made.prepare(pack(), VERIFIER);
  return { factory, device: made };
}

/** @param {import("../model/letters.js").Letter} sent */
const receiptOf = async (sent) => ({ id: sent.id, kind: sent.kind, sha256: await sha256(sent.text), at: "2026", signed: "s" });

/** Every byte of the database, as text. @param {IDBFactory} factory */
async function bytes(factory) {
  const database = await new Promise((resolve) => {
    const request = factory.open(NAME);
    request.onsuccess = () => resolve(request.result);
  });
  const rows = await Promise.all([...database.objectStoreNames].map((name) => new Promise((resolve) => {
    const request = database.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  })));
  return JSON.stringify(rows, (_, value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value));
}

test("nothing is there before it is prepared", async () => {
  assert.equal(await (await Device.open(new IDBFactory())).prepared(), null);
});

test("what was prepared, noted and written is there for the next page", async () => {
  const { factory, device: first } = await device();
  await first.add(NOTE);
  await first.add({ ...NOTE, form: "g" }, [letter("a"), letter("b")]);
  await first.setHanded({ what: "start~phq-9", form: "f" });
  const next = await Device.open(factory);
  assert.deepEqual(await next.prepared(), { pack: pack(), verifier: VERIFIER });
  assert.deepEqual((await next.notes()).map(({ form }) => form), ["f", "g"]);
  assert.deepEqual((await next.letters()).map(({ id, text }) => [id, text]), ["a", "b"].map((id) => [id, letter(id).text]));
  assert.deepEqual(await next.handed(), { what: "start~phq-9", form: "f" });
  await next.setHanded(null);
  assert.equal(await next.handed(), null);
});

test("nothing about anybody can be read in the store", async () => {
  const { factory, device: it } = await device();
  await it.add(NOTE, [letter("a")]);
  const text = await bytes(factory);
  assert.doesNotMatch(text, /Willow|Ana|Maya|phq|kingfisher|calm/i);
});

test("a letter goes only for a receipt of its own bytes", async () => {
  const { device: it } = await device();
  await it.add(NOTE, [letter("a")]);
  const [waiting] = await it.letters();
  const good = await receiptOf(waiting);
  for (const bad of [{ ...good, sha256: "00" }, { ...good, id: "b" }, { ...good, signed: "" }, /** @type {any} */ (null)]) {
    await assert.rejects(it.received(waiting, bad), NoReceipt);
  }
  assert.equal((await it.letters()).length, 1);
  await it.received(waiting, good);
  assert.deepEqual(await it.letters(), []);
  assert.deepEqual(await it.receipts(), [{ ...good, title: "PHQ-9, Ana" }]);
});

test("a refused letter stays in its place, with what was said", async () => {
  const { device: it } = await device();
  await it.add(NOTE, [letter("a"), letter("b")]);
  await it.refused((await it.letters())[0], { status: 422, sentence: "No." });
  assert.deepEqual((await it.letters()).map(({ id, refusal }) => [id, refusal?.sentence]), [["a", "No."], ["b", undefined]]);
  const [late] = await it.letters();
  await it.replace([{ from: late, to: letter("c") }]);
  await it.refused(late, { status: 409, sentence: "Too late." });
  assert.deepEqual((await it.letters()).map(({ id, refusal }) => [id, refusal]), [["b", null], ["c", null]]);
});

test("another case takes its place only when nothing waits", async () => {
  const { device: it } = await device();
  await it.add(NOTE, [letter("a")]);
  const other = { ...pack(), case: "other" };
  await assert.rejects(it.prepare(other, VERIFIER), Unsent);
  await assert.rejects(it.forget(), Unsent);
  await it.prepare({ ...pack(), label: "Willow again" }, VERIFIER); // the same case: all stays
  assert.equal((await it.letters()).length, 1);
  await it.received((await it.letters())[0], await receiptOf(letter("a")));
  await it.prepare(other, VERIFIER);
  assert.deepEqual([await it.notes(), await it.receipts()], [[], []]);
  await it.forget();
  assert.equal(await it.prepared(), null);
});

test("prepared again for the next session, what is finished and has arrived is over", async () => {
  const { device: it } = await device();
  await it.add(NOTE);
  await it.add({ type: "finished", form: "f", at: "2" }, [letter("f")]);
  await it.add({ ...NOTE, form: "open" });
  await it.prepare(pack(), VERIFIER);
  assert.equal((await it.notes()).length, 3); // not while it waits
  await it.received((await it.letters())[0], await receiptOf(letter("f")));
  await it.prepare(pack(), VERIFIER);
  assert.deepEqual((await it.notes()).map(({ form }) => form), ["open"]);
  assert.equal((await it.receipts()).length, 1);
});

test("tries of the PIN outlive the page", async () => {
  const { factory, device: it } = await device();
  await it.setTries({ wrong: 2, until: 5 });
  assert.deepEqual(await (await Device.open(factory)).tries(), { wrong: 2, until: 5 });
});
