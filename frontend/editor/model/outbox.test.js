import assert from "node:assert/strict";
import { test } from "node:test";

import { Never, NotNow, Outbox, SignedOut } from "./outbox.js";

/** @typedef {import("./outbox.js").Answer} Answer */
/** @typedef {import("./outbox.js").Letter} Letter */
/** @typedef {import("./timeline.js").Change} Change */

/** @param {string} id @returns {Change} */
const remove = (id) => ({ op: "remove", id });

/** A server that answers as it is told, and a clock that moves when it is told. */
function post() {
  /** @type {((letters: Letter[]) => Answer)[]} */
  const answers = [];
  /** @type {string[][]} */
  const sent = [];
  /** @type {{ run: () => void, wait: number }[]} */
  const timers = [];
  /** @type {string[]} */
  const states = [];
  /** @type {string[]} */
  const kept = [];
  /** @type {Answer[]} */
  const refusals = [];
  let number = 0;
  const outbox = new Outbox({
    send: async (letters) => {
      sent.push(letters.map(({ id }) => id));
      const answer = answers.shift();
      if (!answer) throw new NotNow("no answer");
      return answer(letters);
    },
    newId: () => `n${(number += 1)}`,
    changed: ({ state, count }) => states.push(`${state} ${count}`),
    kept: (change) => kept.push(change.id),
    refused: (answer) => refusals.push(answer),
    later: (run, wait) => timers.push({ run, wait }),
  });
  const tick = async () => {
    timers.shift()?.run();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { outbox, answers, sent, timers, states, kept, refusals, tick };
}

/** @param {Letter[]} letters @returns {Answer} */
const all = (letters) => ({ acknowledged: letters.map(({ id }) => id) });

test("a change is saved only when the server says so", async () => {
  const { outbox, answers, states, kept, tick } = post();
  answers.push(all);
  outbox.add(remove("a"));
  assert.deepEqual(outbox.state, { state: "saving", count: 1, sentence: "" });
  await tick();
  assert.deepEqual(states, ["saving 1", "saved 0"]);
  assert.deepEqual(kept, ["a"]);
});

test("without a connection it tries again with the same ids, ever more patiently", async () => {
  const { outbox, answers, sent, timers, states, tick } = post();
  outbox.add(remove("a"));
  const waits = [];
  for (let attempt = 0; attempt < 7; attempt += 1) {
    await tick();
    waits.push(timers[0].wait);
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  outbox.add(remove("b"));
  assert.equal(states.at(-1), "waiting 2");
  answers.push(all);
  await tick();
  assert.deepEqual(sent.at(-1), ["n1", "n2"]);
  assert.ok(sent.slice(0, -1).every(([id]) => id === "n1"));
  assert.equal(states.at(-1), "saved 0");
  outbox.add(remove("c"));
  await tick();
  assert.equal(timers[0].wait, 1000);
});

test("a change made while others travel follows them", async () => {
  const { outbox, answers, sent, tick } = post();
  answers.push((letters) => {
    outbox.add(remove("b"));
    return all(letters);
  }, all);
  outbox.add(remove("a"));
  await tick();
  assert.deepEqual(outbox.letters.map(({ id }) => id), ["n2"]);
  await tick();
  await tick();
  assert.deepEqual(sent, [["n1"], ["n2"]]);
});

test("a refusal drops the refused change, keeps what was acknowledged before it", async () => {
  const { outbox, answers, kept, refusals, states, tick } = post();
  answers.push(() => ({ acknowledged: ["n1"], refused: "n2", sentence: "It is in a review." }), all);
  for (const id of ["a", "b", "c"]) outbox.add(remove(id));
  await tick();
  assert.deepEqual(kept, ["a"]);
  assert.equal(refusals[0].sentence, "It is in a review.");
  assert.deepEqual(outbox.letters.map(({ id }) => id), ["n3"]);
  await tick();
  assert.equal(states.at(-1), "saved 0");
});

test("signed out, it says so and keeps trying; a final no stops it and says why", async () => {
  const { outbox, answers, sent, timers, tick } = post();
  answers.push(
    () => { throw new SignedOut(""); },
    () => { throw new Never("This film is closed."); },
  );
  outbox.add(remove("a"));
  await tick();
  assert.equal(outbox.state.state, "signedOut");
  await tick();
  assert.deepEqual(outbox.state, { state: "stopped", count: 1, sentence: "This film is closed." });
  assert.equal(timers.length, 0);
  outbox.now();
  assert.equal(sent.length, 2);
});

test("back in touch, it tries at once, and the old timer does nothing more", async () => {
  const { outbox, answers, sent, tick } = post();
  outbox.add(remove("a"));
  await tick();
  answers.push(all);
  outbox.now();
  await tick();
  assert.equal(outbox.state.state, "saved");
  assert.equal(sent.length, 2);
});

test("an answer that acknowledges nothing is no answer", async () => {
  const { outbox, answers, tick } = post();
  answers.push(() => ({ acknowledged: [] }));
  outbox.add(remove("a"));
  await tick();
  assert.deepEqual(outbox.state, { state: "waiting", count: 1, sentence: "" });
});
