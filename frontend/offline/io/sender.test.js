import assert from "node:assert/strict";
import { test } from "node:test";

import { queue } from "../testing/locks.js";
import { NoReceipt } from "./device.js";
import { Sender } from "./sender.js";
import { NotNow, Refused, SignedOut } from "./server.js";

/** @param {string} id @returns {import("./device.js").Waiting} */
const letter = (id) => ({ id, kind: "form", text: id, title: "", place: 1, refusal: null });

/** An outbox in memory and a server that answers as it is told. @param {string[]} ids @param {(text: string) => Promise<any>} post */
function sender(ids, post) {
  let waiting = ids.map(letter);
  /** @type {string[]} */
  const log = [];
  const outbox = {
    letters: async () => [...waiting],
    received: async (/** @type {any} */ one, /** @type {any} */ receipt) => {
      if (receipt.id !== one.id) throw new NoReceipt("");
      log.push(`received ${one.id}`);
      waiting = waiting.filter(({ id }) => id !== one.id);
    },
    refused: async (/** @type {any} */ one, /** @type {any} */ refusal) => void log.push(`refused ${one.id} ${refusal.status}`),
  };
  const server = { sender: async () => ({ person: "p", token: "t" }), post };
  const locks = queue();
  const make = () => new Sender(outbox, server, locks);
  return { sender: make(), another: make(), server, log, left: () => waiting.map(({ id }) => id) };
}

const kept = async (/** @type {string} */ text) => ({ id: text });

test("everything is sent in its order, and goes with its receipt", async () => {
  const { sender: it, log, left } = sender(["a", "b"], kept);
  assert.equal(await it.run(), "sent");
  assert.deepEqual([log, left()], [["received a", "received b"], []]);
  assert.equal(await it.run(), "nothing");
});

test("two tabs at once: one sends, the other leaves it to it", async () => {
  /** @type {string[]} */
  const posts = [];
  const { sender: it, another } = sender(["a"], async (text) => {
    posts.push(text);
    return { id: text };
  });
  assert.deepEqual(await Promise.all([it.run(), another.run()]), ["sent", "elsewhere"]);
  assert.deepEqual(posts, ["a"]);
});

test("what waits is changed only while nobody sends", async () => {
  const { sender: it, another, log } = sender(["a"], kept);
  const sending = it.run();
  await another.meanwhile(async () => void log.push("changed"));
  await sending;
  assert.deepEqual(log, ["received a", "changed"]);
});

test("without a connection, and for an answer that is no receipt, everything stays", async () => {
  for (const post of [async () => { throw new NotNow(""); }, async () => ({ id: "other" })]) {
    const { sender: it, left } = sender(["a", "b"], post);
    assert.equal(await it.run(), "not-now");
    assert.deepEqual(left(), ["a", "b"]);
  }
});

test("signed out: nothing is posted and everything stays", async () => {
  const { sender: it, server, left } = sender(["a"], kept);
  server.sender = async () => { throw new SignedOut(""); };
  assert.equal(await it.run(), "signed-out");
  assert.deepEqual(left(), ["a"]);
});

test("one that is refused stays, and does not hold up the next", async () => {
  const { sender: it, log, left } = sender(["a", "b"], async (text) => {
    if (text === "a") throw new Refused(409, "Something else.");
    return { id: text };
  });
  assert.equal(await it.run(), "refused");
  assert.deepEqual([log, left()], [["refused a 409", "received b"], ["a"]]);
});

test("a fault of ours is not taken for a missing connection", async () => {
  const { sender: it } = sender(["a"], async () => { throw new TypeError("a defect"); });
  await assert.rejects(it.run(), TypeError);
});
